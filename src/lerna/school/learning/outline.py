"""A course as its learner sees it: what is done, what is open, what opens when. The caller works for LEARNING."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lerna.school.catalogue.models import Course, Lesson, Section
from lerna.school.learning.access import is_enrollment_open, list_missing, list_sections, section_opens_at
from lerna.school.learning.models import Enrollment, LessonProgress


@dataclass(frozen=True, slots=True)
class LessonLine:
    """One lesson. `seen_at` None: never opened; `opens_at` None: it is open."""

    lesson: Lesson
    opens_at: datetime | None
    is_open: bool
    is_done: bool
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class SectionLines:
    """One chapter; `opens_at` None: it is open."""

    section: Section
    opens_at: datetime | None
    lines: Sequence[LessonLine]


@dataclass(frozen=True, slots=True)
class Outline:
    """The whole course; `missing` are the courses that have to be finished before it opens."""

    enrollment: Enrollment
    sections: Sequence[SectionLines]
    missing: Sequence[Course]

    def __iter__(self) -> Iterator[LessonLine]:
        return (line for section in self.sections for line in section.lines)

    @property
    def total(self) -> int:
        """How many lessons there are."""
        return sum(1 for _ in self)

    @property
    def done(self) -> int:
        """How many of them are completed."""
        return sum(line.is_done for line in self)

    @property
    def percent(self) -> int:
        """The same of 100, rounded down: 100 means every lesson."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def resume(self) -> LessonLine | None:
        """Where to go on: the open lesson that was looked at last and isn't done, else the first that isn't."""
        waiting = [line for line in self if line.is_open and not line.is_done]
        latest = max((line.seen_at for line in waiting if line.seen_at), default=None)
        return next((line for line in waiting if line.seen_at == latest), None)

    def find(self, lesson: Lesson) -> LessonLine | None:
        """The line of this lesson."""
        return next((line for line in self if line.lesson.pk == lesson.pk), None)

    def beside(self, lesson: Lesson) -> tuple[LessonLine | None, LessonLine | None]:
        """What comes before the lesson and after it, open or not."""
        lines = list(self)
        at = next((number for number, line in enumerate(lines) if line.lesson.pk == lesson.pk), None)
        if at is None:
            return None, None
        return (lines[at - 1] if at else None, lines[at + 1] if at + 1 < len(lines) else None)


def read_outline(enrollment: Enrollment, *, now: datetime) -> Outline:
    """The course of this enrollment as it is now. Four queries at most, however long the course."""
    course = enrollment.run.course
    lessons: dict[int, list[Lesson]] = {}
    for lesson in course.lessons.filter(retired_at=None, published__isnull=False):
        lessons.setdefault(lesson.section_id, []).append(lesson)
    rows = LessonProgress.objects.filter(enrollment=enrollment).only("lesson_id", "seen_at", "completed_at")
    progress = {row.lesson_id: row for row in rows}
    missing = list_missing(enrollment)
    is_shut = bool(missing) or not is_enrollment_open(enrollment, now)
    sections = []
    for number, section in enumerate(list_sections(course)):
        opens_at = section_opens_at(enrollment, section, number)
        waits = opens_at if opens_at > now else None
        lines = [
            _line(lesson, waits, progress.get(lesson.pk), is_shut=is_shut) for lesson in lessons.get(section.pk, [])
        ]
        sections.append(SectionLines(section, waits, lines))
    return Outline(enrollment, sections, missing)


def _line(lesson: Lesson, waits: datetime | None, row: LessonProgress | None, *, is_shut: bool) -> LessonLine:
    return LessonLine(
        lesson=lesson,
        opens_at=waits,
        is_open=waits is None and not is_shut,
        is_done=row is not None and row.completed_at is not None,
        seen_at=row.seen_at if row else None,
    )
