"""`./lerna policy …`: hands each subcommand to its module, in `lerna.privacy.policy.commands` or in a room above.

A room above says where: by `policy_commands` of its app, the name of a package. So this room needn't know of it.
"""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Protocol, TextIO, cast

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser

_OWN = "lerna.privacy.policy.commands"
SUBCOMMANDS = ("import", "lint", "publish", "render", "coverage", "stores")


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
    word = "import_" if name == "import" else name
    packages = [getattr(app, "policy_commands", "") for app in apps.get_app_configs()]
    modules = [f"{package}.{word}" for package in (_OWN, *filter(None, packages))]
    return next((module for module in modules if find_spec(module) is not None), modules[0])


class Command(BaseCommand):
    help = "A company's policy: import, lint, publish, render, coverage, stores."
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
