"""Periodic work of this room: consents end by themselves when their term does, or when the policy outdates them."""

from collections.abc import Iterator
from datetime import datetime

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.models import Cause
from lerna.privacy.consents.outdated import find_outdated, is_settled, list_outdated
from lerna.privacy.consents.queries import Found, list_expired
from lerna.privacy.consents.rules import end_by_rule, settle, stop_outdated
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version, read_document
from lerna.privacy.subjects.processing import processing


@app.periodic(cron="7 * * * *")
@app.task(name="consents.end", queueing_lock="consents.end")
def end_due_consents(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each hour: what has run out, and what changed terms outdate. A new version has ended the rest by itself."""
    for company in Company.objects.order_by("pk"):
        for _ in end_due(company=company, now=clock.now()):
            pass


def end_due(*, company: Company, now: datetime) -> Iterator[int]:
    """Ends what is due in this company, each batch in a transaction of its own; gives how many after each batch.

    Killed at any point it goes on where it was, because what has ended is no longer due.
    """
    while found := list_due(company, Cause.EXPIRED, now):
        yield end_by_rule(company=company, found=found, cause=Cause.EXPIRED, now=now)
    version = current_version(company)
    if version and not is_settled(version):
        yield from stop_outdated(company=company, document=read_document(version), clock=lambda: now)
        if left := settle(version=version, now=now):
            yield left


def list_due(company: Company, cause: Cause, now: datetime) -> Found:
    """(subject, consent) of what is due for this cause, 500 at most."""
    version = current_version(company)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which consents end"):
        if cause is Cause.EXPIRED:
            return list_expired(now)
        if version is None or is_settled(version):
            return ()
        return list_outdated(find_outdated(company, read_document(version)))
