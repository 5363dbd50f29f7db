"""`./lerna media …`: pictures and films made ready for phones, by hand what the job does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.kit import clock
from lerna.school.catalogue.renditions.operations import FILMS, PICTURES, forget_prepared, list_due, prepare_due


class Command(BaseCommand):
    help = "Media: pictures and films for small screens and slow lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        prepare = actions.add_parser("prepare", help="Make the sizes and streams of files that have none yet.")
        prepare.add_argument("--again", action="store_true", help="Make them anew for all files.")
        prepare.add_argument("--dry-run", action="store_true", help="Only say how many files wait.")

    def handle(self, *_args: Any, again: bool, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401 -- Django's
        kinds = (PICTURES, FILMS)
        if again and not dry_run:
            forget_prepared(kind=PICTURES | FILMS)
        for kind in () if dry_run else kinds:
            for media in prepare_due(kind, clock.now):
                self.stdout.write(f"{media.name}: {media.fault or media.renditions.count()}")
        self.stdout.write(f"{list_due(PICTURES | FILMS).count()} wait")
