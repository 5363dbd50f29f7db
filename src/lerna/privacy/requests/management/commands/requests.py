"""`./lerna requests …`: what is open, and by hand what the jobs do."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake import showing
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.queries import list_open, list_open_ended
from lerna.privacy.requests.telling import terms
from lerna.privacy.subjects.processing import processing

_TERMS = {
    "remind": ("Tell the staff what is due soon.", terms.list_to_remind, terms.remind_staff),
    "escalate": ("Tell the head what is late.", terms.list_late, terms.escalate),
    "refuse": ("Refuse what nobody has confirmed in time.", terms.list_unverified, terms.refuse_unverified),
}


class Command(BaseCommand):
    help = "Requests: list them, work on what the software does by itself, remind, escalate, read the mailboxes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="SUBCOMMAND")
        actions.add_parser("list", help="List what is open, the most urgent first, without anybody's name.")
        helps = {"work": "Go on with what the software does by itself."} | {
            name: sentence for name, (sentence, _, _) in _TERMS.items()
        }
        for name, sentence in helps.items():
            action = actions.add_parser(name, help=sentence)
            action.add_argument("--dry-run", action="store_true", help="Only say which requests are concerned.")
        showing.add_arguments(actions)

    def handle(self, *_args: Any, **options: Any) -> None:  # noqa: ANN401 -- Django's signature
        action, now = options["action"], clock.now()
        if show := showing.ACTIONS.get(action):
            show(options, self.stdout.write)
            return
        for company in Company.objects.order_by("slug"):
            if action == "list":
                self._list(company)
            elif action == "work":
                self._work(company, now, dry=options["dry_run"])
            else:
                self._keep_terms(company, action, now, dry=options["dry_run"])

    def _list(self, company: Company) -> None:
        for request in list_open(company):
            due = clock.to_local(request.due_at).isoformat(" ", "minutes") if request.due_at else "—"
            self.stdout.write(f"{company.slug}: {request.number} {request.kind}, {request.state}, due {due}")

    def _work(self, company: Company, now: datetime, *, dry: bool) -> None:
        waiting = list_open_ended(company)
        for request_id in () if dry else waiting:
            request = tend_to(company=company, request_id=request_id, now=now)
            self.stdout.write(f"{company.slug}: {request.number} is {request.state}")
        if dry or not waiting:
            self.stdout.write(f"{company.slug}: {len(waiting)} to go on with")

    def _keep_terms(self, company: Company, action: str, now: datetime, *, dry: bool) -> None:
        _, find, do = _TERMS[action]
        if not dry:
            self.stdout.write(f"{company.slug}: {do(company=company, now=now)}")
            return
        with processing(Purpose.REQUESTS, company=company, reason="which requests are concerned"):
            numbers = [request.number for request in find(company, now)]
        self.stdout.write(f"{company.slug}: {', '.join(numbers) or 'none'}")
