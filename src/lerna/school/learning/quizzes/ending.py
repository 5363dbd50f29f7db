"""How an attempt ends: it is marked, and what the best one earned is noted for the course."""

from datetime import datetime
from decimal import Decimal

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.school.learning.operations import CLAUSE, complete_block, note_result
from lerna.school.learning.quizzes.models import Attempt, End
from lerna.school.learning.quizzes.queries import (
    count_left,
    find_best,
    is_passed,
    list_attempts,
    read_quiz,
    read_sheet,
)
from lerna.school.learning.quizzes.timing import OFFLINE

_ACTORS = {End.LEARNER: Actor.PERSON, End.TIME: Actor.SYSTEM}


def end_attempt(attempt: Attempt, *, by: End, now: datetime) -> None:
    """Marks the attempt and closes it; one that the time ends has ended when it was due. The row is locked."""
    attempt.ended_by = by
    if by is End.TIME and attempt.due_at is not None:
        attempt.finished_at, attempt.settled_at = attempt.due_at, attempt.due_at + OFFLINE
    else:
        attempt.finished_at = attempt.settled_at = now
    mark_anew(attempt, now)
    record(
        company=attempt.company, operation=Operation.UPDATE, clause=CLAUSE, actor=_ACTORS[by], now=now,
        purpose=Purpose.LEARNING, subject=attempt.subject_id, target=("attempt", attempt.pk),
        details={"event": "attempt-ended", "count": len(attempt.marks)},
    )  # fmt: skip


def settle(attempt: Attempt, now: datetime) -> None:
    """From now on nothing that arrives counts. The attempt is over, and the row is locked."""
    if attempt.finished_at is None:
        end_attempt(attempt, by=End.TIME, now=now)
    if attempt.settled_at is not None and attempt.settled_at > now:
        attempt.settled_at = now
        attempt.save(update_fields=["settled_at"])


def mark_anew(attempt: Attempt, now: datetime) -> None:
    """Marks what was answered, and notes what the best attempt earned; done when one is passed or none is left."""
    sheet = read_sheet(attempt)
    points = {asked.question.key: asked.mark.points_of(asked.question) for asked in sheet}
    attempt.marks = {key: str(earned) for key, earned in points.items()}
    attempt.earned = sum(points.values(), Decimal(0))
    attempt.save(update_fields=["marks", "earned", "finished_at", "settled_at", "ended_by"])
    quiz = read_quiz(attempt.revision, attempt.block)
    attempts = list_attempts(attempt.enrollment, attempt.lesson, attempt.block)
    best = find_best(attempts)
    if quiz is None or best is None:
        return
    if best.possible:
        note_result(
            enrollment=attempt.enrollment, lesson=attempt.lesson, block=attempt.block, part=quiz.part,
            earned=best.earned, possible=best.possible, now=now,
        )  # fmt: skip
    if is_passed(quiz, best) or count_left(quiz, attempts) == 0:
        complete_block(enrollment=attempt.enrollment, lesson=attempt.lesson, block=attempt.block, now=now)
