"""Where learners stand: one in a course, and everybody of a run. The caller works for LEARNING."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lerna.kit.clock import to_local
from lerna.school.blocks.course import Grading
from lerna.school.blocks.kinds import Assignment, Package, Quiz
from lerna.school.blocks.stored import read_blocks, read_value
from lerna.school.catalogue.models import Course, Lesson, Run
from lerna.school.learning.grades.marks import Earned, Item, Standing, compute_standing, round_down
from lerna.school.learning.models import Enrollment, Result, State
from lerna.school.learning.people import read_names


@dataclass(frozen=True, slots=True)
class Marked:
    """One thing that is marked, where it stands and what it is called."""

    item: Item
    lesson: Lesson
    block: str
    title: str

    @property
    def name(self) -> str:
        """What tells it from others: in many courses each lesson ends with a quiz of the same title."""
        return self.title if self.title == self.lesson.title else f"{self.lesson.title}: {self.title}"


@dataclass(frozen=True, slots=True)
class Marks:
    """One learner's: everything that is marked in their course, what it brought, and what that makes."""

    marked: tuple[Marked, ...]
    results: Mapping[str, Earned]
    standing: Standing


@dataclass(frozen=True, slots=True)
class BookLine:
    """One learner in the book of a run."""

    enrollment: UUID
    subject: UUID
    name: str = field(repr=False)
    results: Mapping[str, Earned]
    standing: Standing
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gradebook:
    """Everybody of a run by their names, under the same columns."""

    run: Run
    marked: tuple[Marked, ...]
    lines: tuple[BookLine, ...]


def read_grading(course: Course) -> Grading:
    """How the course's mark is made. No query."""
    return read_value(Grading, course.grading) if course.grading else Grading()


def list_marked(course: Course) -> tuple[Marked, ...]:
    """What is marked in the course as it is now, in its order: whatever names a part of the grading. One query."""
    parts = {part.key for part in read_grading(course).parts}
    lessons = Lesson.objects.filter(course=course, retired_at=None, published__isnull=False)
    return tuple(
        Marked(Item(_key(lesson.pk, block.key), block.part), lesson, block.key, block.title)
        for lesson in lessons.select_related("published", "section")
        if lesson.published
        for block in read_blocks(lesson.published.blocks)
        if isinstance(block, Quiz | Assignment | Package) and block.part in parts
    )


def read_marks(enrollment: Enrollment) -> Marks:
    """Where one learner stands. Two queries."""
    course = enrollment.run.course
    marked = list_marked(course)
    results = _read_results([enrollment]).get(enrollment.pk, {})
    return Marks(marked, results, _stand(course, marked, results))


def is_passed(enrollment: Enrollment) -> bool:
    """Whether the pass mark is reached; of a course without marks, always. Up to two queries."""
    return not read_grading(enrollment.run.course).parts or read_marks(enrollment).standing.is_passed


def find_mark(enrollment: Enrollment) -> int | None:
    """The mark as a whole number, rounded down; None where the course gives none. Up to two queries."""
    if not read_grading(enrollment.run.course).parts:
        return None
    standing = read_marks(enrollment).standing
    return int(round_down(standing.mark)) if standing.is_marked else None


def list_runs_with_learners(company: int) -> Sequence[tuple[Run, int]]:
    """The runs in which somebody studies or studied, the newest first, and how many. Two queries."""
    counts: dict[int, int] = {}
    for run in Enrollment.objects.exclude(state=State.LEFT).values_list("run", flat=True):
        counts[run] = counts.get(run, 0) + 1
    runs = Run.objects.filter(pk__in=counts, course__company=company).select_related("course")
    return [(run, counts[run.pk]) for run in runs.order_by("-starts_on", "course__title", "key")]


def find_run(company: int, run: int) -> Run | None:
    """A run of this company, with its course. One query."""
    return Run.objects.filter(pk=run, course__company=company).select_related("course").first()


def read_gradebook(run: Run) -> Gradebook:
    """The whole book of a run. Five queries, however many learners there are."""
    enrollments = list(Enrollment.objects.filter(run=run).exclude(state=State.LEFT))
    marked, results = list_marked(run.course), _read_results(enrollments)
    names = read_names(one.subject_id for one in enrollments)
    lines = [
        BookLine(
            enrollment=one.pk,
            subject=one.subject_id,
            name=names.get(one.subject_id, ""),
            results=own,
            standing=_stand(run.course, marked, own),
            finished_at=to_local(one.finished_at) if one.finished_at else None,
        )
        for one in enrollments
        for own in [results.get(one.pk, {})]
    ]
    return Gradebook(run, marked, tuple(sorted(lines, key=lambda line: (line.name.casefold(), line.enrollment))))


def _stand(course: Course, marked: Sequence[Marked], results: Mapping[str, Earned]) -> Standing:
    return compute_standing(read_grading(course), [one.item for one in marked], results)


def _read_results(enrollments: Iterable[Enrollment]) -> Mapping[UUID, Mapping[str, Earned]]:
    found: dict[UUID, dict[str, Earned]] = {}
    for row in Result.objects.filter(enrollment__in=[one.pk for one in enrollments]):
        found.setdefault(row.enrollment_id, {})[_key(row.lesson_id, row.block)] = Earned(row.earned, row.possible)
    return found


def _key(lesson: int, block: str) -> str:
    return f"{lesson}/{block}"
