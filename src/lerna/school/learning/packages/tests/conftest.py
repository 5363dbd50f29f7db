"""Aigerim studies a lesson with two packages: one of SCORM 1.2 that counts, one of 2004 for herself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Package
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll
from lerna.school.learning.packages.models import PackageRecord
from lerna.school.learning.packages.operations import Message, keep_message, open_package
from lerna.school.learning.packages.queries import Place, find_place
from lerna.school.learning.packages.runtime import RunTime

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)
DIGEST = "a" * 64
SAFETY = Package(
    key="safety", file=DIGEST, title="Еңбек қауіпсіздігі", standard="scorm-1.2", launch="index.html", part="tests"
)
FIRE = Package(key="fire", file=DIGEST, title="Өрт", standard="scorm-2004", launch="fire.html")

Say = Callable[..., bool]


def study(subject: DataSubject, company: Company, file: str = DIGEST) -> Enrollment:
    """Somebody is enrolled in a course of one lesson with both packages."""
    blocks = tuple(replace(package, file=file) for package in (SAFETY, FIRE))
    lesson = LessonContent(key="safe", title="Қауіпсіздік", blocks=blocks)
    content = CourseContent(
        key="safety-kk",
        language="kk",
        title="Қауіпсіздік",
        sections=(SectionContent(key="one", title="Бір", lessons=(lesson,)),),
        runs=(RunContent(key="open"),),
    )
    bring_course(company=company, content=content, now=NOW)
    run = Run.objects.select_related("course").get(course__company=company)
    return enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)


@pytest.fixture
def enrolled(aigerim: DataSubject, newskills: Company) -> Enrollment:  # noqa: F811
    return study(aigerim, newskills)


def place_of(enrollment: Enrollment, block: str, *, now: datetime = NOW) -> Place | None:
    lesson = Lesson.objects.get(course=enrollment.run.course)
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return find_place(enrollment.pk, lesson.pk, block, now=now)


@pytest.fixture
def safety(enrolled: Enrollment) -> Place:
    """The package that counts, opened once."""
    found = place_of(enrolled, "safety")
    assert found
    open_package(place=found, now=NOW)
    return found


@pytest.fixture
def say(safety: Place) -> Say:
    """The package says something, by default in its first sitting."""

    def run(number: int, *, sitting: int = 1, now: datetime = NOW, **said: object) -> bool:
        message = Message(sitting=sitting, number=number, runtime=RunTime(**said))  # type: ignore[arg-type]
        return keep_message(place=safety, message=message, now=now)

    return run


def read_record(place: Place) -> tuple[str | None, str | None, str]:
    """Where the learner is, what the package remembers, and its completion."""
    with processing(Purpose.LEARNING, company=place.enrollment.subject.company, reason="test"):
        record = PackageRecord.objects.get(block=place.package.key)
        return record.location, record.suspend_data, record.completion
