from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.datafile import DataFileError
from lerna.kit.workdays import Override, UnknownYearError, WorkCalendar, load_calendar, read_overrides

# Weekdays off and weekend days worked, copied by hand from the published calendars of the five-day week.
OFF = {
    2024: "01-01 01-02 03-08 03-21 03-22 03-25 05-01 05-07 05-08 05-09 07-08 08-30 10-25 12-16",
    2025: "01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16",
    2026: "01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16",
    2027: "01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16",
    2028: "01-03 01-04 01-07 03-08 03-15 03-21 03-22 03-23 05-01 05-05 05-08 05-09 07-06 10-25 12-18",
}
WORKED_WEEKENDS = {date(2024, 5, 4), date(2025, 1, 5)}

CALENDAR = load_calendar(settings.LERNA_POLICIES / "calendar.toml")
days = st.dates(date(2024, 1, 1), date(2028, 9, 30))  # forty working days later is still within the table above


def is_worked(day: date) -> bool:
    if day.weekday() >= 5:
        return day in WORKED_WEEKENDS
    return f"{day:%m-%d}" not in OFF[day.year].split()


def count_worked(first: date, last: date) -> int:
    return sum(is_worked(first + timedelta(days=step)) for step in range((last - first).days + 1))


@pytest.mark.parametrize("year", OFF)
def test_it_agrees_with_the_published_calendar_on_every_day(year: int) -> None:
    every = [date(year, 1, 1) + timedelta(days=step) for step in range(366)]
    assert [day for day in every if day.year == year and CALENDAR.is_working_day(day) != is_worked(day)] == []


@given(days)
def test_the_next_working_day_is_the_first_one_not_before(day: date) -> None:
    found = CALENDAR.next_working_day(day)
    assert is_worked(found)
    assert found == day or count_worked(day, found) == 1


@given(days, st.integers(1, 40))
def test_adding_working_days_passes_over_exactly_so_many(day: date, count: int) -> None:
    found = CALENDAR.add_working_days(day, count)
    assert is_worked(found)
    assert count_worked(day + timedelta(days=1), found) == count


@given(days, st.integers(1, 15), st.integers(1, 15))
def test_adding_in_two_steps_is_adding_once(day: date, first: int, second: int) -> None:
    twice = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)
    assert twice == CALENDAR.add_working_days(day, first + second)


def test_a_december_sunday_worked_for_january_is_a_working_day() -> None:
    assert WorkCalendar().is_working_day(date(2013, 12, 28))
    assert not WorkCalendar().is_working_day(date(2014, 1, 3))


def test_an_override_outranks_the_package() -> None:
    saturday, monday = date(2026, 11, 21), date(2026, 11, 23)
    calendar = WorkCalendar([Override(saturday, True, "invented"), Override(monday, False, "invented")])
    assert calendar.is_working_day(saturday)
    assert not calendar.is_working_day(monday)
    assert calendar.add_working_days(saturday, 1) == date(2026, 11, 24)


@pytest.mark.parametrize("year", [2001, 2078])
def test_it_refuses_years_it_does_not_know(year: int) -> None:
    with pytest.raises(UnknownYearError, match="from 2002 to 2077"):
        CALENDAR.is_working_day(date(year, 6, 1))


@pytest.mark.parametrize("count", [0, -1])
def test_it_refuses_to_add_nothing(count: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        CALENDAR.add_working_days(date(2026, 1, 5), count)


def test_an_empty_table_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text("# no decrees yet\n")
    assert read_overrides(file) == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[off]]\nday = 2026-05-08\n", 1, "source"),
        ('[[off]]\nday = 2026-05-08\nsource = ""\n', 3, "empty"),
        ('[[off]]\nday = "8 May"\nsource = "x"\n', 2, "date"),
        ('[[off]]\nday = 1999-05-08\nsource = "x"\n', 2, "2002 to 2077"),
        ('[[off]]\nday = 2026-05-08\nsource = "x"\n[[working]]\nday = 2026-05-08\nsource = "y"\n', 5, "twice"),
        ('[[holiday]]\nday = 2026-05-08\nsource = "x"\n', 1, "holiday"),
        ('[[off]]\nday = 2026-05-08\nsource = "x"\nwhy = "y"\n', 4, "why"),
    ],
)
def test_it_says_what_is_wrong_in_the_table(tmp_path: Path, text: str, line: int, words: str) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(text)
    with pytest.raises(DataFileError, match=words) as caught:
        read_overrides(file)
    assert (caught.value.path, caught.value.line) == (file, line)
