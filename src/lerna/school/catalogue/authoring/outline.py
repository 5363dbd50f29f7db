"""The order of a course: sections and lessons are added, named, moved, taken out and brought back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from lerna.school.catalogue.models import Course, Lesson, Section


class KeyTakenError(Exception):
    """The course has a section or a lesson of this key already, perhaps among those that were taken out."""


class NotEmptyError(Exception):
    """A section that has lessons isn't taken out; they would be lost with it."""


def add_section(*, course: Course, key: str, title: str) -> Section:
    """A section at the end. KeyTakenError."""
    with transaction.atomic():
        _lock(course)
        if Section.objects.filter(course=course, key=key).exists():
            raise KeyTakenError(f"The course has a section {key}.")
        return Section.objects.create(course=course, key=key, title=title, place=_next(course.sections.all()))


def add_lesson(*, section: Section, key: str, title: str) -> Lesson:
    """An empty lesson at the end of the section, which learners don't see until it is published. KeyTakenError."""
    with transaction.atomic():
        _lock(section.course)
        if Lesson.objects.filter(course=section.course, key=key).exists():
            raise KeyTakenError(f"The course has a lesson {key}.")
        place = _next(section.lessons.all())
        return Lesson.objects.create(course=section.course, section=section, key=key, title=title, place=place)


def change_section(*, section: Section, title: str, opens_after_days: int) -> None:
    """Name it anew, and when it opens."""
    with transaction.atomic():
        Section.objects.filter(pk=section.pk).update(title=title, opens_after_days=opens_after_days)


def order_sections(*, course: Course, keys: Sequence[str]) -> None:
    """The sections stand in this order; those that `keys` doesn't name come after, as they stood."""
    with transaction.atomic():
        _lock(course)
        rows = list(course.sections.filter(retired_at=None).order_by("place", "pk"))
        rows.sort(key=lambda row: keys.index(row.key) if row.key in keys else len(keys))
        _place(rows)


def order_lessons(*, section: Section, keys: Sequence[str]) -> None:
    """The section holds these lessons of its course in this order, whichever section they stood in; its other ones
    come after, as they stood.
    """
    with transaction.atomic():
        _lock(section.course)
        rows = {row.key: row for row in section.course.lessons.filter(retired_at=None).select_related("section")}
        named = [rows[key] for key in dict.fromkeys(keys) if key in rows]
        others = [row for row in rows.values() if row.section_id == section.pk and row not in named]
        left = {row.section_id for row in named} - {section.pk}
        for row in named:
            row.section = section
        _place([*named, *sorted(others, key=lambda row: (row.place, row.pk))])
        for section_id in left:
            _place([row for row in sorted(rows.values(), key=_stands) if row.section_id == section_id])


def retire_section(*, section: Section, now: datetime) -> None:
    """Take an empty section out. NotEmptyError."""
    with transaction.atomic():
        _lock(section.course)
        if section.lessons.filter(retired_at=None).exists():
            raise NotEmptyError("The section has lessons.")
        Section.objects.filter(pk=section.pk, retired_at=None).update(retired_at=now)


def retire_lesson(*, lesson: Lesson, now: datetime) -> None:
    """Learners no longer see the lesson; what they did there stays."""
    with transaction.atomic():
        Lesson.objects.filter(pk=lesson.pk, retired_at=None).update(retired_at=now)


def restore_lesson(*, lesson: Lesson) -> None:
    """A lesson that was taken out stands again, at the end of its section, which stands again too."""
    with transaction.atomic():
        _lock(lesson.course)
        Section.objects.filter(pk=lesson.section_id).update(retired_at=None)
        place = _next(lesson.section.lessons.filter(retired_at=None))
        Lesson.objects.filter(pk=lesson.pk).update(retired_at=None, place=place)


def _lock(course: Course) -> None:
    """Two authors change the order one after the other."""
    Course.objects.select_for_update().get(pk=course.pk)


def _next(rows: models.QuerySet[Section] | models.QuerySet[Lesson]) -> int:
    last = rows.aggregate(last=models.Max("place"))["last"]
    return 0 if last is None else last + 1


def _stands(lesson: Lesson) -> tuple[int, int]:
    return lesson.place, lesson.pk


def _place(rows: Sequence[Section | Lesson]) -> None:
    for place, row in enumerate(rows):
        row.place = place
        row.save(update_fields=["place", "section"] if isinstance(row, Lesson) else ["place"])
