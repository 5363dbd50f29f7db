"""What the rules' file may say, promises in working days, and what lateness takes off."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as timing
from hypothesis import strategies as st

from lerna.kit.clock import ZONE, local_day
from lerna.kit.datafile import DataFileError
from lerna.school.learning.assignments.lateness import count_late_days, take_off
from lerna.school.learning.assignments.rules import (
    FILE_NAME,
    Promise,
    ending_of,
    load_rules,
    read_rules,
    work_calendar,
)

MOMENTS = st.datetimes(datetime(2024, 3, 2), datetime(2040, 1, 1)).map(lambda one: one.replace(tzinfo=ZONE))  # noqa: DTZ001
DAYS = st.dates(date(2024, 3, 2), date(2040, 1, 1))
POINTS = st.decimals(0, 100, places=2)
WRITTEN = (settings.LERNA_POLICIES / FILE_NAME).read_text(encoding="utf-8")


def slow_promise(handed_in_at: datetime, working_days: int, by: time) -> datetime:
    """Day after day on the calendar, until so many worked ones are through."""
    day, left = local_day(handed_in_at), working_days
    while left:
        day += timedelta(days=1)
        left -= work_calendar().is_working_day(day)
    return datetime(day.year, day.month, day.day, by.hour, by.minute, tzinfo=ZONE)


@timing(deadline=None)  # the first year of the calendar takes its time
@given(MOMENTS, st.integers(1, 30), st.times())
def test_a_promise_is_that_of_the_slow_oracle(handed_in_at: datetime, working_days: int, by: time) -> None:
    by = by.replace(second=0, microsecond=0)
    promised = Promise(working_days, by).moment(handed_in_at, work_calendar())
    assert promised == slow_promise(handed_in_at, working_days, by)
    assert work_calendar().is_working_day(local_day(promised))
    assert promised > handed_in_at


def test_friday_evening_is_promised_for_tuesday_by_six() -> None:
    friday = datetime(2026, 11, 27, 22, 40, tzinfo=ZONE)
    assert load_rules().promise.moment(friday, work_calendar()) == datetime(2026, 12, 1, 18, 0, tzinfo=ZONE)


@given(DAYS, MOMENTS)
def test_late_days_are_those_counted_one_by_one(due_on: date, handed_in_at: datetime) -> None:
    days, day = 0, due_on
    while day < local_day(handed_in_at):
        day, days = day + timedelta(days=1), days + 1
    assert count_late_days(handed_in_at, due_on) == days


@given(POINTS, st.integers(0, 400), st.integers(0, 100))
def test_lateness_never_adds_and_never_takes_more_than_there_is(points: Decimal, days: int, percent: int) -> None:
    left = take_off(points, days, percent)
    assert 0 <= left <= points
    assert take_off(points, days + 1, percent) <= left
    assert take_off(points, 0, percent) == points


def test_each_day_late_takes_its_percent() -> None:
    assert take_off(Decimal(80), 2, 10) == Decimal("64.00")
    assert take_off(Decimal(80), 11, 10) == 0
    assert take_off(Decimal("33.33"), 1, 5) == Decimal("31.66")  # 31.6635


def test_the_last_minute_of_the_last_day_is_in_time() -> None:
    due_on = date(2026, 12, 7)
    assert count_late_days(datetime(2026, 12, 7, 23, 59, 59, tzinfo=ZONE), due_on) == 0
    assert count_late_days(datetime(2026, 12, 8, 0, 0, tzinfo=ZONE), due_on) == 1
    assert count_late_days(datetime(2027, 12, 8, 0, 0, tzinfo=ZONE), None) == 0


@pytest.mark.parametrize(
    ("name", "ending"),
    [("Работа.PDF", "pdf"), ("C:\\дом\\макет.psd", "psd"), ("архив.tar.zip", "zip"), ("Makefile", ""), (".zip", "")],
)
def test_an_ending_is_read_as_people_write_names(name: str, ending: str) -> None:
    assert ending_of(name) == ending


@pytest.mark.parametrize(
    ("was", "becomes", "sentence"),
    [
        ('by = "18:00"', 'by = "evening"', "no time of day"),
        ("working_days = 2", "working_days = 0", "must be 1 or more"),
        ('endings = ["pdf"]', 'endings = ["PDF"]', "no ending in small letters"),
        ('endings = ["pdf"]', 'endings = ["pdf", "zip"]', "stands here twice"),
        ("most = 5", "most = 500", "must be 20 or less"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(tmp_path: Path, was: str, becomes: str, sentence: str) -> None:
    file = tmp_path / FILE_NAME
    file.write_text(WRITTEN.replace(was, becomes), encoding="utf-8")
    with pytest.raises(DataFileError, match=sentence):
        read_rules(file)
