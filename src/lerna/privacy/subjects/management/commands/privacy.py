"""`./lerna privacy sync | explain | map`: what PostgreSQL is told about purposes, and what follows for one person."""

import sys
from argparse import Namespace
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.access.sync import SyncError, sync
from lerna.privacy.subjects.discovery import db_table, list_tables
from lerna.privacy.subjects.queries import explain


class Command(BaseCommand):
    help = "Purposes in the database: bring it up to date, explain it, show it."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        told = actions.add_parser("sync", help="Bring roles, grants and row security to what the data maps say.")
        told.add_argument("--dry-run", action="store_true", help="Only print the statements that are due.")
        why = actions.add_parser("explain", help="Say why a person's rows are, or aren't, visible for a purpose.")
        why.add_argument("subject", type=UUID, help="Number of the data subject.")
        why.add_argument("--purpose", choices=[str(purpose) for purpose in Purpose], required=True, metavar="PURPOSE")
        actions.add_parser("map", help="Print every personal column with its category, purposes and end.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**options)
        {"sync": self._sync, "explain": self._explain, "map": self._map}[arguments.action](arguments)

    def _sync(self, arguments: Namespace) -> None:
        try:
            statements = sync(connection, dry_run=arguments.dry_run)
        except SyncError as error:
            raise CommandError(str(error)) from error
        if arguments.dry_run:
            for statement in statements:
                self.stdout.write(f"{statement};")
        else:
            self.stdout.write(f"{len(statements)} statements were due." if statements else "Nothing was due.")

    def _explain(self, arguments: Namespace) -> None:
        explanation = explain(arguments.subject, Purpose(arguments.purpose))
        self.stdout.write("visible" if explanation.is_visible else "not visible")
        for sentence in explanation.sentences:
            self.stdout.write(f"  {sentence}")
        if not explanation.is_visible:
            sys.exit(1)

    def _map(self, _arguments: Namespace) -> None:
        for table in list_tables():
            counted = f", counted by the month of {table.counted_on}" if table.counted_on else ""
            self.stdout.write(f"{db_table(table.model)}{counted}")
            for name, column in table.columns.items():
                end = type(column.erasure).__name__.lower()
                self.stdout.write(f"  {name:<22} {column.category:<10} {end:<13} {', '.join(column.purposes)}")
