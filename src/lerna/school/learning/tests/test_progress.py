"""A lesson is opened, gone on with, completed by what it asks; with the last one the course is finished."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from lerna.companies.models import Company
from lerna.privacy.lifecycle.models import Clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.finishing import forget_condition, register_condition
from lerna.school.learning.models import Enrollment, LessonProgress, Result, State
from lerna.school.learning.operations import (
    NotDoneError,
    Position,
    complete_block,
    complete_lesson,
    keep_position,
    note_result,
    open_lesson,
)
from lerna.school.learning.tests.conftest import NOW, lesson_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LATER = NOW + timedelta(days=1)


def read_progress(enrollment: Enrollment, key: str) -> LessonProgress:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return LessonProgress.objects.get(enrollment=enrollment, lesson__key=key)


def read_state(enrollment: Enrollment) -> str:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return Enrollment.objects.get(pk=enrollment.pk).state


def test_a_lesson_is_gone_on_with_where_it_was_left(enrolled: Enrollment) -> None:
    lesson = lesson_of(enrolled, "light")
    keep_position(enrollment=enrolled, lesson=lesson, position=Position(place=10, video={}), now=NOW)  # never opened
    open_lesson(enrollment=enrolled, lesson=lesson, now=NOW)
    keep_position(enrollment=enrolled, lesson=lesson, position=Position(place=40, video={"a": 31}), now=NOW)
    keep_position(enrollment=enrolled, lesson=lesson, position=Position(place=55, video={"b": 7}), now=LATER)
    progress = read_progress(enrolled, "light")
    assert (progress.place, progress.video, progress.seen_at) == (55, {"a": 31, "b": 7}, LATER)
    assert progress.completed_at is None


@pytest.mark.clause("7.3")
def test_the_term_of_studies_counts_from_the_latest_lesson(enrolled: Enrollment) -> None:
    open_lesson(enrollment=enrolled, lesson=lesson_of(enrolled, "light"), now=LATER)
    known = Clock.objects.get(subject=enrolled.subject_id, bit=BITS[Purpose.LEARNING])
    assert known.last_on == LATER.date()


def test_a_lesson_that_asks_something_is_completed_by_that_alone(enrolled: Enrollment) -> None:
    lesson = lesson_of(enrolled, "contrast")
    open_lesson(enrollment=enrolled, lesson=lesson, now=NOW)
    with pytest.raises(NotDoneError):
        complete_lesson(enrollment=enrolled, lesson=lesson, now=NOW)
    assert read_progress(enrolled, "contrast").completed_at is None
    complete_block(enrollment=enrolled, lesson=lesson, block="how", now=NOW)
    complete_block(enrollment=enrolled, lesson=lesson, block="how", now=LATER)
    assert read_progress(enrolled, "contrast").completed_at == NOW


def test_with_the_last_lesson_the_course_is_finished(enrolled: Enrollment) -> None:
    complete_block(enrollment=enrolled, lesson=lesson_of(enrolled, "contrast"), block="how", now=NOW)
    complete_lesson(enrollment=enrolled, lesson=lesson_of(enrolled, "light"), now=NOW)
    assert read_state(enrolled) == State.ACTIVE
    complete_lesson(enrollment=enrolled, lesson=lesson_of(enrolled, "warm"), now=LATER)
    assert (read_state(enrolled), enrolled.finished_at) == (State.FINISHED, LATER)


@pytest.fixture
def marked() -> Iterator[None]:
    """A room of marks, for which eight points of ten are enough."""

    def is_passed(enrollment: Enrollment) -> bool:
        return Result.objects.filter(enrollment=enrollment, earned__gte=8).exists()

    register_condition(is_passed)
    yield
    forget_condition(is_passed)


@pytest.mark.usefixtures("marked")
def test_a_course_that_must_be_passed_is_finished_by_the_mark(enrolled: Enrollment, newskills: Company) -> None:
    complete_block(enrollment=enrolled, lesson=lesson_of(enrolled, "contrast"), block="how", now=NOW)
    for key in ("light", "warm"):
        complete_lesson(enrollment=enrolled, lesson=lesson_of(enrolled, key), now=NOW)
    for points, state in ((5, State.ACTIVE), (8, State.FINISHED)):
        note_result(
            enrollment=enrolled, lesson=lesson_of(enrolled, "contrast"), block="how", part="works",
            earned=Decimal(points), possible=Decimal(10), now=NOW,
        )  # fmt: skip
        assert read_state(enrolled) == state
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert Result.objects.get().earned == Decimal(8)
