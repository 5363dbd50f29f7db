"""Who studies in a run, for the staff. The caller works for LEARNING."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from lerna.companies.models import Company
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.school.catalogue.models import Lesson, Run
from lerna.school.learning.models import Enrollment, LessonProgress, State


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run and how many study in it now."""

    run: Run
    learners: int


@dataclass(frozen=True, slots=True)
class Learner:
    """One of a run: `done` lessons, `seen_at` None before the first."""

    enrollment: Enrollment
    name: str = field(repr=False)
    done: int
    seen_at: datetime | None


def list_runs(company: Company) -> Sequence[RunLine]:
    """The company's runs, the latest first; one that was taken away only while somebody studies in it. Two queries."""
    counts = Enrollment.objects.exclude(state=State.LEFT).values_list("run").annotate(count=Count("pk")).order_by()
    learners = {int(run): int(count) for run, count in counts}
    wanted = Run.objects.filter(Q(retired_at=None) | Q(pk__in=learners), course__company=company)
    runs = wanted.select_related("course").order_by("-starts_on", "course__title", "key")
    return [RunLine(run, learners.get(run.pk, 0)) for run in runs]


def find_run(company: Company, *, course: str, run: str) -> Run | None:
    """The company's run of these keys, with its course. One query."""
    found = Run.objects.filter(course__company=company, course__key=course, key=run)
    return found.select_related("course__company").first()  # at most one: the keys are unique


def list_learners(run: Run) -> "QuerySet[Enrollment]":
    """Who is enrolled, the latest first; those who left too, so that they can come back."""
    return Enrollment.objects.filter(run=run).order_by("-enrolled_at", "pk")


def find_enrolled(run: Run, number: str) -> Enrollment | None:
    """The run's enrollment of this number, with the person. One query."""
    return Enrollment.objects.filter(run=run, pk=number).select_related("subject__company", "run__course").first()


def read_learners(enrollments: Sequence[Enrollment]) -> Sequence[Learner]:
    """The same with names and progress. Two queries."""
    people = [one.subject_id for one in enrollments]
    names = {
        one.subject_id: f"{one.name} {one.surname or ''}".strip() for one in Profile.objects.filter(subject__in=people)
    }
    rows = LessonProgress.objects.filter(enrollment__in=enrollments, lesson__retired_at=None).values_list("enrollment")
    came = {
        key: (done, seen_at)
        for key, done, seen_at in rows.annotate(
            done=Count("pk", filter=Q(completed_at__isnull=False)), last=Max("seen_at")
        ).order_by()
    }
    return [Learner(one, names.get(one.subject_id, ""), *came.get(one.pk, (0, None))) for one in enrollments]


def find_person(number: UUID) -> DataSubject | None:
    """The person of this number, with their company. One query."""
    return DataSubject.objects.filter(pk=number).select_related("company").first()  # at most one


def count_lessons(run: Run) -> int:
    """How many lessons the run's course has. One query."""
    return Lesson.objects.filter(course=run.course_id, retired_at=None, published__isnull=False).count()
