"""The last days of works: so long after their section opened to the learner, or as a curator extended it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from lerna.kit.clock import local_day
from lerna.school.blocks.kinds import Assignment
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Lesson, Section
from lerna.school.learning.access import list_sections, section_opens_at
from lerna.school.learning.deadlines.models import Extension
from lerna.school.learning.models import BlockCompletion, Enrollment

Place = tuple[int, str]  # a lesson's number and a block's key


@dataclass(frozen=True, slots=True)
class Work:
    """An assignment and the lesson in which it stands."""

    lesson: Lesson
    assignment: Assignment

    @property
    def place(self) -> Place:
        """By which everything that a learner did there is found."""
        return self.lesson.pk, self.assignment.key


@dataclass(frozen=True, slots=True)
class Due:
    """One person's work and its last day; None where it has none. `is_done`: it was handed in once."""

    enrollment: Enrollment
    work: Work
    on: date | None
    is_extended: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class LastDay:
    """Until when one work may come, None where it may always; why a curator moved the day, where one did."""

    on: date | None
    reason: str = field(repr=False)


def count_due(assignment: Assignment, opened_on: date, extended: date | None = None) -> date | None:
    """The last day to hand it in: so many days after the section opened, or later where a curator gave longer; None
    where the assignment has no day and nobody gave one.
    """
    own = opened_on + timedelta(days=assignment.due_days) if assignment.due_days else None
    return max(filter(None, (own, extended)), default=None)


def find_due_on(enrollment: Enrollment, lesson: Lesson, assignment: Assignment) -> date | None:
    """The last day of one work of one person. Two queries. The caller works for LEARNING."""
    return find_last_days(enrollment, lesson, [assignment])[assignment.key].on


def find_last_days(enrollment: Enrollment, lesson: Lesson, assignments: Iterable[Assignment]) -> Mapping[str, LastDay]:
    """The last days of these works of a lesson, by block. Two queries, and one for the key where a reason is read. The
    caller works for LEARNING.
    """
    opened_on = _opening_day(enrollment, lesson, list_sections(enrollment.run.course))
    given = {one.block: one for one in Extension.objects.filter(enrollment=enrollment, lesson=lesson)}
    return {
        one.key: LastDay(
            count_due(one, opened_on, given[one.key].due_on if one.key in given else None),
            str(given[one.key].reason or "") if one.key in given else "",
        )
        for one in assignments
    }


def list_works(course: int) -> tuple[Work, ...]:
    """Every assignment that the course's lessons have now, in their order. One query."""
    lessons = Lesson.objects.filter(
        course=course, retired_at=None, published__blocks__contains=[{"kind": Assignment.KIND}]
    )
    return tuple(
        Work(lesson, block)
        for lesson in lessons.select_related("published", "section")
        if lesson.published
        for block in read_blocks(lesson.published.blocks)
        if isinstance(block, Assignment)
    )


def list_dues(enrollments: Sequence[Enrollment]) -> Iterator[Due]:
    """The works of these enrollments, all of one course, with their last days. Four queries, however many they are."""
    if not enrollments:
        return
    works, sections = list_works(enrollments[0].run.course_id), list_sections(enrollments[0].run.course)
    extended = _read_extensions(enrollments)
    done = set(
        BlockCompletion.objects.filter(enrollment__in=enrollments).values_list("enrollment_id", "lesson_id", "block")
    )
    for enrollment in enrollments:
        for work in works:
            key = (enrollment.pk, *work.place)
            longer = extended.get(key)
            on = count_due(work.assignment, _opening_day(enrollment, work.lesson, sections), longer)
            yield Due(enrollment, work, on, is_extended=longer is not None and longer == on, is_done=key in done)


def _read_extensions(enrollments: Iterable[Enrollment]) -> Mapping[tuple[UUID, int, str], date]:
    rows = Extension.objects.filter(enrollment__in=[one.pk for one in enrollments])
    return {
        (enrollment, lesson, block): due_on
        for enrollment, lesson, block, due_on in rows.values_list("enrollment_id", "lesson_id", "block", "due_on")
    }


def _opening_day(enrollment: Enrollment, lesson: Lesson, sections: Sequence[Section]) -> date:
    """Of the lesson's section; of one that is taught no more, the enrollment's own."""
    for number, section in enumerate(sections):
        if section.pk == lesson.section_id:
            return local_day(section_opens_at(enrollment, section, number))
    return local_day(enrollment.opens_at)
