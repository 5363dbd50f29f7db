"""`deliver`, `derive`, `waiting`, `tell`: what goes to partners, who hasn't confirmed, and who is told of it."""

from argparse import Namespace
from typing import TextIO

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.recipients.abroad.operations import end_expired_abroad
from lerna.privacy.recipients.commands import Actions
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.duties.fence import move_fence
from lerna.privacy.recipients.keys.requests import forget_requests
from lerna.privacy.recipients.queries import list_unconfirmed
from lerna.privacy.recipients.sending.files import expire_files
from lerna.privacy.recipients.sending.lines import LINES
from lerna.privacy.recipients.sending.notices import list_untold, tell_people
from lerna.privacy.recipients.sending.sweep import deliver_due, list_due


def add(actions: Actions) -> None:
    """The subcommands of this group."""
    deliver = actions.add_parser("deliver", help="Try each message that is due; the job does so every minute.")
    deliver.add_argument("--dry-run", action="store_true", help="Only say how many are due.")
    deliver.set_defaults(run=_deliver)
    expire = actions.add_parser(
        "expire", help="End files not fetched in time and consents abroad that ran out; the job does so every hour."
    )
    expire.set_defaults(run=_expire)
    derive = actions.add_parser("derive", help="Work out what recipients must do; the job does so every minute.")
    derive.set_defaults(run=_derive)
    waiting = actions.add_parser("waiting", help="List who hasn't confirmed what, the most urgent first.")
    waiting.set_defaults(run=_waiting)
    tell = actions.add_parser("tell", help="Write to people whose data were passed; the job does so each day.")
    tell.add_argument("--dry-run", action="store_true", help="Only say how many transfers nobody has been told of.")
    tell.set_defaults(run=_tell)


def _deliver(arguments: Namespace, out: TextIO) -> None:
    now = clock.now()
    if arguments.dry_run:
        for company in Company.objects.order_by("slug"):
            counts = (f"{len(list_due(company, line, now))} of “{line.name}”" for line in LINES)
            out.write(f"{company.slug}: {', '.join(counts)} are due.\n")
        return
    count = 0
    for name, item, answer in deliver_due(now=now):
        count += 1
        out.write(f"{name} {item} {answer.end} {answer.word}".rstrip() + "\n")
    out.write(f"{count} messages were tried.\n" if count else "Nothing was due.\n")


def _expire(_arguments: Namespace, out: TextIO) -> None:
    now = clock.now()
    for company in Company.objects.order_by("slug"):
        files = sum(1 for _ in expire_files(company=company, now=now))
        consents = sum(1 for _ in end_expired_abroad(company=company, now=now))
        out.write(f"{company.slug}: {files} transfers and {consents} consents abroad ended\n")
    forget_requests(now=now)


def _derive(_arguments: Namespace, out: TextIO) -> None:
    for company in Company.objects.order_by("slug"):
        count = sum(derive_duties(company=company, up_to=move_fence(company), now=clock.now()))
        out.write(f"{company.slug}: {count} duties\n")


def _waiting(_arguments: Namespace, out: TextIO) -> None:
    today = clock.local_day(clock.now())
    for company in Company.objects.order_by("slug"):
        for duty in list_unconfirmed(company):
            late = ", LATE" if duty.is_late(today) else ""
            out.write(
                f"{duty.id} {company.slug}/{duty.recipient_key} {duty.demand} by {duty.confirm_by}, "
                f"{duty.attempts} attempts {duty.outcome}".rstrip()
                + f"{late}\n"
            )


def _tell(arguments: Namespace, out: TextIO) -> None:
    now, today = clock.now(), clock.local_day(clock.now())
    for company in Company.objects.order_by("slug"):
        if not arguments.dry_run:
            out.write(f"{company.slug}: {sum(1 for _ in tell_people(company=company, now=now))} letters\n")
        left = list_untold(company)
        late = sum(1 for transfer in left if transfer.notify_by is not None and transfer.notify_by < today)
        out.write(f"{company.slug}: {len(left)} transfers that the person wasn't told of, {late} of them late\n")
