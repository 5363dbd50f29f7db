"""Aigerim of Newskills studies a small course; Boris of KERBEZ has one of the same keys at his company."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Block, Poll, Text
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)
POLL = Poll(key="how", question="Қалай?", choices=("Жақсы", "Жаман"))

Bring = Callable[..., Run]


def write(key: str, *blocks: Block) -> LessonContent:
    """A lesson of one text and these blocks."""
    return LessonContent(key=key, title=key.title(), blocks=(Text(key="1", markdown="Сөз."), *blocks), minutes=5)


@pytest.fixture
def bring() -> Bring:
    """A course of two sections with three lessons, the second of which asks something; gives its run."""

    def run(company: Company, key: str = "color-kk", **run: object) -> Run:
        content = CourseContent(
            key=key,
            language="kk",
            title="Түс",
            sections=(
                SectionContent(key="seeing", title="Көру", lessons=(write("light"), write("contrast", POLL))),
                SectionContent(key="palette", title="Палитра", lessons=(write("warm"),), opens_after_days=3),
            ),
            runs=(RunContent(key="2026-12", **{"starts_on": date(2026, 12, 7), **run}),),  # type: ignore[arg-type]
        )
        bring_course(company=company, content=content, now=NOW)
        return Run.objects.select_related("course").get(course__company=company, course__key=key)

    return run


@pytest.fixture
def enrolled(aigerim: DataSubject, newskills: Company, bring: Bring) -> Enrollment:  # noqa: F811
    """Aigerim, whom the staff enrolled."""
    return enroll(subject=aigerim, run=bring(newskills), origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)


def lesson_of(enrollment: Enrollment, key: str) -> Lesson:
    return Lesson.objects.select_related("published").get(course=enrollment.run.course, key=key)
