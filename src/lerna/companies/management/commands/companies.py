"""`./lerna companies load`: make the database say what the companies' files say."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lerna.companies.files import load_company_files
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.kit.datafile import DataFileError


class Command(BaseCommand):
    help = "Load the companies and sites of policies/companies/ into the database."

    @staticmethod
    def needs_database(words: Sequence[str]) -> bool:
        """For the launcher: must a database run for this command line?"""
        return "--check" not in words

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="Make the database say what the files say; safe to repeat.")
        load.add_argument("--check", action="store_true", help="Only read the files and say what is wrong in them.")
        load.add_argument("files", nargs="*", type=Path, help="Files to load; all of policies/companies/ without any.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**options)
        files = arguments.files or sorted((settings.LERNA_POLICIES / "companies").glob("*.toml"))
        if not files:
            raise CommandError(f"There is no company file in {settings.LERNA_POLICIES / 'companies'}.")
        try:
            self._say(_check(files) if arguments.check else _load(files))
        except DataFileError as error:
            raise CommandError(str(error)) from error

    def _say(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)


def _check(files: Iterable[Path]) -> Iterable[str]:
    for file in load_company_files(files):
        hosts = ", ".join(site.host for site in file.facts.sites)
        yield f"{file.facts.slug}: nothing wrong; sites {hosts}"


def _load(files: Iterable[Path]) -> Iterable[str]:
    for loaded in load_companies(files=files, now=clock.now()):
        yield f"{loaded.slug}: {loaded.outcome}"
        for key, outcome in loaded.sites.items():
            yield f"  {key}: {outcome}"
