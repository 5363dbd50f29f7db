"""Finds the command and runs it. Django is imported only by those who need it."""

import argparse
import contextlib
import os
from collections.abc import Sequence

from lerna.config.cli import own
from lerna.config.cli.catalog import DJANGO_COMMANDS, room_lines
from lerna.config.cli.rooms import run_room_command

_WIDTH = 22


def main(words: Sequence[str]) -> int:
    """Runs `./lerna <words>`; the exit code: 0 well, 1 something is wrong, 2 misused."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    if not words or words[0] in {"-h", "--help", "help"}:
        with contextlib.suppress(BrokenPipeError):  # `./lerna --help | head`
            print(write_help(), flush=True)  # noqa: T201 -- what was asked for
        return 0
    name, *rest = words
    command = own.COMMANDS.get(name)
    if command is None:
        return run_room_command(name, rest, own=tuple(own.COMMANDS))
    parser = argparse.ArgumentParser(
        prog=f"./lerna {name}", description=command.line[0].upper() + command.line[1:] + "."
    )
    command.add_arguments(parser)
    return command.run(parser.parse_args(rest))


def list_sections() -> tuple[tuple[str, list[tuple[str, str]]], ...]:
    """(title, rows of command and its one line) in the order in which they are shown."""
    import django

    django.setup()
    return (
        ("The installation", [(command.name, command.line) for command in own.FOR_INSTALLATIONS]),
        ("The rooms", [(name, (line[:1].lower() + line[1:]).removesuffix(".")) for name, line in room_lines()]),
        ("Development", [(command.name, command.line) for command in own.FOR_DEVELOPERS]),
        ("Django's", list(DJANGO_COMMANDS.items())),
    )


def write_help() -> str:
    """What `./lerna --help` prints."""
    lines = ["Lerna: an online-course platform that keeps its privacy policy.", "", "  ./lerna COMMAND [OPTIONS]"]
    for title, rows in list_sections():
        lines += ["", f"{title}:", *(f"  {name:<{_WIDTH}} {line}" for name, line in rows)]
    return "\n".join([*lines, "", "./lerna COMMAND --help tells a command's options."])


def write_commands_page() -> str:
    """The reference page of commands, from the same list."""
    lines = ["# Commands", "", "Written by `./lerna docs` from the commands themselves; a test keeps it current."]
    for title, rows in list_sections():
        lines += ["", f"## {title}", "", "| command | what it does |", "|---|---|"]
        lines += [f"| `./lerna {name}` | {line} |" for name, line in rows]
    return "\n".join([*lines, "", "`./lerna COMMAND --help` tells a command's options.", ""])
