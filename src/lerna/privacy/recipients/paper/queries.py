"""Every read of this room that decides something."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.paper.models import Kind, PaperRecord
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class PaperAbout:
    """What of one person is on paper, until which day at most, or was done by hand. `destroyed_on` once it is gone."""

    id: UUID
    kind: Kind
    purpose: Purpose
    categories: tuple[Category, ...]
    happened_on: date
    keep_until: date | None
    destroyed_on: date | None


def list_paper_about(company: Company, subject: UUID) -> tuple[PaperAbout, ...]:
    """Everything of this person's, the newest first (clauses 8.4-б, 8.4-д). One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="what of a person is on paper"):
        found = PaperRecord.objects.filter(subject_id=subject).order_by("-happened_on", "-recorded_at", "pk")
        return tuple(
            PaperAbout(
                id=one.pk,
                kind=Kind(one.kind),
                purpose=Purpose(one.purpose),
                categories=tuple(map(Category, one.categories)),
                happened_on=one.happened_on,
                keep_until=one.keep_until,
                destroyed_on=one.destroyed_on,
            )
            for one in found
        )


def list_paper(company: Company, most: int) -> tuple[PaperRecord, ...]:
    """Everything that was registered, the latest first: for the desk. One query.

    What is sealed opens in a block of CONSENT_PROOF alone.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="what is on paper"):
        found = PaperRecord.objects.filter(company=company).select_related("company")
        return tuple(found.order_by("-recorded_at", "pk")[:most])


def list_to_destroy(company: Company, today: date) -> tuple[PaperRecord, ...]:
    """Extracts whose paper is still there and may not be: its day has passed, or the person no longer permits what it
    was for, or is erased.

    For the desk, the oldest first; what is sealed opens in a block of CONSENT_PROOF alone. Two queries.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which paper must be destroyed"):
        there = list(
            PaperRecord.objects.filter(company=company, kind=Kind.EXTRACT, destroyed_on=None)
            .select_related("company")
            .order_by("happened_on", "pk")
        )
        people = {one.pk: one for one in DataSubject.objects.filter(pk__in={paper.subject_id for paper in there})}
        return tuple(
            paper
            for paper in there
            # A blocked person's paper stays: what is blocked may not be destroyed either (law 94-V, art. 1).
            if people[paper.subject_id].blocked_at is None
            and (
                (paper.keep_until is not None and paper.keep_until < today)
                or not may(people[paper.subject_id], Purpose(paper.purpose))
            )
        )
