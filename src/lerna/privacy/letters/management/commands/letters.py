"""`./lerna letters …`: deliver, failed, retry, returned."""

import sys
from argparse import Namespace
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lerna.kit import clock
from lerna.privacy.letters.operations import mark_returned, retry_letter
from lerna.privacy.letters.queries import NoSuchLetterError, find_company_of, iter_companies, list_due, list_failed
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.wire.returns import LARGEST, NoReportError, read_report


class Command(BaseCommand):
    help = "Letters: deliver what is due, show and retry what failed, take in what came back."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        deliver = actions.add_parser("deliver", help="Try each letter that is due; the job does so every minute.")
        deliver.add_argument("--dry-run", action="store_true", help="Only say how many are due.")
        actions.add_parser("failed", help="List the letters that were given up, and why.")
        retry = actions.add_parser("retry", help="Queue a letter anew that was given up.")
        retry.add_argument("letter", type=UUID, metavar="LETTER-ID")
        actions.add_parser("returned", help="Read a mail server's delivery report from standard input.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        actions = {
            "deliver": self._deliver, "failed": self._failed, "retry": self._retry, "returned": self._returned,
        }  # fmt: skip
        actions[options["action"]](Namespace(**options))

    def _deliver(self, arguments: Namespace) -> None:
        now = clock.now()
        if arguments.dry_run:
            for company in iter_companies():
                self.stdout.write(f"{company.slug}: {len(list_due(company, now))} letters are due.")
            return
        count = 0
        for company, letter, result in deliver_due(now=now):
            count += 1
            self.stdout.write(f"{company.slug} {letter} {result.end} {result.word}".rstrip())
        self.stdout.write(f"{count} letters were tried." if count else "No letter was due.")

    def _failed(self, _arguments: Namespace) -> None:
        for company in iter_companies():
            for letter in list_failed(company):
                moment = clock.to_local(letter.ended_at or letter.created_at)
                self.stdout.write(
                    f"{letter.pk} {company.slug} {moment:%Y-%m-%d %H:%M} {letter.template} {letter.outcome}"
                )

    def _retry(self, arguments: Namespace) -> None:
        company = find_company_of(arguments.letter)
        if company is None:
            raise CommandError("No company wrote a letter of this number.")
        try:
            retry_letter(company=company, letter_id=arguments.letter, now=clock.now())
        except NoSuchLetterError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The letter is queued.")

    def _returned(self, _arguments: Namespace) -> None:
        """For a mail server that hands reports to a program; what is no report ends well too, or it'd be returned."""
        try:
            report = read_report(sys.stdin.buffer.read(LARGEST + 1))
        except NoReportError as error:
            self.stdout.write(str(error))
            return
        company = find_company_of(report.letter) if report.for_good else None
        if company is None:
            self.stdout.write("Noted: the letter may still arrive, or is gone.")
            return
        known = mark_returned(company=company, letter_id=report.letter, word=report.status, now=clock.now())
        self.stdout.write("The letter came back." if known else "The letter was marked before.")
