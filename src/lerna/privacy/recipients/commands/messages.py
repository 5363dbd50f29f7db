"""`deliver`: what goes to partners now."""

from argparse import Namespace
from typing import TextIO

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.recipients.commands import Actions
from lerna.privacy.recipients.sending.lines import LINES
from lerna.privacy.recipients.sending.sweep import deliver_due, list_due


def add(actions: Actions) -> None:
    """The subcommands of this group."""
    deliver = actions.add_parser("deliver", help="Try each message that is due; the job does so every minute.")
    deliver.add_argument("--dry-run", action="store_true", help="Only say how many are due.")
    deliver.set_defaults(run=_deliver)


def _deliver(arguments: Namespace, out: TextIO) -> None:
    now = clock.now()
    if arguments.dry_run:
        for company in Company.objects.order_by("slug"):
            counts = (f"{len(list_due(company, line.model, now))} of “{line.name}”" for line in LINES)
            out.write(f"{company.slug}: {', '.join(counts)} are due.\n")
        return
    count = 0
    for name, item, answer in deliver_due(now=now):
        count += 1
        out.write(f"{name} {item} {answer.end} {answer.word}".rstrip() + "\n")
    out.write(f"{count} messages were tried.\n" if count else "Nothing was due.\n")
