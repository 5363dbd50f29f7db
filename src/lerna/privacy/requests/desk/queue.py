"""The queue: which requests are to be done, by kind, state, term, site and hand. No sealed text is read for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.matching import find_known
from lerna.privacy.requests.models import DECIDED, Kind, Request, State
from lerna.privacy.requests.queries import NoSuchRequestError
from lerna.privacy.subjects.processing import processing

SIZE = 50  # requests of one page
SEALED = ("demand", "wish", "name", "email", "phone", "on_behalf_of", "answer")
DAYS_OF_WEEK = 7


class Stage(StrEnum):
    """How far a request has come, as the staff part their work."""

    OPEN = "open"
    WAITING = "waiting"  # nobody has shown yet who asks
    TO_DO = "to-do"  # a person has to answer
    SENDING = "sending"  # answered; the letter, or what it promised, isn't done
    CLOSED = "closed"


class When(StrEnum):
    """By when it has to be done."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which requests; None and the empty site leave that side open; `nobody` is what is given to nobody."""

    kind: Kind | None = None
    stage: Stage = Stage.OPEN
    when: When | None = None
    site: str = ""
    assigned_to: UUID | None = None
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """One page, counted from 1, the most urgent first; `count` are all of them."""

    requests: tuple[Request, ...]
    count: int
    page: int


_STAGES = {
    Stage.OPEN: Q(closed_at=None),
    Stage.WAITING: Q(closed_at=None, state=State.RECEIVED),
    Stage.TO_DO: Q(closed_at=None, state__in=(State.VERIFIED, State.WORKING)),
    Stage.SENDING: Q(closed_at=None, state__in=DECIDED),
    Stage.CLOSED: Q(state=State.CLOSED),
}


def read_queue(company: Company, filters: Filters, *, page: int, now: datetime) -> Queue:
    """The page, or the last one where there are fewer. Two queries."""
    with processing(Purpose.REQUESTS, company=company, reason="what is to be done"):
        found = _filter(Request.objects.filter(company=company), filters, now)
        count = found.count()
        page = max(1, min(page, -(-count // SIZE)))
        if filters.stage is Stage.CLOSED:
            found = found.order_by("-closed_at", "-number")
        else:
            found = found.order_by(F("due_at").asc(nulls_last=True), "received_at", "pk")
        return Queue(tuple(found.defer(*SEALED)[(page - 1) * SIZE : page * SIZE]), count, page)


def find_by_number(company: Company, number: str) -> UUID:
    """The request of this number, as read out or written by hand. NoSuchRequestError. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="which request has this number"):
        found = list(Request.objects.filter(company=company, number=number.strip().upper()).values_list("pk"))
    if not found:
        raise NoSuchRequestError("This company has no request of this number.")
    return UUID(str(found[0][0]))


def find_subject_by_number(company: Company, number: str) -> UUID:
    """Whose data the request of this number is about. NoSuchRequestError. Two queries."""
    request_id = find_by_number(company, number)
    with processing(Purpose.REQUESTS, company=company, reason="about whom is a request"):
        return UUID(str(Request.objects.values_list("subject_id", flat=True).get(pk=request_id)))


def list_of_subject(company: Company, subject: UUID) -> tuple[Request, ...]:
    """The requests about this person, the latest first. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="which requests has this person"):
        found = Request.objects.filter(subject=subject).defer(*SEALED)
        return tuple(found.order_by("-received_at", "-number"))


def list_of_sender(company: Company, *, email: str, phone: str) -> tuple[Request, ...]:
    """The requests about whoever has this address, or without one this phone, in any spelling, the latest first.
    Two queries.
    """
    people = [subject.pk for subject in find_known(company, email=email, phone=phone)]
    with processing(Purpose.REQUESTS, company=company, reason="which requests has this person"):
        found = Request.objects.filter(subject__in=people).defer(*SEALED)
        return tuple(found.order_by("-received_at", "-number"))


def list_complaints(company: Company, request_id: UUID) -> tuple[Request, ...]:
    """The complaints about this request's answer, the earliest first. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="who complained about an answer"):
        return tuple(Request.objects.filter(against=request_id).defer(*SEALED).order_by("received_at", "number"))


def _filter(found: "QuerySet[Request]", filters: Filters, now: datetime) -> "QuerySet[Request]":
    found = found.filter(_STAGES[filters.stage])
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.site:
        found = found.filter(site=filters.site)
    if filters.nobody:
        found = found.filter(assigned_to=None)
    elif filters.assigned_to:
        found = found.filter(assigned_to=filters.assigned_to)
    if filters.when:
        found = found.filter(due_at__lte=end_of(filters.when, now))
    return found


def end_of(when: When, now: datetime) -> datetime:
    """The moment up to which a term may end. What is late is also due today and this week."""
    today = clock.local_day(now)
    days = {When.TODAY: 0, When.WEEK: DAYS_OF_WEEK - 1}
    return now if when is When.LATE else clock.end_of_day(today + timedelta(days=days[when]))
