"""`./lerna retention due | run | forecast | statistics`: whose terms pass, their end, and what was counted of them."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure
from lerna.privacy.lifecycle.retention import find_due, forecast, run_retention
from lerna.privacy.lifecycle.tallies.reading import NoStatisticsError, read_statistics
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.crypto.providers import KeyProviderError
from lerna.privacy.subjects.permissions import purposes_of


class Command(BaseCommand):
    help = "Retention: whose terms have passed, their end, and what the coming months bring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        due = actions.add_parser("due", help="Say for how many people which purposes end on a day.")
        run = actions.add_parser("run", help="Erase what is due today; the job does so each night.")
        run.add_argument("--dry-run", action="store_true", help="only say what is due")
        months = actions.add_parser("forecast", help="Say how many terms pass in each of the coming months.")
        months.add_argument("--months", type=int, default=12, help="how many months (12)")
        counted = actions.add_parser("statistics", help="Show what was counted before it went; nobody is in it.")
        counted.add_argument("--source", default="leads_lead", metavar="TABLE", help="which table (leads_lead)")
        counted.add_argument("--by", default="month,site", metavar="COLUMNS", help="by which columns (month,site)")
        due.add_argument("--people", action="store_true", help="list their numbers too")
        for action in (due, months):
            action.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of this day (today)")
        for action in (due, run, months, counted):
            action.add_argument("--company", metavar="SLUG", help="only this company")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        arguments = Namespace(**({"on": None, "people": False, "dry_run": False} | options))
        arguments.on = arguments.on or clock.local_day(clock.now())
        try:
            if arguments.action == "forecast":
                self._forecast(arguments)
            elif arguments.action == "statistics":
                self._show_statistics(arguments)
            elif arguments.action == "run" and not arguments.dry_run:
                self._run(arguments)
            else:
                self._list_due(arguments)
        except (KeyProviderError, MissingKeyError, NoStatisticsError, RemainsError) as error:
            raise CommandError(str(error)) from error

    def _list_due(self, arguments: Namespace) -> None:
        for company in _companies(arguments):
            found = find_due(company, arguments.on)
            self.stdout.write(f"{company.slug}: {sum(len(due.people) for due in found)} people due on {arguments.on}")
            for due in found:
                self.stdout.write(f"  {len(due.people):>7}  {', '.join(purposes_of(due.ending))}")
                for subject in due.people if arguments.people else ():
                    self.stdout.write(f"           {subject}")

    def _run(self, arguments: Namespace) -> None:
        now = clock.now()
        for company in _companies(arguments):
            for run in run_retention(company=company, now=now, on=arguments.on):
                for batch in continue_erasure(run=run, now=now):
                    self.stdout.write(
                        f"{company.slug} {run.pk}: batch {batch.number}, {len(batch.subjects)} people: {batch.stage}"
                    )

    def _show_statistics(self, arguments: Namespace) -> None:
        for company in _companies(arguments):
            found = read_statistics(company, source=arguments.source, by=arguments.by.split(","))
            self.stdout.write(f"{company.slug}: {arguments.source}")
            for group in found.groups:
                self.stdout.write(f"  {group.rows:>7}  {', '.join(filter(None, group.said.values()))}")
            self.stdout.write(
                f"  {found.suppressed_rows:>7}  in {found.suppressed_groups} groups that are too small to show"
                f" (under {found.smallest_group})"
            )

    def _forecast(self, arguments: Namespace) -> None:
        for company in _companies(arguments):
            self.stdout.write(f"{company.slug}:")
            for purpose, month, count in forecast(company, on=arguments.on, months=arguments.months):
                self.stdout.write(f"  {month:%Y-%m}  {count:>7}  {purpose}")


def _companies(arguments: Namespace) -> Iterator[Company]:
    found = Company.objects.order_by("slug")
    if arguments.company:
        found = found.filter(slug=arguments.company)
        if not found:
            raise CommandError(f"There is no company {arguments.company}.")
    yield from found
