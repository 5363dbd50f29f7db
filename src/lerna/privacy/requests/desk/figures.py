"""What a company's requests look like in numbers: what is to be done now, and how a month went (clauses 6.2, 11.2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Count, Q

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import list_answer_dues, rule
from lerna.privacy.requests.desk.queue import SEALED, When, end_of
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, Outcome, Request, State
from lerna.privacy.subjects.processing import processing

_OF_A_PERSON = (State.VERIFIED, State.WORKING)


@dataclass(frozen=True, slots=True)
class ToDo:
    """How many open requests: late, due today or within seven days (what is late not among them), and why they wait."""

    late: int
    today: int
    week: int
    waiting: int  # for identity
    unassigned: int


@dataclass(frozen=True, slots=True)
class Month:
    """How a month went. `received` by kind, `outcomes` of what was answered by kind and outcome; `in_time` of the
    `answered`, by the strictest term; `took` is the median, None where nothing was answered.
    """

    received: Mapping[Kind, int]
    outcomes: Mapping[tuple[Kind, Outcome], int]
    answered: int
    in_time: int
    took: timedelta | None


def count_to_do(company: Company, now: datetime) -> ToDo:
    """By the index of what is open. One query."""
    today, week = end_of(When.TODAY, now), end_of(When.WEEK, now)
    with processing(Purpose.REQUESTS, company=company, reason="how much is to be done"):
        counted = Request.objects.filter(company=company, closed_at=None).aggregate(
            late=Count("pk", filter=Q(due_at__lte=now)),
            today=Count("pk", filter=Q(due_at__gt=now, due_at__lte=today)),
            week=Count("pk", filter=Q(due_at__gt=today, due_at__lte=week)),
            waiting=Count("pk", filter=Q(state=State.RECEIVED)),
            unassigned=Count("pk", filter=Q(state__in=_OF_A_PERSON, assigned_to=None)),
        )
    return ToDo(**counted)


def read_month(company: Company, since: datetime, until: datetime) -> Month:
    """What came and what was answered in this time, `until` not included. Two queries; each answer is measured by its
    own terms.
    """
    with processing(Purpose.REQUESTS, company=company, reason="figures of the month"):
        came = Request.objects.filter(company=company, received_at__gte=since, received_at__lt=until)
        received = dict(came.values_list("kind").annotate(count=Count("pk")).order_by("kind"))
        answered = list(
            Request.objects.filter(company=company, answered_at__gte=since, answered_at__lt=until).defer(*SEALED)
        )
    outcomes = Counter((Kind(one.kind), Outcome(one.outcome)) for one in answered)
    took = [(one.answered_at - one.received_at).total_seconds() for one in answered if one.answered_at]
    return Month(
        received={Kind(kind): count for kind, count in received.items()},
        outcomes=outcomes,
        answered=len(answered),
        in_time=sum(_is_in_time(one) for one in answered),
        took=timedelta(seconds=median(took)) if took else None,
    )


def _is_in_time(one: Request) -> bool:
    """No term is shorter than what counts as at once, so most answers, the software's own, need no counting."""
    took = one.answered_at - one.received_at if one.answered_at else timedelta.max
    if took < timedelta(minutes=load_rules().times.at_once_minutes):
        return True
    due = rule(list_answer_dues(one))
    return due is None or (one.answered_at is not None and one.answered_at < due)
