"""The clock, read only at the edge (views, commands, jobs); everything below takes `now` as an argument.

Law and policy count in the local days of Kazakhstan, one zone since 1 March 2024: UTC+5.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]  # what work of many steps is given instead of a moment, when it may take hours

ZONE = ZoneInfo("Asia/Almaty")
UTC_OFFSET = timedelta(hours=5)

_ONE_TICK = timedelta(microseconds=1)


def now() -> datetime:
    """The current moment, aware, in `ZONE`. Nothing else in this software reads the machine's clock."""
    return datetime.now(ZONE)


def to_local(moment: datetime) -> datetime:
    """The same moment in `ZONE`; ValueError for a naive one, because nobody knows which moment that is."""
    if moment.utcoffset() is None:
        raise ValueError("A moment without a time zone was given where an aware one is needed.")
    return moment.astimezone(ZONE)


def local_day(moment: datetime) -> date:
    """The day that the calendar on the wall in Kazakhstan shows at this moment."""
    return to_local(moment).date()


def start_of_day(day: date) -> datetime:
    """00:00 local time of this day."""
    return datetime.combine(day, time.min, tzinfo=ZONE)


def end_of_day(day: date) -> datetime:
    """24:00 local time of this day, the first moment that no longer belongs to it: compare with `<`, not `<=`."""
    return start_of_day(day + timedelta(days=1))


def last_day_before(moment: datetime) -> date:
    """The last local day with any time left before this moment, for showing: for 24:00 of the 26th, the 26th."""
    return local_day(to_local(moment) - _ONE_TICK)


def add_hours(moment: datetime, hours: int) -> datetime:
    """The moment so many real hours later, in `ZONE`.

    Goes by UTC, because Python adds hours to an aware moment by the clock on the wall, and in Almaty that clock was
    turned back on 1 March 2024.
    """
    return (to_local(moment).astimezone(UTC) + timedelta(hours=hours)).astimezone(ZONE)


def is_zone_current() -> bool:
    """Whether this machine's time-zone data know of UTC+5. Older data than 2024a are an hour late in every deadline."""
    return datetime(2024, 3, 2, tzinfo=ZONE).utcoffset() == UTC_OFFSET
