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

    def holds(self, day: date) -> bool:
        """Whether this day doesn't count: those after the day of asking, until and with the day of the answer."""
        last = clock.local_day(self.ended_at) if self.ended_at else date.max
        return clock.local_day(self.began_at) < day <= last


def count_due(
    received_at: datetime, term: Term, calendar: WorkCalendar, *, pause: Pause | None, pauses: bool
) -> datetime | None:
    """The first moment that is too late; None while the term can't be counted because identity is awaited.

    `pauses` says whether the term's act lets it stand still. A moment ("at once") is counted from when it is known who
    asks, whatever the act: nobody can act for somebody unknown.
    """
    plain = due_at(received_at, term, calendar)
    if pause is not None and term.unit in MOMENTS:
        return due_at(max(received_at, pause.ended_at), term, calendar) if pause.ended_at else None
    if pause is None or not pauses or plain <= pause.began_at:
        return plain
    if pause.ended_at is None:
        return None
    if term.unit is Unit.HOURS:
        return plain + (pause.ended_at - pause.began_at)
    return clock.end_of_day(_last_day(clock.local_day(received_at), term, calendar, pause))


def _last_day(received_on: date, term: Term, calendar: WorkCalendar, pause: Pause) -> date:
    """As many days as without the pause, but those that it holds are skipped."""
    only_worked = term.unit is Unit.WORKING_DAYS
    left, day = term.count, received_on
    if not only_worked:
        unmoved = due_at(clock.start_of_day(received_on), Term(term.count, term.unit, moves=False), calendar)
        left = (clock.last_day_before(unmoved) - received_on).days
    while left:
        day += timedelta(days=1)
        if not pause.holds(day) and (not only_worked or calendar.is_working_day(day)):
            left -= 1
    return calendar.next_working_day(day) if term.moves else day
