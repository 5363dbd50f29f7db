"""`./lerna keys make | rotate | drop`: the companies' keys, which stand outside of every database."""

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lerna.companies.models import Company
from lerna.companies.queries import get_company
from lerna.kit import clock
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.providers import KeyProviderError
from lerna.privacy.subjects.keys.operations import (
    KeyInUseError,
    drop_company_key,
    make_missing_company_keys,
    rotate_company_key,
)


class Command(BaseCommand):
    help = "The companies' keys: make the first ones, rotate, drop old ones."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        actions.add_parser("make", help="Make the key of each company that never had one.")
        rotate = actions.add_parser("rotate", help="Give a company a new key and wrap every person's by it.")
        drop = actions.add_parser("drop", help="Take an old key of a company away, once nobody's is wrapped by it.")
        drop.add_argument("--version", type=int, required=True, help="Which one; the first is 1.")
        for action in (rotate, drop):
            action.add_argument("--company", required=True, help="Slug of the company, such as newskills.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**options)
        try:
            if arguments.action == "make":
                self._make()
            elif arguments.action == "rotate":
                self._rotate(get_company(arguments.company))
            else:
                self._drop(get_company(arguments.company), arguments.version)
        except (KeyInUseError, KeyProviderError, SealError) as error:
            raise CommandError(str(error)) from error
        except Company.DoesNotExist:
            raise CommandError(f"There is no company {arguments.company}.") from None

    def _make(self) -> None:
        made = make_missing_company_keys()
        self.stdout.write(
            "\n".join(f"{slug}: made; back it up apart from the databases" for slug in made) or "None was missing."
        )

    def _rotate(self, company: Company) -> None:
        for done, total in rotate_company_key(company=company, now=clock.now()):
            self.stdout.write(f"{company.slug}: {done} of {total} keys wrapped anew")

    def _drop(self, company: Company, version: int) -> None:
        if not drop_company_key(company=company, version=version, now=clock.now()):
            self.stdout.write(f"{company.slug}: version {version} is gone already.")
            return
        self.stdout.write(
            f"{company.slug}: version {version} is gone. Backups of the database of keys that were made before the"
            " rotation open by it alone: keep a copy of it apart until the last of them is gone, and no longer."
        )
