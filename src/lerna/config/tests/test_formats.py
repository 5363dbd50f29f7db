from datetime import date, datetime

import pytest
from django.utils import formats, translation

from lerna.config.formats import MONTHS_IN_DATES
from lerna.kit.clock import ZONE

KAZAKH = [
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
]
RUSSIAN = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
DAY = date(2026, 11, 21)


@pytest.mark.parametrize(("language", "expected"), [("kk", KAZAKH), ("ru", RUSSIAN)])
def test_months_within_a_date_are_in_lower_case(language: str, expected: list[str]) -> None:
    with translation.override(language):
        assert [formats.date_format(date(2026, month, 1), "E") for month in range(1, 13)] == expected
        assert [str(month) for month in MONTHS_IN_DATES] == expected


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("kk", "DATE_FORMAT", "2026 жылғы 21 қараша"),
        ("kk", "YEAR_MONTH_FORMAT", "2026 жылғы қараша"),
        ("kk", "MONTH_DAY_FORMAT", "21 қараша"),
        ("kk", "SHORT_DATE_FORMAT", "21.11.2026"),
        ("ru", "DATE_FORMAT", "21 ноября 2026 г."),
        ("ru", "MONTH_DAY_FORMAT", "21 ноября"),
        ("ru", "SHORT_DATE_FORMAT", "21.11.2026"),
        ("en", "DATE_FORMAT", "21 November 2026"),
        ("en", "SHORT_DATE_FORMAT", "21 Nov 2026"),
    ],
)
def test_dates_are_written_as_each_language_does(language: str, name: str, expected: str) -> None:
    with translation.override(language):
        assert formats.date_format(DAY, name) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("kk", "2026 жылғы 21 қараша, 09:05"), ("ru", "21 ноября 2026 г., 09:05"), ("en", "21 November 2026, 09:05")],
)
def test_a_moment_shows_24_hours(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.date_format(datetime(2026, 11, 21, 9, 5, tzinfo=ZONE), "DATETIME_FORMAT") == expected


@pytest.mark.parametrize(
    ("language", "expected"), [("kk", "1\u00a0250\u00a0000,5"), ("ru", "1\u00a0250\u00a0000,5"), ("en", "1,250,000.5")]
)
def test_numbers_are_grouped_as_each_language_does(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.number_format(1_250_000.5, use_l10n=True, force_grouping=True) == expected


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_week_begins_on_monday_and_a_typed_date_is_day_first(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert "%d.%m.%Y" in formats.get_format("DATE_INPUT_FORMATS")
        assert "%Y-%m-%d" in formats.get_format("DATE_INPUT_FORMATS")
