"""Every write of this room but notes and polls: somebody is enrolled, comes on in a lesson, does it, earns a result."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import permit
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.learning.finishing import meets_conditions
from lerna.school.learning.models import BlockCompletion, Enrollment, LessonProgress, Origin, Result, State
from lerna.school.learning.queries import list_asking, list_done_blocks

CLAUSE = "7.1-з"


class CannotEnrollError(Exception):
    """The person is blocked, so nothing may be done for their studies; nothing was changed."""


class RunIsFullError(Exception):
    """Every seat of the run is taken."""


class NotDoneError(Exception):
    """Blocks of the lesson still want something of the learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where in a lesson somebody is: percent scrolled, and seconds into each video by the key of its block."""

    place: int
    video: Mapping[str, int]


def enroll(  # noqa: PLR0913 -- whom, where, by whom, when
    *,
    subject: DataSubject,
    run: Run,
    origin: Origin,
    actor: Actor,
    now: datetime,
    opens_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> Enrollment:
    """The person's place in the run, from now or from `opens_at` on; whoever left comes back to what they did.

    Studying is a contract, so from now on their data may be used for it (clause 7.1-з). RunIsFullError,
    CannotEnrollError; ValueError for another company's run.
    """
    company = subject.company
    if run.course.company_id != company.pk:
        raise ValueError("The run is another company's.")
    with transaction.atomic():
        Run.objects.select_for_update(of=("self",)).get(pk=run.pk)  # two at once must not take the last seat
        permit(subject=subject, purposes=[Purpose.LEARNING])
        if not may(subject, Purpose.LEARNING):
            raise CannotEnrollError
        with processing(Purpose.LEARNING, company=company, reason="somebody is enrolled"):
            known = Enrollment.objects.filter(subject=subject, run=run).select_related("run__course").first()
            if known and known.state != State.LEFT:
                return known
            _check_seats(run)
            enrollment = known or Enrollment(subject=subject, company=company, run=run)
            enrollment.state, enrollment.origin, enrollment.finished_at = State.ACTIVE, origin, None
            enrollment.enrolled_at, enrollment.opens_at, enrollment.ends_at = now, opens_at or now, ends_at
            enrollment.save()
            _record(enrollment, Operation.RECORD, actor, now, "enrollment")
        return enrollment


def leave_run(*, enrollment: Enrollment, actor: Actor, now: datetime) -> None:
    """The person no longer studies there; what they did stays until it is erased."""
    with transaction.atomic(), _studying(enrollment, "somebody leaves a run"):
        Enrollment.objects.filter(pk=enrollment.pk).update(state=State.LEFT)
        enrollment.state = State.LEFT
        _record(enrollment, Operation.UPDATE, actor, now, "enrollment")


def open_lesson(*, enrollment: Enrollment, lesson: Lesson, now: datetime) -> LessonProgress:
    """Says that the learner is in this lesson. It must be open to them: `access.is_lesson_open`."""
    with transaction.atomic(), _studying(enrollment, "a lesson is opened"):
        progress, is_new = LessonProgress.objects.get_or_create(
            enrollment=enrollment,
            lesson=lesson,
            defaults={"subject_id": enrollment.subject_id, "opened_at": now, "seen_at": now},
        )
        if is_new:
            _record(enrollment, Operation.ACCUMULATE, Actor.PERSON, now, "lesson-opened")
        else:
            LessonProgress.objects.filter(pk=progress.pk).update(seen_at=now)
        _note_activity(enrollment, now)
        return progress


def keep_position(*, enrollment: Enrollment, lesson: Lesson, position: Position, now: datetime) -> None:
    """Where the learner is now; the newest counts, on whatever device. Nothing where the lesson was never opened."""
    with transaction.atomic(), _studying(enrollment, "where somebody is in a lesson"):
        rows = LessonProgress.objects.select_for_update(of=("self",)).filter(enrollment=enrollment, lesson=lesson)
        for progress in rows:
            progress.place, progress.seen_at = position.place, now
            progress.video = {**progress.video, **position.video}
            progress.save(update_fields=["place", "seen_at", "video"])


def complete_block(*, enrollment: Enrollment, lesson: Lesson, block: str, now: datetime) -> None:
    """The learner did what the block asked; with the last such block the lesson is completed, with it the course."""
    with transaction.atomic(), _studying(enrollment, "a block is done"):
        progress = _hold_progress(enrollment, lesson, now)
        BlockCompletion.objects.get_or_create(
            enrollment=enrollment,
            lesson=lesson,
            block=block,
            defaults={"subject_id": enrollment.subject_id, "done_at": now},
        )
        if not set(list_asking(lesson)) - list_done_blocks(enrollment, lesson):
            _complete(enrollment, progress, now)


def complete_lesson(*, enrollment: Enrollment, lesson: Lesson, now: datetime) -> None:
    """The learner says that they are done with a lesson. NotDoneError where a block still waits for them."""
    with transaction.atomic(), _studying(enrollment, "a lesson is completed"):
        if set(list_asking(lesson)) - list_done_blocks(enrollment, lesson):
            raise NotDoneError
        _complete(enrollment, _hold_progress(enrollment, lesson, now), now)


def note_result(  # noqa: PLR0913 -- the facts of a mark
    *,
    enrollment: Enrollment,
    lesson: Lesson,
    block: str,
    part: str,
    earned: Decimal,
    possible: Decimal,
    now: datetime,
) -> Result:
    """What the block earned, in place of what it earned before; which attempt counts is the caller's to say."""
    with transaction.atomic(), _studying(enrollment, "a result is noted"):
        result, _ = Result.objects.update_or_create(
            enrollment=enrollment,
            lesson=lesson,
            block=block,
            defaults={"part": part, "earned": earned, "possible": possible, "noted_at": now},
            create_defaults={
                "subject_id": enrollment.subject_id,
                "part": part,
                "earned": earned,
                "possible": possible,
                "noted_at": now,
            },
        )
        _record(enrollment, Operation.ACCUMULATE, Actor.SYSTEM, now, "result")
        finish_if_done(enrollment=enrollment, now=now)
        return result


def finish_if_done(*, enrollment: Enrollment, now: datetime) -> bool:
    """Whether the course is finished by now: every lesson is completed and every condition met (`finishing`)."""
    with transaction.atomic(), _studying(enrollment, "is a course finished"):
        held = Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
        if held.state == State.ACTIVE and not _left_to_do(enrollment) and meets_conditions(enrollment):
            Enrollment.objects.filter(pk=held.pk).update(state=State.FINISHED, finished_at=now)
            enrollment.state, enrollment.finished_at = State.FINISHED, now
            _record(enrollment, Operation.ACCUMULATE, Actor.SYSTEM, now, "course-finished")
        return enrollment.state == State.FINISHED


def _complete(enrollment: Enrollment, progress: LessonProgress, now: datetime) -> None:
    if progress.completed_at is None:
        progress.completed_at = now
        progress.save(update_fields=["completed_at"])
        _record(enrollment, Operation.ACCUMULATE, Actor.PERSON, now, "lesson-completed")
        finish_if_done(enrollment=enrollment, now=now)
    _note_activity(enrollment, now)


def _hold_progress(enrollment: Enrollment, lesson: Lesson, now: datetime) -> LessonProgress:
    """The learner's row of this lesson, till the end of the transaction."""
    open_lesson(enrollment=enrollment, lesson=lesson, now=now)
    return LessonProgress.objects.select_for_update(of=("self",)).get(enrollment=enrollment, lesson=lesson)


def _left_to_do(enrollment: Enrollment) -> bool:
    taught = Lesson.objects.filter(course=enrollment.run.course_id, retired_at=None, published__isnull=False)
    done = LessonProgress.objects.filter(enrollment=enrollment, completed_at__isnull=False)
    return taught.exclude(pk__in=done.values("lesson")).exists()


def _check_seats(run: Run) -> None:
    if run.seats and Enrollment.objects.filter(run=run).exclude(state=State.LEFT).count() >= run.seats:
        raise RunIsFullError


def _studying(enrollment: Enrollment, reason: str) -> AbstractContextManager[Processing]:
    return processing(Purpose.LEARNING, company=enrollment.subject.company, reason=reason)


def _note_activity(enrollment: Enrollment, now: datetime) -> None:
    company, day = enrollment.subject.company, local_day(now)
    note_activity(company=company, subject=enrollment.subject_id, purpose=Purpose.LEARNING, day=day)


def _record(enrollment: Enrollment, operation: Operation, actor: Actor, now: datetime, event: str) -> None:
    record(
        company=enrollment.subject.company, operation=operation, clause=CLAUSE, actor=actor, now=now,
        purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("enrollment", enrollment.pk),
        details={"event": event},
    )  # fmt: skip
