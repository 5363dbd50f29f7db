"""Every read of this room that decides something. The caller works for LEARNING."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import models

from lerna.privacy.subjects.models import DataSubject
from lerna.school.blocks.kinds import Block, Download, Video
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Course, Lesson, LessonRevision, Run
from lerna.school.learning.models import BlockCompletion, Enrollment, State

ASKING = frozenset({"quiz", "assignment", "poll", "exercise", "package"})  # kinds that want something of the learner


def find_enrollment(subject: DataSubject, *, course: str, run: str) -> Enrollment | None:
    """The person's enrollment in the run of these keys, unless they left; with run, course and company. One query."""
    found = Enrollment.objects.filter(subject=subject, run__course__key=course, run__key=run).exclude(state=State.LEFT)
    return found.select_related("run__course__company", "subject__company").first()  # at most one: it is unique


def find_enrollment_in(subject: UUID, course: Course) -> Enrollment | None:
    """The person's latest enrollment in any run of this course, unless they left; its state, its dates and the key of
    its run are loaded. One query.
    """
    found = Enrollment.objects.filter(subject=subject, run__course=course).exclude(state=State.LEFT)
    needed = found.select_related("run").only("state", "opens_at", "ends_at", "run__key")
    return needed.order_by("-enrolled_at", "pk").first()


def list_enrollments(subject: DataSubject) -> Sequence[Enrollment]:
    """Where the person studies or has studied, the latest first; with run and course. One query."""
    found = Enrollment.objects.filter(subject=subject).exclude(state=State.LEFT)
    return list(found.select_related("run__course").order_by("-enrolled_at", "pk"))


def count_enrolled(runs: Sequence[Run]) -> Mapping[int, int]:
    """By run, how many are enrolled and haven't left; a run without anybody is missing. One query."""
    found = Enrollment.objects.filter(run__in=runs).exclude(state=State.LEFT)
    return dict(found.values_list("run").annotate(models.Count("pk")).order_by())


def count_seats_taken(course: Course) -> Mapping[int, int]:
    """The same of the course's runs that have a limit. One query."""
    found = Enrollment.objects.filter(run__course=course, run__seats__gt=0).exclude(state=State.LEFT)
    return dict(found.values_list("run").annotate(models.Count("pk")).order_by())


def find_lesson(enrollment: Enrollment, key: str) -> Lesson | None:
    """The course's published lesson of this key, with what it says. One query."""
    lessons = Lesson.objects.filter(course=enrollment.run.course_id, key=key, retired_at=None, published__isnull=False)
    return lessons.select_related("published", "section").first()  # at most one: the key is unique in the course


def read_lesson_blocks(lesson: Lesson) -> tuple[Block, ...]:
    """What the published lesson is made of. No query where `published` is loaded."""
    return read_blocks(lesson.published.blocks) if lesson.published else ()


def list_materials(lessons: Collection[Lesson]) -> Mapping[int, tuple[Download | Video, ...]]:
    """What of these lessons can be taken away, files and videos that can be read, by lesson; a lesson without any is
    missing. One query.
    """
    published = LessonRevision.objects.filter(pk__in=[one.published_id for one in lessons])
    found = {lesson: tuple(_pick_materials(stored)) for lesson, stored in published.values_list("lesson_id", "blocks")}
    return {lesson: taken for lesson, taken in found.items() if taken}


def list_asking(lesson: Lesson) -> tuple[str, ...]:
    """Keys of the blocks that must be done for the lesson to be completed; without any a button completes it."""
    stored: list[dict[str, Any]] = lesson.published.blocks if lesson.published else []
    return tuple(block["key"] for block in stored if block["kind"] in ASKING)


def list_done_blocks(enrollment: Enrollment, lesson: Lesson) -> frozenset[str]:
    """Keys of the blocks that the learner has done in this lesson. One query."""
    done = BlockCompletion.objects.filter(enrollment=enrollment, lesson=lesson)
    return frozenset(done.values_list("block", flat=True))


def _pick_materials(stored: list[dict[str, Any]]) -> Iterator[Download | Video]:
    for block in read_blocks([one for one in stored if one["kind"] in {Download.KIND, Video.KIND}]):
        if isinstance(block, Download) or (isinstance(block, Video) and block.transcript.strip()):
            yield block
