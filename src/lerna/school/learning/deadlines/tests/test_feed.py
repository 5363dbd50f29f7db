"""What a calendar program reads: our feed, taken apart again by RFC 5545's own rules."""

import re
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from lerna.kit.clock import ZONE
from lerna.school.learning.deadlines.feed import Day, write_feed

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=ZONE)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120
).map(str.strip)

_ESCAPED = {"n": "\n", "N": "\n"}


def read_feed(content: bytes) -> list[dict[str, str]]:
    """Unfolded, split and unescaped by hand (RFC 5545, 3.1 and 3.3.11): each event's properties."""
    lines = re.sub(r"\r\n[ \t]", "", content.decode()).split("\r\n")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line:
            events[-1][name] = re.sub(r"\\(.)", lambda found: _ESCAPED.get(found[1], found[1]), value)
    return events


@settings(deadline=None)
@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2030, 1, 1)), WORDS.filter(bool)), max_size=4))
def test_every_day_and_title_comes_back(days: list[tuple[date, str]]) -> None:
    written = [Day(str(number), on, title, "https://lerna.kz/x/") for number, (on, title) in enumerate(days)]
    content = write_feed(title="Сроки", host="lerna.kz", days=written, now=NOW)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    read = read_feed(content)
    assert [one["SUMMARY"] for one in read] == [title for _, title in days]
    assert [one["DTSTART;VALUE=DATE"] for one in read] == [f"{on:%Y%m%d}" for on, _ in days]
    assert [one["DTEND;VALUE=DATE"] for one in read] == [f"{on + timedelta(days=1):%Y%m%d}" for on, _ in days]
    assert [one["UID"] for one in read] == [f"{number}@lerna.kz" for number in range(len(days))]


def test_a_title_cannot_begin_another_event() -> None:
    day = Day("1", date(2026, 12, 7), "Работа\r\nEND:VEVENT\r\nBEGIN:VEVENT", "https://lerna.kz/x/")
    content = write_feed(title="Сроки", host="lerna.kz", days=[day], now=NOW)
    assert content.count(b"\r\nBEGIN:VEVENT") == 1
