"""Every command of `./lerna`: the launcher's own, the rooms', and the few of Django's that are of use here."""

import argparse
import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

OWNERS_COMMANDS = frozenset({"migrate", "makemigrations", "showmigrations", "sqlmigrate", "privacy sync"})
DJANGO_COMMANDS = {
    "migrate": "apply the migrations that are due",
    "makemigrations": "write a migration for changed models",
    "showmigrations": "list the migrations and which are applied",
    "check": "system checks, Django's and the rooms'",
    "shell": "a Python prompt with every model imported",
}


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """A command of the launcher: its name, one line about it, its options, and what runs it (giving the exit code)."""

    name: str
    line: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def suggest(word: str, known: Sequence[str]) -> str:
    """A sentence about a command that isn't there, with the nearest that is."""
    near = difflib.get_close_matches(word, known, n=1)
    hint = f" Did you mean ./lerna {near[0]}?" if near else ""
    return f"There is no command “{word}”.{hint} ./lerna --help lists them all."


def room_commands() -> dict[str, str]:
    """Name → app of every command that a room or Django brings and that is offered here. Needs Django set up."""
    from django.core.management import get_commands

    return {
        name: app for name, app in sorted(get_commands().items()) if app.startswith("lerna.") or name in DJANGO_COMMANDS
    }


def room_lines() -> Iterator[tuple[str, str]]:
    """(command with its subcommand, one line) of every room's command. Needs Django set up."""
    from django.core.management import load_command_class

    for name, app in room_commands().items():
        if not app.startswith("lerna."):
            continue
        command = load_command_class(app, name)
        parser = command.create_parser("./lerna", name)
        actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]  # noqa: SLF001
        if not actions:
            yield name, command.help
        for action in actions:
            for choice in action._choices_actions:  # noqa: SLF001 -- argparse keeps the subcommands' help nowhere else
                yield f"{name} {choice.dest}", choice.help or ""
