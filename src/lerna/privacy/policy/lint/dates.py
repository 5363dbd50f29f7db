"""Dates and figures in a policy's words, in the ways that the three languages write them."""

import re
from collections.abc import Iterator
from datetime import date

MONTHS = {
    "ru": [
        "январ",
        "феврал",
        "март",
        "апрел",
        "ма[яй]",
        "июн",
        "июл",
        "август",
        "сентябр",
        "октябр",
        "ноябр",
        "декабр",
    ],
    "kk": [
        "қаңтар",
        "ақпан",
        "наурыз",
        "сәуір",
        "мамыр",
        "маусым",
        "шілде",
        "тамыз",
        "қыркүйек",
        "қазан",
        "қараша",
        "желтоқсан",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
FIGURES = re.compile(r"(?<!\d)(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)")
IN_WORDS = tuple(
    (month, re.compile(pattern, re.IGNORECASE))
    for words in (
        {"ru": r"(?P<day>\d{{1,2}})\s+{month}\w*\s+(?P<year>\d{{4}})"},
        {"kk": r"(?P<year>\d{{4}})\s+жыл\w*\s+(?P<day>\d{{1,2}})\s+{month}\w*"},
        {"en": r"(?P<day>\d{{1,2}})\s+{month}\s+(?P<year>\d{{4}})"},
        {"en": r"{month}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"},
    )
    for language, shape in words.items()
    for month, pattern in enumerate((shape.format(month=name) for name in MONTHS[language]), start=1)
)
NUMBER = re.compile(r"\d+(?:\.\d+)*")


def find_dates(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Each date with its place, as ISO 8601; what can't be a day of the calendar is passed over."""
    found = [(match, int(match["month"])) for match in FIGURES.finditer(text)]
    found += [(match, month) for month, pattern in IN_WORDS for match in pattern.finditer(text)]
    for match, month in sorted(found, key=lambda one: one[0].start()):
        try:
            yield match.span(), date(int(match["year"]), month, int(match["day"])).isoformat()
        except ValueError:
            continue


def find_figures(text: str) -> set[str]:
    """Dates and other numbers, so that «31.08.2023» and “31 August 2023” are the same."""
    dates = list(find_dates(text))
    rest = text
    for (start, end), _day in dates:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return {day for _span, day in dates} | set(NUMBER.findall(rest))
