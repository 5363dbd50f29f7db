"""The end of one term that may stand still while the person's identity is awaited (clause 6.8)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lerna.kit import clock
from lerna.kit.terms import MOMENTS, Term, Unit, due_at
from lerna.kit.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Pause:
    """Identity was asked for, and was known at `ended_at`; None while it is awaited."""

    began_at: datetime
    ended_at: datetime | None

    @property
    def days(self) -> timedelta:
        """The days that don't count: those after the day of asking, until and with the day of the answer."""
        return self._last_day - clock.local_day(self.began_at)

    def holds(self, day: date) -> bool:
        """Whether this day doesn't count."""
        return clock.local_day(self.began_at) < day <= self._last_day

    @property
    def _last_day(self) -> date:
        return clock.local_day(self.ended_at) if self.ended_at else date.max


def count_due(  # noqa: PLR0911 -- a row for each unit
    received_at: datetime, term: Term, calendar: WorkCalendar, *, pause: Pause | None, pauses: bool
) -> datetime | None:
    """The first moment that is too late; None while the term can't be counted because identity is awaited.

    `pauses` says whether the term's act lets it stand still. A moment ("at once") is counted from when it is known who
    asks, whatever the act: nobody can act for somebody unknown.
    """
    if pause is None:
        return due_at(received_at, term, calendar)
    if term.unit in MOMENTS:
        return due_at(max(received_at, pause.ended_at), term, calendar) if pause.ended_at else None
    if not pauses:
        return due_at(received_at, term, calendar)
    if pause.ended_at is None:
        return None
    if term.unit is Unit.HOURS:
        # Real time, not that of the wall clock: see `add_hours`.
        return clock.add_hours(received_at, term.count) + (pause.ended_at - pause.began_at)
    if term.unit is Unit.WORKING_DAYS:
        return clock.end_of_day(_add_working_days(clock.local_day(received_at), term.count, calendar, pause))
    plain = due_at(received_at, Term(term.count, term.unit, moves=False), calendar)
    last = clock.last_day_before(plain) + pause.days
    return clock.end_of_day(calendar.next_working_day(last) if term.moves else last)


def _add_working_days(day: date, count: int, calendar: WorkCalendar, pause: Pause) -> date:
    """The `count`-th working day after `day` that isn't held."""
    while count:
        day = calendar.add_working_days(day, 1)
        count -= not pause.holds(day)
    return day
