"""`./lerna recipients …`: load, list."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lerna.kit import clock
from lerna.kit.datafile import DataFileError
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import list_files, load_recipient_files
from lerna.privacy.recipients.register.loading import load_recipients


class Command(BaseCommand):
    help = "Third parties: the register of who may receive personal data."

    @staticmethod
    def needs_database(words: Sequence[str]) -> bool:
        """For the launcher: must a database run for this command line?"""
        return "--check" not in words

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        load = actions.add_parser("load", help="Make the register say what policies/recipients/ says; safe to repeat.")
        load.add_argument("--check", action="store_true", help="Only read the files and say what is wrong in them.")
        load.add_argument("files", nargs="*", type=Path, help="Files to load; all of them without any.")
        actions.add_parser("list", help="List the register: who, for what, where, and by what way.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        actions = {"load": self._load, "list": self._list}
        try:
            actions[options["action"]](Namespace(**options))
        except DataFileError as error:
            raise CommandError(str(error)) from error

    def _load(self, arguments: Namespace) -> None:
        files = arguments.files or list_files()
        if arguments.check:
            for facts in load_recipient_files(files):
                self.stdout.write(f"{facts.company}/{facts.key}: nothing wrong")
            return
        for loaded in load_recipients(files=files, now=clock.now()):
            self.stdout.write(f"{loaded.company}/{loaded.key}: {loaded.outcome}")

    def _list(self, _arguments: Namespace) -> None:
        for row in Recipient.objects.select_related("company").order_by("company__slug", "key"):
            state = "retired" if row.retired_at else row.channel
            self.stdout.write(
                f"{row.company.slug}/{row.key}: {row.kind}, {row.country}, {', '.join(row.purposes)}; {state}"
            )
