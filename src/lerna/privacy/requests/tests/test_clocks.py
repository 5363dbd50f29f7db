"""Every clock against a slow, obvious count of days on a calendar that lies beside it, over 2024 to 2028."""

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lerna.companies.models import Company
from lerna.kit.clock import ZONE, end_of_day, local_day
from lerna.kit.terms import Term, Unit
from lerna.kit.workdays import load_calendar
from lerna.privacy.requests.clocks.counting import Pause, count_due
from lerna.privacy.requests.clocks.dues import list_dues, rule
from lerna.privacy.requests.models import Kind, Request, State
from lerna.privacy.requests.tests.conftest import Send
from lerna.privacy.subjects.models import DataSubject

CALENDAR = load_calendar(settings.LERNA_POLICIES / "calendar.toml")
FIRST, LAST = datetime(2024, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001 -- hypothesis gives them a zone
ONE_DAY = timedelta(days=1)
# The calendar of a year is made when its first day is asked for; on a busy machine that looks like slow input.
patiently = examples(suppress_health_check=[HealthCheck.too_slow], deadline=None)

moments = st.datetimes(FIRST, LAST, timezones=st.just(ZONE), allow_imaginary=False)
pauses = st.one_of(
    st.none(),
    st.tuples(st.timedeltas(timedelta(0), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=40))),
)
units = st.sampled_from([Unit.HOURS, Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS])


def turn_leaves(day: date, months: int) -> date:
    """The same day so many leaves of the calendar later, or the last that the leaf has."""
    leaf = date(day.year, day.month, 1)
    for _ in range(months):
        leaf = (leaf + timedelta(days=31)).replace(day=1)
    found = leaf
    while found.day < day.day and (found + ONE_DAY).month == leaf.month:
        found += ONE_DAY
    return found


def count_slowly(received: datetime, count: int, unit: Unit, pause: Pause | None) -> datetime:
    """Day after day with a finger on the calendar."""
    asked = local_day(pause.began_at) if pause else None
    known = local_day(pause.ended_at) if pause and pause.ended_at else None
    if unit is Unit.HOURS:
        end, left = received.timestamp(), count * 3600.0
        if pause and pause.ended_at and pause.began_at.timestamp() - end < left:
            left += pause.ended_at.timestamp() - pause.began_at.timestamp()
        return datetime.fromtimestamp(end + left, ZONE)
    day = local_day(received)
    if unit is Unit.MONTHS:
        count = (turn_leaves(day, count) - day).days
    counted = 0
    while counted < count:
        day += ONE_DAY
        if asked and known and asked < day <= known:
            continue
        if unit is Unit.WORKING_DAYS and not CALENDAR.is_working_day(day):
            continue
        counted += 1
    while not CALENDAR.is_working_day(day):
        day += ONE_DAY
    return end_of_day(day)


@patiently
@given(received=moments, count=st.integers(1, 16), unit=units, pause=pauses)
def test_a_term_ends_where_a_finger_on_the_calendar_says(
    received: datetime, count: int, unit: Unit, pause: tuple[timedelta, timedelta] | None
) -> None:
    held = Pause(received + pause[0], received + pause[0] + pause[1]) if pause else None
    found = count_due(received, Term(count, unit), CALENDAR, pause=held, pauses=True)
    assert found == count_slowly(received, count, unit, held)


@patiently
@given(received=moments, count=st.integers(1, 16), unit=units, pause=pauses)
def test_an_act_that_allows_no_pause_knows_none(
    received: datetime, count: int, unit: Unit, pause: tuple[timedelta, timedelta] | None
) -> None:
    held = Pause(received + pause[0], received + pause[0] + pause[1]) if pause else None
    found = count_due(received, Term(count, unit), CALENDAR, pause=held, pauses=False)
    assert found == count_slowly(received, count, unit, None)


@patiently
@given(received=moments, after=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_at_once_begins_when_it_is_known_who_asks(received: datetime, after: timedelta) -> None:
    term = Term(0, Unit.AT_ONCE)
    waiting = Pause(received, None)
    assert count_due(received, term, CALENDAR, pause=waiting, pauses=False) is None
    known = Pause(received, received + after)
    assert count_due(received, term, CALENDAR, pause=known, pauses=False) == received + after
    assert count_due(received, term, CALENDAR, pause=None, pauses=False) == received


@patiently
@given(received=moments, kind=st.sampled_from(Kind), after=st.timedeltas(timedelta(0), timedelta(days=9)))
@pytest.mark.clause("5.6")
def test_the_strictest_of_policy_law_and_gdpr_rules(received: datetime, kind: Kind, after: timedelta) -> None:
    request = Request(kind=kind, received_at=received, asked_at=received, verified_at=received + after)
    dues = list_dues(request)
    ends = [due.at for due in dues if due.at is not None]
    assert ends == sorted(ends)
    assert rule(dues) == ends[0]
    assert len(ends) == len(dues)
    for due in dues:
        if due.term.unit is not Unit.AT_ONCE:
            waits = due.source.act.waits_for_identity is not None
            held = Pause(received, received + after) if waits else None
            assert due.at == count_slowly(received, due.term.count, due.term.unit, held)


@pytest.mark.clause("5.6")
def test_a_correction_shows_all_its_terms_side_by_side() -> None:
    friday = datetime(2026, 3, 20, 16, 0, tzinfo=ZONE)
    request = Request(kind=Kind.RECTIFICATION, received_at=friday, asked_at=friday)
    shown = [(due.source.cite("en"), due.last_day) for due in list_dues(request)]
    assert shown == [
        ("Law No 94-V, art. 25(2)(8)", date(2026, 3, 26)),  # Nauryz from the 21st, and what was moved for it
        ("Law No 94-V, art. 25(2)(7)", date(2026, 3, 30)),
        ("policy, clause 6.6", None),  # stands still: clause 6.8 lets the company see first who asks
    ]


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_clock_starts_anew_with_each_step(demand: Send, aigerim: DataSubject, newskills: Company) -> None:
    request = demand(aigerim, Kind.UNLAWFUL, text="…")
    assert newskills == request.company
    assert [due.source.place for due in list_dues(request)] == ["25(2)(8)", "25(2)(7)"]
    request.blocked_at = request.received_at
    assert [due.source.place for due in list_dues(request)] == ["25(2)(7)"]
    request.state, request.answered_at = State.ANSWERED, request.received_at
    assert [due.source.place for due in list_dues(request)] == ["25(2)(8), 18", "6.7"]
    request.closed_at = request.received_at
    assert list_dues(request) == ()
