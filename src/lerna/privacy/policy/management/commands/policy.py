"""`./lerna policy …`: hands each subcommand to its module in `lerna.privacy.policy.commands`."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, TextIO, cast

from django.core.management.base import BaseCommand, CommandParser

SUBCOMMANDS = ("import", "lint", "publish", "render", "coverage")


class Subcommand(Protocol):
    """What a module in `commands` offers; `import` lives in `import_.py`, because the word is Python's own."""

    HELP: str
    NEEDS_DATABASE: bool
    add_arguments: Callable[[CommandParser], None]
    run: Callable[[Namespace, TextIO], int]


def load_subcommand(name: str) -> Subcommand:
    """The module behind one subcommand; ModuleNotFoundError for an unknown name."""
    return cast("Subcommand", import_module(_module_name(name)))


def _module_name(name: str) -> str:
    return f"lerna.privacy.policy.commands.{'import_' if name == 'import' else name}"


class Command(BaseCommand):
    help = "A company's policy: import, lint, publish, render, coverage."
    requires_system_checks = []

    @staticmethod
    def needs_database(words: Sequence[str]) -> bool:
        """For the launcher: must a database run for this command line?"""
        if not words or words[0] not in SUBCOMMANDS:
            return True
        subcommand = load_subcommand(words[0])
        asks = getattr(subcommand, "needs_database", None)  # lint needs one for a published text only
        return asks(words[1:]) if asks else subcommand.NEEDS_DATABASE

    def add_arguments(self, parser: CommandParser) -> None:
        subparsers = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
        for name in SUBCOMMANDS:
            if find_spec(_module_name(name)) is None:
                continue
            subcommand = load_subcommand(name)
            subparser = subparsers.add_parser(name, help=subcommand.HELP, description=subcommand.HELP)
            subcommand.add_arguments(subparser)

    def handle(self, *_args: object, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        subcommand = load_subcommand(options["subcommand"])
        code = subcommand.run(Namespace(**options), cast("TextIO", self.stdout))
        if code:
            sys.exit(code)
