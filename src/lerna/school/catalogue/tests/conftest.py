"""Both companies, and a small course to bring in."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.kit import clock
from lerna.school.blocks.course import CourseContent, LessonContent, OfferContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=clock.ZONE)


@pytest.fixture
def company(db: None) -> Company:  # noqa: ARG001
    """Newskills, with its sites; KERBEZ is there too."""
    load_companies(files=sorted((Path(django_settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    return Company.objects.get(slug="newskills")


@pytest.fixture
def content() -> CourseContent:
    """A course of two sections with three lessons, one run and one offer."""
    return CourseContent(
        key="color-ru",
        language="ru",
        title="Цвет с нуля",
        sites=("skillbox",),
        sections=(
            SectionContent(key="seeing", title="Как мы видим", lessons=(write("light"), write("contrast"))),
            SectionContent(key="palette", title="Палитра", lessons=(write("warm"),)),
        ),
        runs=(
            RunContent(
                key="2026-12",
                starts_on=date(2026, 12, 7),
                offers=(OfferContent(key="full", title="С куратором", price=89000, includes=("Проверка работ",)),),
            ),
        ),
    )


def write(key: str, text: str = "Слово.") -> LessonContent:
    """A lesson of one text."""
    return LessonContent(key=key, title=key.title(), blocks=(Text(key="1", markdown=text),), minutes=5)
