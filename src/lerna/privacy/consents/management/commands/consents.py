"""`./lerna consents end`: what the hourly job does, by hand."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.jobs import end_due, list_due
from lerna.privacy.consents.models import Cause


class Command(BaseCommand):
    help = "Consents: end those whose term has passed or that a new policy outdates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        end = actions.add_parser("end", help="End consents that have run out or that a new policy outdates.")
        end.add_argument("--dry-run", action="store_true", help="Only say how many are due (500 of each kind at most).")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        now = clock.now()
        for company in Company.objects.order_by("slug"):
            if options["dry_run"]:
                counts = {cause: len(list_due(company, cause, now)) for cause in (Cause.EXPIRED, Cause.OUTDATED)}
                said = ", ".join(f"{count} {cause.value}" for cause, count in counts.items())
                self.stdout.write(f"{company.slug}: {said}")
                continue
            done = 0
            for count in end_due(company=company, now=now):
                done += count
                self.stdout.write(f"{company.slug}: {done} ended so far")
            if not done:
                self.stdout.write(f"{company.slug}: none is due")
