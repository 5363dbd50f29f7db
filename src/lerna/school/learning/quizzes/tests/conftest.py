"""Aigerim studies a lesson with two quizzes: one for herself, one that counts and is timed."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import aigerim, boris, companies, kerbez, newskills, register  # noqa: F401
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import Question
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import BlockCompletion, Enrollment, Origin, Result
from lerna.school.learning.operations import enroll
from lerna.school.learning.quizzes.marking.reading import Answer, write_fields
from lerna.school.learning.quizzes.marking.shuffles import list_shown
from lerna.school.learning.quizzes.models import AnswerStep, Attempt
from lerna.school.learning.quizzes.operations import Given, start_attempt
from lerna.school.learning.quizzes.queries import list_drawn
from lerna.school.learning.quizzes.tests.samples import EVERY_KIND, GAPS, MULTIPLE, SINGLE

NOW = datetime(2026, 12, 7, 10, 0, tzinfo=clock.ZONE)
LIMIT = timedelta(minutes=20)
PRACTICE = Quiz(key="practice", title="Для себя", questions=EVERY_KIND)
TEST = Quiz(
    key="test", title="Тест", questions=(SINGLE, MULTIPLE, GAPS), attempts=2, minutes=20, pass_mark=60, part="tests"
)

Learn = Callable[..., Enrollment]


@pytest.fixture
def learn() -> Learn:
    """Enrolls somebody in a course of one lesson with these quizzes."""

    def run(subject: DataSubject, company: Company, *quizzes: Quiz) -> Enrollment:
        lesson = LessonContent(key="light", title="Свет", blocks=quizzes or (PRACTICE, TEST))
        content = CourseContent(
            key="color-ru",
            language="ru",
            title="Цвет",
            sections=(SectionContent(key="seeing", title="Как мы видим", lessons=(lesson,)),),
            runs=(RunContent(key="2026-12"),),
        )
        bring_course(company=company, content=content, now=NOW)
        found = Run.objects.select_related("course").get(course__company=company)
        return enroll(subject=subject, run=found, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)

    return run


@pytest.fixture
def enrolled(aigerim: DataSubject, newskills: Company, learn: Learn) -> Enrollment:  # noqa: F811
    return learn(aigerim, newskills)


def lesson_of(enrollment: Enrollment) -> Lesson:
    return Lesson.objects.select_related("published").get(course=enrollment.run.course)


def start(enrollment: Enrollment, block: str = TEST.key, now: datetime = NOW) -> Attempt:
    return start_attempt(enrollment=enrollment, lesson=lesson_of(enrollment), block=block, now=now)


def give(  # noqa: PLR0913 -- the facts of a delivery
    attempt: Attempt, question: Question, answer: Answer, *, at: datetime | None = None, step: UUID | None = None,
    as_of: datetime | None = None,
) -> Given:  # fmt: skip
    """As a browser would send it."""
    fields: Mapping[str, list[str]] = write_fields(question, answer, list_shown(question, str(attempt.pk)))
    return Given(question=question.key, fields=fields, step=step or uuid4(), given_at=at, as_of=as_of)


def read_attempt(attempt: Attempt) -> Attempt:
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        return Attempt.objects.get(pk=attempt.pk)


def list_steps(attempt: Attempt) -> list[AnswerStep]:
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        return list(attempt.steps.order_by("received_at", "given_at", "pk"))


def list_answers(attempt: Attempt) -> list[Answer]:
    with processing(Purpose.LEARNING, company=attempt.company, reason="test"):
        return [step.answer for step in attempt.steps.order_by("received_at", "given_at", "pk")]


def read_result(enrollment: Enrollment) -> tuple[Result | None, bool]:
    """What the timed quiz earned, and whether it is done."""
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        done = BlockCompletion.objects.filter(enrollment=enrollment, block=TEST.key).exists()
        return Result.objects.filter(enrollment=enrollment, block=TEST.key).first(), done


def drawn_keys(attempt: Attempt) -> list[str]:
    return [question.key for question in list_drawn(attempt)]
