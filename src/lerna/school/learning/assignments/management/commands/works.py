"""`./lerna works …`: by hand what the jobs do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.learning.assignments.files import count_loose, sweep_files
from lerna.school.learning.assignments.reminding import count_near, remind_learners


class Command(BaseCommand):
    help = "Learners' works: delete the bytes of files that no work has, remind of last days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        for name, sentence in (
            ("sweep", "Delete the bytes of files that no work has."),
            ("remind", "Remind learners of works whose last day is near."),
        ):
            action = actions.add_parser(name, help=sentence)
            action.add_argument("--dry-run", action="store_true", help="Only say how many there are.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        now, dry = clock.now(), options["dry_run"]
        if options["action"] == "sweep":
            count = count_loose(now=now) if dry else sweep_files(now=now)
            self.stdout.write(f"files: {count}")
            return
        for company in Company.objects.order_by("slug"):
            count = count_near(company=company, now=now) if dry else remind_learners(company=company, now=now)
            self.stdout.write(f"{company.slug}: {count}")
