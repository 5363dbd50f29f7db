"""Working days of Kazakhstan for the five-day week: the package `holidays`, corrected by an override table.

`holidays` knows public holidays, the days moved because a holiday fell on a weekend, and the transfers ordered by the
labor ministry before its release. A later order, or a Kurban Ait that the moon put elsewhere, goes into the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import holidays

from lerna.kit.datafile import Reader

# From 2002 `holidays` moves holidays off weekends, and until 2077 it knows Kurban Ait; beyond, it is silently wrong.
FIRST_YEAR = 2002
LAST_YEAR = 2077

_ONE_DAY = timedelta(days=1)


class UnknownYearError(ValueError):
    """The calendar does not cover this year."""

    def __init__(self, day: date) -> None:
        super().__init__(f"Working days are known from {FIRST_YEAR} to {LAST_YEAR}, not for {day.isoformat()}.")


@dataclass(frozen=True, slots=True)
class Override:
    """One day on which a decree outranks the package; `source` names the decree."""

    day: date
    works: bool
    source: str


class WorkCalendar:
    """Which days are worked. Without overrides it is the calendar of the package alone."""

    def __init__(self, overrides: Iterable[Override] = ()) -> None:
        self._works = {override.day: override.works for override in overrides}

    def is_working_day(self, day: date) -> bool:
        """Whether people with a five-day week work on this day; UnknownYearError outside the years covered."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise UnknownYearError(day)
        return self._works[day] if day in self._works else _public_calendar(day.year).is_working_day(day)

    def next_working_day(self, day: date) -> date:
        """This day if it is worked, else the first worked one after it (Civil Code art. 175: a term's end moves so)."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`, which itself never counts; ValueError for a count below 1."""
        if count < 1:
            raise ValueError(f"A number of working days is 1 or more, not {count}.")
        for _ in range(count):
            day = self.next_working_day(day + _ONE_DAY)
        return day


def read_overrides(path: Path) -> tuple[Override, ...]:
    """The override table: `[[working]]` and `[[off]]`, each with `day` and `source`; DataFileError for nonsense."""
    reader = Reader.load(path)
    overrides: dict[date, Override] = {}
    rows = [(row, True) for row in reader.optional_tables("working")]
    rows += [(row, False) for row in reader.optional_tables("off")]
    for row, works in sorted(rows, key=lambda pair: pair[0].line):
        override = Override(day=row.date("day"), works=works, source=row.text("source"))
        if override.day in overrides:
            row.fail(f"{override.day.isoformat()} stands in the table twice.", "day")
        if not FIRST_YEAR <= override.day.year <= LAST_YEAR:
            row.fail(f"The calendar covers {FIRST_YEAR} to {LAST_YEAR}.", "day")
        overrides[override.day] = override
    reader.done()
    return tuple(overrides[day] for day in sorted(overrides))


def load_calendar(path: Path) -> WorkCalendar:
    """The calendar with the overrides of this file; DataFileError for nonsense in it."""
    return WorkCalendar(read_overrides(path))


@cache
def _public_calendar(year: int) -> holidays.HolidayBase:
    # The next year belongs to it: a day worked in late December for one off in January is listed under January's year.
    return holidays.country_holidays("KZ", years=(year, year + 1), expand=False)
