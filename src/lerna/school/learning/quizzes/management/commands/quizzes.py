"""`./lerna quizzes …`: what is due of attempts at quizzes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.learning.quizzes.operations import count_overdue, end_overdue


class Command(BaseCommand):
    help = "Quizzes: attempts whose time is over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        end = actions.add_parser("end", help="End the attempts whose time is over, and note what they earned.")
        end.add_argument("--dry-run", action="store_true", help="Only say how many are due.")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        now = clock.now()
        for company in Company.objects.order_by("slug"):
            count = count_overdue(company=company, now=now) if dry_run else end_overdue(company=company, now=now)
            self.stdout.write(f"{company.slug}: {count} {'due' if dry_run else 'ended'}")
