"""Every write of a curator's: a work is taken, so that no two check it, and reviewed; phrases said often are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.lateness import take_off
from lerna.school.learning.assignments.models import Phrase, Review, State, Submission
from lerna.school.learning.assignments.rules import load_rules
from lerna.school.learning.news.models import Kind
from lerna.school.learning.news.operations import tell
from lerna.school.learning.operations import CLAUSE, note_result

OVERALL = "overall"  # the one criterion of an assignment without a rubric

_STATES = {Review.Decision.ACCEPT: State.ACCEPTED, Review.Decision.RETURN: State.RETURNED}
_NEWS = {Review.Decision.ACCEPT: Kind.ACCEPTED, Review.Decision.RETURN: Kind.RETURNED}


class TakenError(Exception):
    """A colleague has the work open now."""


class NotWaitingError(Exception):
    """The work doesn't wait for a curator: it was reviewed already."""


class PointsError(ValueError):
    """Points of a criterion are missing, unknown, or more than it gives."""


class NoWordsError(ValueError):
    """A work can't come back without a word of what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a curator says: points by criterion (`OVERALL` without a rubric), and words."""

    decision: Review.Decision
    points: Mapping[str, Decimal]
    comment: str = field(default="", repr=False)


def most_points(assignment: Assignment) -> dict[str, int]:
    """What each criterion gives at most."""
    return {one.key: one.points for one in assignment.rubric} or {OVERALL: assignment.points}


def take_work(*, company: Company, submission_id: UUID, reviewer: UUID, now: datetime) -> None:
    """The work is this curator's for a while; opened again, for a while from now. NotWaitingError, TakenError."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a curator takes a work"):
        waiting = Submission.objects.filter(pk=submission_id, state=State.HANDED_IN)
        free = Q(claimed_until=None) | Q(claimed_until__lte=now) | Q(claimed_by=reviewer)
        if not waiting.filter(free).update(claimed_by=reviewer, claimed_until=now + load_rules().claim):
            raise TakenError if waiting.exists() else NotWaitingError


def release_work(*, company: Company, submission_id: UUID, reviewer: UUID) -> None:
    """A colleague may take it; nothing where this curator doesn't have it."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a curator gives a work back"):
        own = Submission.objects.filter(pk=submission_id, state=State.HANDED_IN, claimed_by=reviewer)
        own.update(claimed_by=None, claimed_until=None)


def review_work(  # noqa: PLR0913 -- which work, by whose word, and what it says
    *,
    company: Company,
    submission_id: UUID,
    assignment: Assignment,
    reviewer: UUID,
    verdict: Verdict,
    now: datetime,
) -> Review:
    """The work is accepted with its mark, or comes back; its learner is told. NotWaitingError, TakenError, PointsError,
    NoWordsError: then nothing was changed.
    """
    points, comment = _check(assignment, verdict), verdict.comment.strip()
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a curator reviews a work"):
        submission = _hold(submission_id, reviewer, now)
        enrollment = submission.enrollment
        review = Review(
            subject_id=submission.subject_id, submission=submission, decision=verdict.decision,
            points={key: str(value) for key, value in points.items()},
            earned=take_off(sum(points.values(), Decimal()), submission.late_days, assignment.late_percent),
            possible=assignment.points, comment=comment or None, reviewed_by=reviewer, reviewed_at=now,
        )  # fmt: skip
        review.save(force_insert=True)
        Submission.objects.filter(pk=submission.pk).update(
            state=_STATES[verdict.decision], claimed_by=None, claimed_until=None
        )
        record(
            company=company, operation=Operation.ACCUMULATE, clause=CLAUSE, actor=Actor.STAFF, actor_id=reviewer,
            now=now, purpose=Purpose.LEARNING, subject=submission.subject_id, target=("submission", submission.pk),
            details={"event": "work-reviewed", "outcome": verdict.decision.value, "version": submission.number},
        )  # fmt: skip
        if verdict.decision == Review.Decision.ACCEPT:
            note_result(
                enrollment=enrollment, lesson=submission.lesson, block=submission.block, part=assignment.part,
                earned=review.earned, possible=review.possible, now=now,
            )  # fmt: skip
        tell(
            enrollment=enrollment, lesson=submission.lesson, block=submission.block, kind=_NEWS[verdict.decision],
            title=assignment.title, now=now,
        )  # fmt: skip
        return review


def keep_phrase(*, company: Company, owner: UUID, text: str, now: datetime) -> None:
    """Words to say again; the same ones are kept once."""
    with transaction.atomic():
        Phrase.objects.get_or_create(company=company, owner=owner, text=text, defaults={"added_at": now})


def drop_phrase(*, owner: UUID, phrase_id: int) -> None:
    """Forgets words of one's own."""
    with transaction.atomic():
        Phrase.objects.filter(pk=phrase_id, owner=owner).delete()


def _check(assignment: Assignment, verdict: Verdict) -> dict[str, Decimal]:
    """The points of the rubric alone; of a work that comes back they may be missing."""
    most = most_points(assignment)
    is_accepted = verdict.decision == Review.Decision.ACCEPT
    if verdict.points.keys() - most or (is_accepted and most.keys() - verdict.points.keys()):
        raise PointsError
    if any(not 0 <= value <= most[key] for key, value in verdict.points.items()):
        raise PointsError
    if not is_accepted and not verdict.comment.strip():
        raise NoWordsError
    return dict(verdict.points)


def _hold(submission_id: UUID, reviewer: UUID, now: datetime) -> Submission:
    found = Submission.objects.select_for_update(of=("self",)).filter(pk=submission_id, state=State.HANDED_IN)
    waiting = found.select_related("enrollment__run__course", "enrollment__subject__company", "lesson").first()
    if waiting is None:
        raise NotWaitingError
    if waiting.claimed_by != reviewer and waiting.claimed_until and waiting.claimed_until > now:
        raise TakenError
    return waiting
