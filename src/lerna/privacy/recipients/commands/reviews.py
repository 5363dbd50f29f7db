"""`reviews` and `paper`: what is hidden from people and until when, and which paper must be destroyed."""

from argparse import Namespace
from datetime import timedelta
from typing import TextIO

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.recipients.commands import Actions
from lerna.privacy.recipients.disclosures.operations import reveal_due
from lerna.privacy.recipients.disclosures.queries import list_reviews
from lerna.privacy.recipients.disclosures.reminders import remind_reviewers
from lerna.privacy.recipients.paper.queries import list_to_destroy
from lerna.privacy.recipients.sending.times import read_times


def add(actions: Actions) -> None:
    """The subcommands of this group."""
    reviews = actions.add_parser("reviews", help="Show what is hidden no longer, and remind of what must be reviewed.")
    reviews.add_argument("--dry-run", action="store_true", help="Only list the hidden disclosures and their days.")
    reviews.set_defaults(run=_reviews)
    actions.add_parser("paper", help="List the extracts whose paper must be destroyed.").set_defaults(run=_paper)


def _reviews(arguments: Namespace, out: TextIO) -> None:
    now = clock.now()
    until = clock.local_day(now) + timedelta(days=read_times().review_days)
    for company in Company.objects.order_by("slug"):
        out.writelines(
            f"{disclosure.pk} {company.slug} review by {disclosure.review_on}\n"
            for disclosure in list_reviews(company, until)
        )
        if not arguments.dry_run:
            shown = sum(1 for _ in reveal_due(company=company, now=now))
            letters = sum(1 for _ in remind_reviewers(company=company, now=now))
            out.write(f"{company.slug}: {shown} shown, {letters} letters\n")


def _paper(_arguments: Namespace, out: TextIO) -> None:
    today = clock.local_day(clock.now())
    for company in Company.objects.order_by("slug"):
        out.writelines(
            f"{paper.pk} {company.slug} of {paper.happened_on}, {paper.purpose}\n"
            for paper in list_to_destroy(company, today)
        )
