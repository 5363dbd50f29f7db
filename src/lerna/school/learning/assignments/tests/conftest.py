"""Aigerim studies a course with a work of two criteria; Boris has the same one at his company. Files lie in a folder
of the test.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import LazySettings

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.blocks.course import CourseContent, GradedPart, Grading, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Assignment, Criterion, Text
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)  # a Monday
VERA = UUID("a0000000-0000-4000-8000-000000000001")  # accounts of curators
DANA = UUID("a0000000-0000-4000-8000-000000000002")
POSTER = Assignment(
    key="poster",
    title="Плакат",
    task="Нарисуйте плакат.",
    accepts=("text", "files", "link"),
    rubric=(Criterion(key="idea", title="Идея", points=60), Criterion(key="color", title="Цвет", points=40)),
    due_days=7,
    late_percent=10,
    part="works",
)
CONTENT = CourseContent(
    key="color-ru",
    language="ru",
    title="Цвет с нуля",
    sections=(
        SectionContent(
            key="palette",
            title="Палитра",
            lessons=(LessonContent(key="warm", title="Тёплые", blocks=(Text(key="1", markdown="Слово."), POSTER)),),
        ),
    ),
    grading=Grading(pass_mark=60, parts=(GradedPart(key="works", title="Работы", weight=100),)),
    runs=(RunContent(key="2026-12", starts_on=date(2026, 12, 7)),),
)


@dataclass(frozen=True)
class Studies:
    """Somebody's enrollment, and the lesson with the work."""

    enrollment: Enrollment
    lesson: Lesson


def study(subject: DataSubject, company: Company) -> Studies:
    """The course is brought in, and the staff enroll the person."""
    bring_course(company=company, content=CONTENT, now=NOW)
    run = Run.objects.select_related("course").get(course__company=company, key="2026-12")
    enrollment = enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    return Studies(enrollment, Lesson.objects.select_related("published", "section").get(course=run.course, key="warm"))


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def studies(aigerim: DataSubject, newskills: Company) -> Studies:  # noqa: F811
    return study(aigerim, newskills)


@contextmanager
def at_work(company: Company) -> Iterator[Processing]:
    """For LEARNING."""
    with processing(Purpose.LEARNING, company=company, reason="test") as work:
        yield work
