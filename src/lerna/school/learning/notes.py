"""What learners write beside lessons for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lerna.kit.clock import to_local
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment, Note
from lerna.school.learning.operations import CLAUSE


@dataclass(frozen=True, slots=True)
class NoteOf:
    """What stands beside a lesson, also beside one that is taught no more, and since when."""

    lesson: Lesson
    text: str = field(repr=False)
    changed_at: datetime


def keep_note(*, enrollment: Enrollment, lesson: Lesson, text: str, now: datetime) -> None:
    """The learner's note on the lesson is this text from now on; an empty one deletes it."""
    company = enrollment.subject.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a note is written"):
        known = Note.objects.select_for_update(of=("self",)).filter(enrollment=enrollment, lesson=lesson).first()
        if not text.strip():
            if known:
                known.delete()
            operation = Operation.DELETE
        else:
            note = known or Note(subject=enrollment.subject, company=company, enrollment=enrollment, lesson=lesson)
            note.text, note.changed_at = text, now
            note.save()
            operation = Operation.UPDATE if known else Operation.RECORD
        if known or operation is Operation.RECORD:
            record(
                company=company, operation=operation, clause=CLAUSE, actor=Actor.PERSON, now=now,
                purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("lesson", lesson.pk),
                details={"event": "note"},
            )  # fmt: skip


def read_note(enrollment: Enrollment, lesson: Lesson) -> str:
    """What the learner wrote on the lesson, or nothing. One query. The caller works for LEARNING."""
    found = Note.objects.filter(enrollment=enrollment, lesson=lesson).first()  # at most one: it is unique
    return str(found.text) if found else ""


def list_notes(enrollment: Enrollment) -> Sequence[NoteOf]:
    """All that the learner wrote in a course, in the order of its lessons. One query, and one for the key. The caller
    works for LEARNING.
    """
    rows = Note.objects.filter(enrollment=enrollment).select_related("lesson")
    ordered = rows.order_by("lesson__section__place", "lesson__place", "lesson_id")
    return [NoteOf(row.lesson, str(row.text), to_local(row.changed_at)) for row in ordered]
