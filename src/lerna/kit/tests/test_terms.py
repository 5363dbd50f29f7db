import calendar as months
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.clock import ZONE, end_of_day, local_day
from lerna.kit.terms import MOMENTS, SourcedTerm, Term, TermError, Unit, describe_term, due_at, strictest
from lerna.kit.workdays import WorkCalendar

CALENDAR = WorkCalendar()
FRIDAY_BEFORE_NAURYZ = datetime(2026, 3, 20, 10, 30, tzinfo=ZONE)

moments = st.datetimes(datetime(2024, 3, 2), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st adds it
terms = st.one_of(
    st.builds(Term, st.just(0), st.sampled_from(sorted(MOMENTS))),
    st.builds(Term, st.integers(1, 40), st.sampled_from(sorted(set(Unit) - MOMENTS)), st.booleans()),
)


def last_day(received_at: datetime, text: str) -> date:
    (due,) = strictest(received_at, [SourcedTerm(Term.parse(text), None)], CALENDAR)
    return due.last_day


def test_the_worked_example_of_a_breach_on_the_friday_before_nauryz() -> None:
    candidates = [SourcedTerm(Term.parse("1 working day"), "law"), SourcedTerm(Term.parse("72 hours"), "GDPR")]
    first, second = strictest(FRIDAY_BEFORE_NAURYZ, candidates, CALENDAR)
    assert (first.source, first.at) == ("GDPR", datetime(2026, 3, 23, 10, 30, tzinfo=ZONE))
    assert (second.source, second.last_day) == ("law", date(2026, 3, 26))
    assert second.at == datetime(2026, 3, 27, 0, 0, tzinfo=ZONE)


def test_on_an_ordinary_monday_the_working_day_rules() -> None:
    monday = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
    candidates = [SourcedTerm(Term.parse("72 hours"), "GDPR"), SourcedTerm(Term.parse("1 working day"), "law")]
    assert [due.source for due in strictest(monday, candidates, CALENDAR)] == ["law", "GDPR"]


@pytest.mark.parametrize(
    ("received_at", "text", "expected"),
    [
        (datetime(2026, 11, 19, 23, 59, tzinfo=ZONE), "3 working days", date(2026, 11, 24)),
        (datetime(2026, 11, 21, 12, 0, tzinfo=ZONE), "3 working days", date(2026, 11, 25)),  # came on a Saturday
        (datetime(2026, 11, 11, 12, 0, tzinfo=ZONE), "10 calendar days", date(2026, 11, 23)),  # the 21st is a Saturday
        (datetime(2026, 2, 27, 12, 0, tzinfo=ZONE), "10 calendar days", date(2026, 3, 10)),  # 8 March, moved to Monday
        (datetime(2026, 1, 31, 12, 0, tzinfo=ZONE), "1 month", date(2026, 3, 2)),  # 28 February is a Saturday
        (datetime(2027, 12, 31, 12, 0, tzinfo=ZONE), "2 months", date(2028, 2, 29)),
        (datetime(2024, 2, 29, 12, 0, tzinfo=ZONE), "3 years", date(2027, 3, 1)),  # 28 February 2027 is a Sunday
        (datetime(2026, 11, 20, 20, 0, tzinfo=UTC), "1 working day", date(2026, 11, 23)),  # the 21st in Almaty
        (datetime(2026, 11, 21, 12, 0, tzinfo=ZONE), "on the day", date(2026, 11, 21)),
    ],
)
def test_it_counts_as_the_civil_code_says(received_at: datetime, text: str, expected: date) -> None:
    assert last_day(received_at, text) == expected


@pytest.mark.parametrize("text", ["at once", "before", "always"])
def test_a_moment_is_due_with_its_event(text: str) -> None:
    assert due_at(FRIDAY_BEFORE_NAURYZ, Term.parse(text), CALENDAR) == FRIDAY_BEFORE_NAURYZ


def test_no_holiday_stretches_a_limit_on_keeping() -> None:
    received_at = datetime(2026, 3, 21, 12, 0, tzinfo=ZONE)
    assert due_at(received_at, Term.parse("1 year", moves=False), CALENDAR) == end_of_day(date(2027, 3, 21))
    assert due_at(received_at, Term.parse("1 year"), CALENDAR) == end_of_day(date(2027, 3, 25))


def test_it_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime(2026, 3, 20), Term.parse("1 month"), CALENDAR)  # noqa: DTZ001 - the mistake under test


@given(moments, terms)
def test_no_term_ends_before_its_event_nor_on_a_day_off(received_at: datetime, term: Term) -> None:
    due = due_at(received_at, term, CALENDAR)
    assert due >= received_at
    if term.unit not in MOMENTS | {Unit.HOURS} and term.moves:
        assert CALENDAR.is_working_day(due.date() - timedelta(days=1))
        assert due == end_of_day(due.date() - timedelta(days=1))


@given(moments, st.integers(1, 60), st.booleans())
def test_months_by_a_slow_oracle(received_at: datetime, count: int, moves: bool) -> None:  # noqa: FBT001
    day = local_day(received_at)
    year, month = day.year, day.month
    for _ in range(count):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    last = date(year, month, min(day.day, months.monthrange(year, month)[1]))
    while moves and not CALENDAR.is_working_day(last):
        last += timedelta(days=1)
    assert due_at(received_at, Term(count, Unit.MONTHS, moves), CALENDAR) == end_of_day(last)


@given(moments, st.lists(terms, max_size=5))
def test_the_strictest_comes_first_and_none_is_lost(received_at: datetime, found: list[Term]) -> None:
    candidates = [SourcedTerm(term, place) for place, term in enumerate(found)]
    dues = strictest(received_at, candidates, CALENDAR)
    assert sorted(due.source for due in dues) == list(range(len(found)))
    assert [due.at for due in dues] == sorted(due_at(received_at, term, CALENDAR) for term in found)
    assert all(found[due.source] == due.term for due in dues)


@given(terms)
def test_a_term_reads_back_as_it_is_written(term: Term) -> None:
    assert Term.parse(str(term), moves=term.moves) == term
    with translation.override("en"):
        assert describe_term(term)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0 hours", "-1 hours", "3", "3 days", "3 working day", "1 working days", "1.5 hours", "3  months"],
)
def test_it_refuses_what_nobody_can_count(text: str) -> None:
    with pytest.raises(TermError):
        Term.parse(text)


@pytest.mark.parametrize(("count", "unit"), [(0, Unit.HOURS), (-1, Unit.YEARS), (2, Unit.AT_ONCE)])
def test_it_refuses_a_count_that_does_not_fit_the_unit(count: int, unit: Unit) -> None:
    with pytest.raises(TermError, match="cannot count"):
        Term(count, unit)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "1 working day", "1 рабочий день"),
        ("ru", "3 working days", "3 рабочих дня"),
        ("ru", "15 working days", "15 рабочих дней"),
        ("ru", "72 hours", "72 часа"),
        ("kk", "10 calendar days", "10 күнтізбелік күн"),
        ("kk", "at once", "дереу"),
        ("en", "1 month", "1 month"),
        ("en", "5 years", "5 years"),
    ],
)
def test_a_term_is_described_in_every_language(language: str, text: str, expected: str) -> None:
    with translation.override(language):
        assert describe_term(Term.parse(text)) == expected
