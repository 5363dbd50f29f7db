"""A calendar that other programs follow (iCalendar, RFC 5545): whole days, titles of courses, and nobody's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

_REFRESH = timedelta(hours=3)
_OURS = "-//Lerna//Deadlines//EN"


@dataclass(frozen=True, slots=True)
class Day:
    """One last day. `key` stays the same when the day moves, so that a calendar moves it too."""

    key: str
    on: date
    title: str
    address: str


def write_feed(*, title: str, host: str, days: Iterable[Day], now: datetime) -> bytes:
    """The whole calendar. Its days take nobody's time: they are shown above the hours."""
    calendar = Calendar()
    calendar.add("prodid", _OURS)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)  # what Google, Apple and Outlook show; RFC 7986's NAME is known to few
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", day.on)
        event.add("dtend", day.on + timedelta(days=1))  # the first day that no longer belongs to it
        event.add("summary", day.title)
        event.add("url", day.address)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
