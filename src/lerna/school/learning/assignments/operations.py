"""Every write of a learner's: a draft is saved as often as they like, and handed in once."""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import transaction

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.blocks.kinds import Assignment
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.assignments.files import WorkClosedError
from lerna.school.learning.assignments.lateness import count_late_days
from lerna.school.learning.assignments.models import State, Submission, SubmittedFile
from lerna.school.learning.assignments.rules import load_rules, work_calendar
from lerna.school.learning.deadlines.due import find_due_on
from lerna.school.learning.models import Enrollment
from lerna.school.learning.operations import CLAUSE, complete_block


class NothingToHandInError(Exception):
    """The draft has neither words nor a link nor files, of those that the assignment takes."""


def save_draft(  # noqa: PLR0913 -- which work, and what stands in it
    *, enrollment: Enrollment, lesson: Lesson, assignment: Assignment, text: str, link: str, now: datetime
) -> Submission:
    """The open version with these words; after a return it is a new one. WorkClosedError while a curator has one, and
    after one was accepted.
    """
    with transaction.atomic(), _studying(enrollment, "a work is being written"):
        latest = _hold_latest(enrollment, lesson, assignment.key)
        if latest and latest.state in {State.HANDED_IN, State.ACCEPTED}:
            raise WorkClosedError
        draft = latest
        if draft is None or draft.state == State.RETURNED:
            draft = Submission(
                subject_id=enrollment.subject_id, enrollment=enrollment, lesson=lesson, block=assignment.key,
                number=latest.number + 1 if latest else 1,
            )  # fmt: skip
        draft.text, draft.link, draft.saved_at = text or None, link or None, now
        draft.save()
        draft.subject = enrollment.subject
        return draft


def hand_in(*, enrollment: Enrollment, lesson: Lesson, assignment: Assignment, now: datetime) -> Submission:
    """Gives the draft to the curators, with the moment by which it will be checked. The block counts as done.

    WorkClosedError where no draft is open; NothingToHandInError.
    """
    with transaction.atomic(), _studying(enrollment, "a work is handed in"):
        draft = _hold_latest(enrollment, lesson, assignment.key)
        if draft is None or draft.state != State.DRAFT:
            raise WorkClosedError
        if not _has_something(draft, assignment):
            raise NothingToHandInError
        draft.enrollment, draft.state, draft.handed_in_at = enrollment, State.HANDED_IN, now
        draft.promised_at = load_rules().promise.moment(now, work_calendar())
        draft.late_days = _count_late(draft, enrollment, lesson, assignment, now)
        draft.save(update_fields=["state", "handed_in_at", "promised_at", "late_days"])
        complete_block(enrollment=enrollment, lesson=lesson, block=assignment.key, now=now)
        record(
            company=enrollment.subject.company, operation=Operation.COLLECT, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("submission", draft.pk),
            details={"event": "work-handed-in", "version": draft.number},
        )  # fmt: skip
        return draft


def _count_late(
    draft: Submission, enrollment: Enrollment, lesson: Lesson, assignment: Assignment, now: datetime
) -> int:
    if draft.number > 1:
        first = Submission.objects.get(enrollment=enrollment, lesson=lesson, block=assignment.key, number=1)
        return first.late_days
    return count_late_days(now, find_due_on(enrollment, lesson, assignment))


def _has_something(draft: Submission, assignment: Assignment) -> bool:
    return (
        ("text" in assignment.accepts and bool(draft.text and draft.text.strip()))
        or ("link" in assignment.accepts and bool(draft.link))
        or ("files" in assignment.accepts and SubmittedFile.objects.filter(submission=draft).exists())
    )


def _hold_latest(enrollment: Enrollment, lesson: Lesson, block: str) -> Submission | None:
    """The newest version; nobody else changes this person's works until the transaction ends."""
    Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)
    return (
        Submission.objects.select_for_update(of=("self",))
        .filter(enrollment=enrollment, lesson=lesson, block=block)
        .order_by("-number")
        .first()
    )


def _studying(enrollment: Enrollment, reason: str) -> AbstractContextManager[Processing]:
    return processing(Purpose.LEARNING, company=enrollment.subject.company, reason=reason)
