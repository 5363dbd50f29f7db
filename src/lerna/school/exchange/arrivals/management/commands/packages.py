"""`./lerna packages …`: packages that were sent at the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.exchange.arrivals.sweep import count_swept, sweep_arrivals


class Command(BaseCommand):
    help = "Packages of courses that were sent at the desk: what interrupted imports left behind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        sweep = actions.add_parser("sweep", help="End interrupted imports, delete bytes that nothing waits for.")
        sweep.add_argument("--dry-run", action="store_true", help="Only say how much there is.")

    def handle(self, *_args: Any, dry_run: bool, **_options: Any) -> None:  # noqa: ANN401 -- Django's signature
        now = clock.now()
        for company in Company.objects.order_by("slug"):
            swept = (count_swept if dry_run else sweep_arrivals)(company=company, now=now)
            self.stdout.write(f"{company.slug}: {swept} {'to sweep' if dry_run else 'swept'}")
