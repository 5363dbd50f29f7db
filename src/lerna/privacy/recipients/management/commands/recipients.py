"""`./lerna recipients …`: each group of subcommands stands in `lerna.privacy.recipients.commands`."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lerna.kit.datafile import DataFileError
from lerna.privacy.recipients.commands import figures, keys, messages, register, reviews
from lerna.privacy.recipients.keys.own import OwnKeyError
from lerna.privacy.recipients.keys.pinned import PinError

_GROUPS = (register, keys, messages, figures, reviews)


class Command(BaseCommand):
    help = "Third parties: the register, keys, and what goes to them."

    @staticmethod
    def needs_database(words: Sequence[str]) -> bool:
        """For the launcher: must a database run for this command line?"""
        return "--check" not in words

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        for group in _GROUPS:
            group.add(actions)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        try:
            options["run"](Namespace(**options), cast("TextIO", self.stdout))
        except (DataFileError, OwnKeyError, PinError, OSError) as error:
            raise CommandError(str(error)) from error
