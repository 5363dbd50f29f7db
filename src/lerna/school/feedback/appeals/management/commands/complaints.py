"""`./lerna complaints …`: what waits for an answer, and by hand what the job does."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals import telling
from lerna.school.feedback.appeals.queries import list_complaints

_TERMS = {
    "remind": ("Tell the staff what is due soon.", telling.list_to_remind, telling.remind_staff),
    "escalate": ("Tell the head what is late.", telling.list_late, telling.escalate),
}


class Command(BaseCommand):
    help = "Consumers' complaints: list what is open, remind, escalate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        actions.add_parser("list", help="List what is open, the most urgent first, without anybody's name.")
        for name, (sentence, _, _) in _TERMS.items():
            action = actions.add_parser(name, help=sentence)
            action.add_argument("--dry-run", action="store_true", help="Only say which complaints are concerned.")

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        for company in Company.objects.order_by("slug"):
            if options["action"] == "list":
                for one in list_complaints(company):
                    due = clock.to_local(one.due_at).isoformat(" ", "minutes")
                    self.stdout.write(f"{company.slug}: {one.number} {one.matter}, due {due}")
            else:
                self._keep_terms(company, options["action"], dry=options["dry_run"])

    def _keep_terms(self, company: Company, action: str, *, dry: bool) -> None:
        _, find, do = _TERMS[action]
        now = clock.now()
        if not dry:
            self.stdout.write(f"{company.slug}: {do(company=company, now=now)}")
            return
        with processing(Purpose.REQUESTS, company=company, reason="which complaints are concerned"):
            numbers = [one.number for one in find(company, now)]
        self.stdout.write(f"{company.slug}: {', '.join(numbers) or 'none'}")
