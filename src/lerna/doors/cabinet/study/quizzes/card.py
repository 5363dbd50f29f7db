"""A quiz in its lesson: what it is, the attempts so far, and the way into the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.study.page import LessonPage, lesson_address
from lerna.doors.look.quizzes.results import write_points
from lerna.kit.clock import ZONE, to_local
from lerna.school.blocks.kinds import Quiz
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment
from lerna.school.learning.quizzes.models import Attempt
from lerna.school.learning.quizzes.queries import (
    count_left,
    find_best,
    is_passed,
    list_attempts_of_lesson,
    percent_of,
)
from lerna.school.learning.quizzes.timing import is_over


@dataclass(frozen=True, slots=True)
class Seat:
    """A learner in a lesson: whose page it is, and when."""

    acting: Acting
    enrollment: Enrollment
    lesson: Lesson
    now: datetime

    def address(self, name: str = "lesson", **arguments: Any) -> str:  # noqa: ANN401 -- arguments of an address
        """The page of this name about the lesson."""
        return lesson_address(self.acting, self.enrollment, self.lesson.key, name, **arguments)


def present_quizzes(page: LessonPage, quizzes: Sequence[Quiz]) -> Mapping[str, Mapping[str, Any]]:
    """Of all quizzes of a lesson, in one query."""
    attempts = list_attempts_of_lesson(page.enrollment, page.lesson)
    seat = Seat(page.acting, page.enrollment, page.lesson, page.now)
    return {quiz.key: describe_quiz(seat, quiz, attempts.get(quiz.key, [])) for quiz in quizzes}


def describe_quiz(seat: Seat, quiz: Quiz, attempts: Sequence[Attempt]) -> dict[str, Any]:
    """What the card of a quiz says."""
    running = next((one for one in attempts if not is_over(one, seat.now)), None)
    best = find_best(attempts)
    return {
        "count": min(quiz.draw, len(quiz.questions)) if quiz.draw else len(quiz.questions),
        "left": count_left(quiz, attempts),
        "attempts": [
            _describe_attempt(seat, attempt, number)
            for number, attempt in enumerate(attempts, 1)
            if attempt is not running
        ],
        "running": seat.address("attempt", number=running.pk) if running else "",
        "due_at": to_local(running.due_at) if running and running.due_at else None,
        "start": seat.address("quiz_start", block=quiz.key),
        "best": percent_of(best) if best else None,
        "is_passed": bool(best and is_passed(quiz, best)),
    }


def _describe_attempt(seat: Seat, attempt: Attempt, number: int) -> dict[str, Any]:
    return {
        "number": number,
        "address": seat.address("attempt", number=attempt.pk),
        "at": to_local(attempt.started_at),
        "percent": percent_of(attempt),
        "earned": write_points(attempt.earned),
        "possible": write_points(attempt.possible),
        "is_marked": attempt.finished_at is not None,
    }


def read_moment(text: str) -> datetime | None:
    """The moment that a browser names in milliseconds since 1970; None where it names none."""
    try:
        return datetime.fromtimestamp(int(text) / 1000, ZONE)
    except (ValueError, OverflowError, OSError):
        return None


def write_moment(moment: datetime) -> int:
    """The same the other way."""
    return int(moment.timestamp() * 1000)
