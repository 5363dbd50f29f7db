"""Periodic work of this room: consents end by themselves when their term does, or when the policy outdates them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.models import Cause
from lerna.privacy.consents.operations import end_consents
from lerna.privacy.consents.queries import Found, list_expired, list_outdated
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


@app.periodic(cron="7 * * * *")
@app.task(name="consents.end", queueing_lock="consents.end")
def end_due_consents(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each hour: what has run out, and what a new policy version has outdated."""
    for company in Company.objects.order_by("pk"):
        for _ in end_due(company=company, now=clock.now()):
            pass


def end_due(*, company: Company, now: datetime) -> Iterator[int]:
    """Ends what is due in this company, each person in a transaction of its own; gives how many after each batch.

    Killed at any point it goes on where it was, because what has ended is no longer due.
    """
    for cause in (Cause.EXPIRED, Cause.OUTDATED):
        while found := list_due(company, cause, now):
            for subject, ids in _by_subject(company, found):
                end_consents(subject=subject, ids=ids, cause=cause, now=now)
            yield len(found)


def list_due(company: Company, cause: Cause, now: datetime) -> Found:
    """(subject, consent) of what is due for this cause, 500 at most."""
    version = current_version(company)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which consents end"):
        if cause is Cause.EXPIRED:
            return list_expired(now)
        return list_outdated(company, version) if version else ()


def _by_subject(company: Company, found: Found) -> Iterator[tuple[DataSubject, list[UUID]]]:
    """The people, loaded by one query, each with the consents that end."""
    ids: dict[UUID, list[UUID]] = {}
    for subject_id, consent_id in found:
        ids.setdefault(subject_id, []).append(consent_id)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whose consents end"):
        subjects = list(DataSubject.objects.filter(pk__in=ids).select_related("company"))
    for subject in subjects:
        yield subject, ids[subject.pk]
