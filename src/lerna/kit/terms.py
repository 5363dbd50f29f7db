"""Terms as law and contracts state them ("3 working days", "72 hours"), and the moment each of them ends.

Counting follows the Civil Code of Kazakhstan, art. 172-176: days, months and years start the day after the event and
end at 24:00 of the last day, or of the next worked day when that one is not worked. Hours run by the clock, through
nights and holidays.
"""

import calendar as months
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, Self, TypeVar, assert_never

from django.utils.translation import gettext, ngettext

from lerna.kit import clock
from lerna.kit.workdays import WorkCalendar

_COUNTED = re.compile(r"([1-9][0-9]{0,3}) ([a-z ]+)")
_MONTHS_IN_YEAR = 12

Source = TypeVar("Source")


class TermError(ValueError):
    """A term that nobody can count."""


class Unit(StrEnum):
    """What a term is counted in. The last four are moments, not lengths; their count is 0."""

    HOURS = "hours"
    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    MONTHS = "months"
    YEARS = "years"
    AT_ONCE = "at once"  # no later than the event itself
    BEFORE = "before"  # the event may not happen until the action is done
    ALWAYS = "always"  # a standing ban
    ON_THE_DAY = "on the day"  # until 24:00 of the day of the event


MOMENTS = frozenset({Unit.AT_ONCE, Unit.BEFORE, Unit.ALWAYS, Unit.ON_THE_DAY})


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time, or a moment. `moves` is False for a limit that no holiday may stretch, as on keeping data."""

    count: int
    unit: Unit
    moves: bool = True

    def __post_init__(self) -> None:
        if (self.count == 0) != (self.unit in MOMENTS) or self.count < 0:
            raise TermError(f"A term in “{self.unit}” cannot count {self.count}.")

    @classmethod
    def parse(cls, text: str, *, moves: bool = True) -> Self:
        """The term written as "3 working days", "1 month", "72 hours", "at once"; TermError for anything else."""
        if text in MOMENTS:
            return cls(0, Unit(text), moves)
        match = _COUNTED.fullmatch(text)
        if match is None:
            raise TermError(f"“{text}” is not a term; write for example “3 working days”, “72 hours” or “at once”.")
        count, unit = int(match[1]), match[2]
        plural = unit + "s" if count == 1 else unit
        if plural not in set(Unit) - MOMENTS:
            raise TermError(
                f"“{unit}” is not what terms are counted in here; for 1 write “1 month”, for more “2 months”."
            )
        return cls(count, Unit(plural), moves)

    def __str__(self) -> str:
        """As `parse` reads it."""
        if self.unit in MOMENTS:
            return self.unit.value
        return f"{self.count} {self.unit.removesuffix('s') if self.count == 1 else self.unit}"


@dataclass(frozen=True, slots=True)
class SourcedTerm(Generic[Source]):
    """A term and who orders it."""

    term: Term
    source: Source


@dataclass(frozen=True, slots=True)
class Due(Generic[Source]):
    """A term's end: `at` is the first moment that is too late."""

    at: datetime
    term: Term
    source: Source

    @property
    def last_day(self) -> date:
        """The last local day on which there is still time, for showing."""
        return clock.last_day_before(self.at)


def due_at(received_at: datetime, term: Term, calendar: WorkCalendar) -> datetime:
    """The end of a term that starts with an event at `received_at` (aware): the first moment that is too late, local.

    Counted in days or more, it is 24:00 of the last day. Raises ValueError for a naive moment.
    """
    received_at = clock.to_local(received_at)
    day = received_at.date()
    match term.unit:
        case Unit.AT_ONCE | Unit.BEFORE | Unit.ALWAYS:
            return received_at
        case Unit.HOURS:
            return clock.add_hours(received_at, term.count)
        case Unit.ON_THE_DAY:
            return clock.end_of_day(day)
        case Unit.WORKING_DAYS:
            last = calendar.add_working_days(day, term.count)
        case Unit.CALENDAR_DAYS:
            last = day + timedelta(days=term.count)
        case Unit.MONTHS:
            last = _add_months(day, term.count)
        case Unit.YEARS:
            last = _add_months(day, term.count * _MONTHS_IN_YEAR)
        case _:
            assert_never(term.unit)
    return clock.end_of_day(calendar.next_working_day(last) if term.moves else last)


def strictest(
    received_at: datetime,
    candidates: Iterable[SourcedTerm[Source]],
    calendar: WorkCalendar,
) -> tuple[Due[Source], ...]:
    """The ends of all these terms, each with its source, the earliest first; equal ones stay in the order given."""
    dues = (Due(due_at(received_at, each.term, calendar), each.term, each.source) for each in candidates)
    return tuple(sorted(dues, key=lambda due: due.at))


def describe_term(term: Term) -> str:  # noqa: PLR0911 - a table of nine sentences, one per unit
    """The term in words, in the active language."""
    count = {"count": term.count}
    match term.unit:
        case Unit.HOURS:
            return ngettext("%(count)d hour", "%(count)d hours", term.count) % count
        case Unit.WORKING_DAYS:
            return ngettext("%(count)d working day", "%(count)d working days", term.count) % count
        case Unit.CALENDAR_DAYS:
            return ngettext("%(count)d calendar day", "%(count)d calendar days", term.count) % count
        case Unit.MONTHS:
            return ngettext("%(count)d month", "%(count)d months", term.count) % count
        case Unit.YEARS:
            return ngettext("%(count)d year", "%(count)d years", term.count) % count
        case Unit.AT_ONCE:
            return gettext("at once")
        case Unit.BEFORE:
            return gettext("beforehand")
        case Unit.ALWAYS:
            return gettext("always")
        case Unit.ON_THE_DAY:
            return gettext("on the same day")
        case _:
            assert_never(term.unit)


def _add_months(day: date, count: int) -> date:
    # Civil Code, art. 173: the same date of the last month, or its last day where it has no such date.
    year, month = divmod(day.year * _MONTHS_IN_YEAR + day.month - 1 + count, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
