"""Every read of this room that decides something. The caller works for LEARNING."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import Question
from lerna.school.blocks.stored import read_value
from lerna.school.catalogue.models import Lesson, LessonRevision
from lerna.school.learning.models import Enrollment
from lerna.school.learning.quizzes.marking.marks import Mark, mark_answer
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.shuffles import list_shown
from lerna.school.learning.quizzes.models import AnswerStep, Attempt
from lerna.school.learning.quizzes.timing import is_settled

WITH_ALL = ("revision", "lesson", "enrollment__run__course", "enrollment__subject__company", "subject", "company")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of an attempt: what stands at each shown place, the newest answer, how many hints were shown."""

    question: Question
    shown: tuple[int, ...]
    answer: Answer
    hints: int

    @property
    def mark(self) -> Mark:
        """What the answer is worth."""
        return mark_answer(self.question, self.answer)


def read_quiz(revision: LessonRevision | None, block: str) -> Quiz | None:
    """The quiz that stands at this place of the revision, None where there is none. No query."""
    stored = (one for one in (revision.blocks if revision else ()) if (one["kind"], one["key"]) == (Quiz.KIND, block))
    return next((read_value(Quiz, one) for one in stored), None)


def list_attempts(enrollment: Enrollment, lesson: Lesson, block: str) -> Sequence[Attempt]:
    """The learner's attempts at this quiz, the first one first. One query."""
    found = Attempt.objects.filter(enrollment=enrollment, lesson=lesson, block=block)
    return list(found.select_related(*WITH_ALL).order_by("started_at", "pk"))


def list_attempts_of_lesson(enrollment: Enrollment, lesson: Lesson) -> dict[str, list[Attempt]]:
    """The learner's attempts at all quizzes of the lesson, by block. One query."""
    found: dict[str, list[Attempt]] = {}
    for attempt in Attempt.objects.filter(enrollment=enrollment, lesson=lesson).order_by("started_at", "pk"):
        found.setdefault(attempt.block, []).append(attempt)
    return found


def find_attempt(enrollment: Enrollment, number: UUID) -> Attempt | None:
    """The learner's attempt of this number. One query."""
    return Attempt.objects.filter(pk=number, enrollment=enrollment).select_related(*WITH_ALL).first()


def read_sheet(attempt: Attempt) -> tuple[Asked, ...]:
    """The questions of an attempt with what was answered so far. One query, and one for the key of typed answers."""
    answers: dict[str, AnswerStep] = {}
    hints: dict[str, int] = {}
    for step in attempt.steps.order_by("given_at", "received_at", "pk"):
        if step.hint:
            hints[step.question] = max(step.hint, hints.get(step.question, 0))
        else:
            answers[step.question] = step
    return tuple(
        Asked(
            question=question,
            shown=list_shown(question, str(attempt.pk)),
            answer=answers[question.key].answer if question.key in answers else None,
            hints=hints.get(question.key, 0),
        )
        for question in list_drawn(attempt)
    )


def list_drawn(attempt: Attempt) -> tuple[Question, ...]:
    """The questions of an attempt, as their revision states them. No query where the revision is loaded."""
    quiz = read_quiz(attempt.revision, attempt.block)
    return tuple(one for one in quiz.questions if one.key in attempt.drawn) if quiz else ()


def count_left(quiz: Quiz, attempts: Iterable[Attempt]) -> int | None:
    """How many more attempts there are; None where there is no limit."""
    return max(0, quiz.attempts - len(tuple(attempts))) if quiz.attempts else None


def find_best(attempts: Iterable[Attempt]) -> Attempt | None:
    """The finished attempt that reached the largest share of its points, the earliest of equal ones."""
    finished = [one for one in attempts if one.finished_at is not None]
    return max(finished, key=_share, default=None)


def percent_of(attempt: Attempt) -> int:
    """What was reached of 100, rounded down, so that nobody reads the pass mark who hasn't it."""
    return int(_share(attempt) * 100)


def is_passed(quiz: Quiz, attempt: Attempt) -> bool:
    """Whether a finished attempt reaches the quiz's pass mark."""
    return attempt.finished_at is not None and _share(attempt) * 100 >= quiz.pass_mark


def may_see_right(quiz: Quiz, attempt: Attempt, attempts: Sequence[Attempt], now: datetime) -> bool:
    """Whether right answers may be shown: of a settled attempt, and where it counts for the final mark only when
    nothing more is to be won: no attempt is left, or all points are there.
    """
    if not is_settled(attempt, now):
        return False
    return not quiz.part or count_left(quiz, attempts) == 0 or attempt.earned == attempt.possible


def _share(attempt: Attempt) -> Decimal:
    return attempt.earned / attempt.possible if attempt.possible else Decimal(1)
