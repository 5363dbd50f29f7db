"""Every read of this room that decides something."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

BATCH = 200


def list_due(company: Company, now: datetime) -> tuple[UUID, ...]:
    """The letters of this company whose time has come, the oldest first, at most BATCH. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which letters are due"):
        due = Letter.objects.filter(company=company, state=State.QUEUED, due_at__lte=now)
        return tuple(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])


def list_failed(company: Company) -> tuple[Letter, ...]:
    """The letters that were given up, the newest first; neither address nor values are loaded. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which letters failed"):
        failed = Letter.objects.filter(company=company, state=State.FAILED).defer("address", "context")
        return tuple(failed.order_by("-ended_at"))


def count_waiting(subject: DataSubject) -> int:
    """How many letters to this person are still to go; erasure may want to wait for the last one. One query."""
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="does a letter wait"):
        return Letter.objects.filter(subject=subject, state=State.QUEUED).count()


def find_company_of(letter_id: UUID) -> Company | None:
    """The company that wrote this letter; asks each in turn."""
    for company in iter_companies():
        with processing(Purpose.CONSENT_PROOF, company=company, reason="whose letter is this"):
            if Letter.objects.filter(pk=letter_id).exists():
                return company
    return None


def iter_companies() -> Iterator[Company]:
    """Each company, in a steady order."""
    yield from Company.objects.order_by("slug")
