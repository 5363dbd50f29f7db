"""The rules of time. The server's clock decides; a browser without network gets an hour, and no more than that.

An answer counts if the server has it before the time is over, with a few seconds for the way. One that the browser kept
because the network was gone counts if it was given before the end and arrives before the attempt is settled: an hour
after the end, or when the learner asks for the marks or begins another attempt, whatever comes first. Whoever has ended
the attempt themselves has settled it.
"""

from datetime import datetime, timedelta
from enum import Enum

from lerna.school.learning.quizzes.models import Attempt

GRACE = timedelta(seconds=10)  # for the way from the browser
OFFLINE = timedelta(hours=1)  # for a network that was gone when the time ended


class Arrival(Enum):
    """What becomes of an answer that arrives."""

    IN_TIME = "in time"
    DELAYED = "delayed"  # it counts, and is marked as such
    LATE = "late"


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt has ended, or has to."""
    return attempt.finished_at is not None or (attempt.due_at is not None and now > attempt.due_at + GRACE)


def is_settled(attempt: Attempt, now: datetime) -> bool:
    """Whether it is final, so that marks may be shown."""
    return attempt.settled_at is not None and now >= attempt.settled_at


def bound_moment(attempt: Attempt, claimed: datetime | None, now: datetime) -> datetime:
    """When an answer was given, as far as a browser can be believed: after the start, and not after now."""
    return now if claimed is None else min(max(claimed, attempt.started_at), now)


def judge_arrival(attempt: Attempt, given_at: datetime, now: datetime) -> Arrival:
    """Whether an answer that was given then and arrives now still counts."""
    if not is_over(attempt, now):
        return Arrival.IN_TIME
    if attempt.due_at is None or given_at > attempt.due_at or is_settled(attempt, now):
        return Arrival.LATE
    return Arrival.DELAYED if now < attempt.due_at + OFFLINE else Arrival.LATE
