"""Every read of this room that decides something."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.models import Disclosure, State
from lerna.privacy.recipients.sending.columns import Chosen, list_columns, may_pass
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

StateReviewers = Callable[[Company], Iterable[DataSubject]]

_rooms: list[StateReviewers] = []


@dataclass(frozen=True, slots=True)
class DisclosureAbout:
    """One disclosure, as the person may see it once no law forbids it."""

    id: UUID
    requester: str
    ground: str
    document: str
    document_on: date
    columns: tuple[str, ...]
    given_at: datetime


def list_disclosures_about(company: Company, subject: UUID) -> tuple[DisclosureAbout, ...]:
    """What was given of this person's data, the newest first; nothing that is hidden from them (9.3). One query."""
    with processing(Purpose.STATE_BODIES, company=company, reason="the person sees what state bodies were given"):
        given = Disclosure.objects.filter(subject_id=subject, state=State.GIVEN, is_hidden=False)
        return tuple(_tell(one) for one in given.order_by("-given_at", "pk"))


def list_open(company: Company) -> tuple[Disclosure, ...]:
    """What waits for the second person or for hand-over, the oldest first: for the desk. One query.

    What is sealed opens in a block of STATE_BODIES alone.
    """
    with processing(Purpose.STATE_BODIES, company=company, reason="which disclosures wait"):
        waiting = Disclosure.objects.filter(company=company, state__in=[State.PROPOSED, State.APPROVED])
        return tuple(waiting.order_by("proposed_at", "pk"))


def list_reviews(company: Company, until: date) -> tuple[Disclosure, ...]:
    """What is hidden and has to be reviewed by this day, the most urgent first. One query."""
    with processing(Purpose.STATE_BODIES, company=company, reason="which disclosures have to be reviewed"):
        hidden = Disclosure.objects.filter(company=company, is_hidden=True, review_on__lte=until)
        return tuple(hidden.order_by("review_on", "pk"))


def list_decided(company: Company, most: int) -> tuple[Disclosure, ...]:
    """What was given or refused and isn't hidden, the latest first: for the desk. One query."""
    with processing(Purpose.STATE_BODIES, company=company, reason="what was decided"):
        decided = Disclosure.objects.filter(company=company, state__in=[State.GIVEN, State.REFUSED], is_hidden=False)
        return tuple(decided.order_by("-decided_at", "pk")[:most])


def find_disclosure(company: Company, disclosure_id: UUID) -> Disclosure | None:
    """One of the company's, for the desk. One query."""
    with processing(Purpose.STATE_BODIES, company=company, reason="a disclosure is looked at"):
        return Disclosure.objects.filter(company=company, pk=disclosure_id).order_by("pk").first()


def list_givable(company: Company) -> tuple[Chosen, ...]:
    """Every column that an answer to a state body may hold, by the data maps and the company's terms. No query."""
    own = terms_for(company).find_purpose(Purpose.STATE_BODIES)
    return tuple(
        one for one in list_columns() if own is not None and one.table.model is not Disclosure and may_pass(one, own)
    )


def register_reviewers(state: StateReviewers) -> None:
    """A room that knows the staff says, in its app's `ready`, whom to remind of reviews."""
    if state not in _rooms:
        _rooms.append(state)


def forget_reviewers(state: StateReviewers) -> None:
    """Undoes that; for tests."""
    _rooms.remove(state)


def list_reviewers(company: Company) -> tuple[DataSubject, ...]:
    """Whom to remind."""
    return tuple(person for state in _rooms for person in state(company))


def _tell(one: Disclosure) -> DisclosureAbout:
    if one.given_at is None:
        raise ValueError("Only what was given is told.")
    return DisclosureAbout(
        id=one.pk,
        requester=str(one.requester),
        ground=str(one.ground),
        document=str(one.document),
        document_on=one.document_on,
        columns=tuple(one.columns),
        given_at=one.given_at,
    )
