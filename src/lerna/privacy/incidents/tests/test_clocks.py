"""One working day, 72 hours, at once: the clocks of a breach against a slow count with a finger on the calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lerna.kit.clock import ZONE, end_of_day
from lerna.kit.workdays import load_calendar
from lerna.privacy.incidents.clocks import list_dues, report_by, rule
from lerna.privacy.incidents.models import Danger, Incident

CALENDAR = load_calendar(settings.LERNA_POLICIES / "calendar.toml")
FIRST, LAST = datetime(2024, 1, 1), datetime(2028, 12, 31)  # noqa: DTZ001 -- hypothesis gives them a zone
patiently = examples(suppress_health_check=[HealthCheck.too_slow], deadline=None)
moments = st.datetimes(FIRST, LAST, timezones=st.just(ZONE), allow_imaginary=False)


def next_worked(day: date) -> date:
    day += timedelta(days=1)
    while not CALENDAR.is_working_day(day):
        day += timedelta(days=1)
    return day


@pytest.mark.clause("11.1")
def test_a_breach_found_before_nauryz_is_due_in_72_hours_not_after_the_holidays() -> None:
    friday = datetime(2026, 3, 20, 16, 30, tzinfo=ZONE)
    incident = Incident(found_at=friday)
    assert [(due.source.cite("en"), due.at) for due in list_dues(incident)] == [
        ("GDPR, art. 33", datetime(2026, 3, 23, 16, 30, tzinfo=ZONE)),
        ("Law No 94-V, art. 25(2)(8)", datetime(2026, 3, 27, tzinfo=ZONE)),
    ]
    assert rule(incident) == report_by(incident) == friday + timedelta(hours=72)


@pytest.mark.clause("11.1")
def test_a_breach_found_on_a_monday_is_due_on_tuesday() -> None:
    monday = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
    assert rule(Incident(found_at=monday)) == end_of_day(date(2026, 3, 3))


@patiently
@given(found=moments)
def test_the_earlier_of_the_two_rules(found: datetime) -> None:
    in_hours = (found.astimezone(UTC) + timedelta(hours=72)).astimezone(ZONE)
    in_days = end_of_day(next_worked(found.date()))
    incident = Incident(found_at=found)
    assert rule(incident) == min(in_hours, in_days)
    assert {due.at for due in list_dues(incident)} == {in_hours, in_days}


@patiently
@given(found=moments, after=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_people_hear_at_once_from_when_their_danger_is_known(found: datetime, after: timedelta) -> None:
    incident = Incident(found_at=found, danger=Danger.HIGH, endangered_at=found + after)
    people = [due.at for due in list_dues(incident) if due.action.en == "Tell the people concerned"]
    assert people == [found + after + timedelta(hours=1)] * 2
    incident.told_at = found + after
    assert rule(incident) == report_by(incident), "the authority is left"
    incident.reported_at = found + after
    assert rule(incident) is None


def test_nothing_is_due_of_what_is_harmless() -> None:
    assert rule(Incident(found_at=FIRST.replace(tzinfo=ZONE), danger=Danger.NONE)) is None
