"""Every read of this room that decides something. The caller works for LEARNING."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from lerna.school.blocks.kinds import Package
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.access import is_lesson_open
from lerna.school.learning.models import Enrollment, Result
from lerna.school.learning.packages.models import PackageRecord, PackageSitting
from lerna.school.learning.queries import read_lesson_blocks


@dataclass(frozen=True, slots=True)
class Place:
    """A package in a lesson that is open to a learner."""

    enrollment: Enrollment
    lesson: Lesson
    package: Package


@dataclass(frozen=True, slots=True)
class Standing:
    """How a package stands for its learner; `seconds` of all sittings, `percent` None where there is no score."""

    record: PackageRecord
    seconds: int
    percent: Decimal | None


def find_package(lesson: Lesson, block: str) -> Package | None:
    """The package at this place of the published lesson. No query where `published` is loaded."""
    blocks = (one for one in read_lesson_blocks(lesson) if isinstance(one, Package) and one.key == block)
    return next(blocks, None)


def find_place(enrollment: UUID, lesson: int, block: str, *, now: datetime) -> Place | None:
    """The package by the numbers of where it stands; None where it isn't, or isn't open now. Up to five queries."""
    found = Enrollment.objects.filter(pk=enrollment).select_related("run__course__company", "subject__company").first()
    lessons = Lesson.objects.filter(pk=lesson, retired_at=None).select_related("published")
    studied = lessons.filter(course=found.run.course_id).first() if found else None
    package = find_package(studied, block) if studied else None
    if found is None or studied is None or package is None or not is_lesson_open(found, studied, now):
        return None
    return Place(found, studied, package)


def list_standings(enrollment: Enrollment, lesson: Lesson) -> Mapping[str, Standing]:
    """How the packages of a lesson stand for the learner, by block. Two queries."""
    own = {"enrollment": enrollment, "lesson": lesson}
    results = {one.block: one.earned * 100 / one.possible for one in Result.objects.filter(**own)}
    records = PackageRecord.objects.filter(**own).defer("location", "suspend_data")
    return {
        record.block: Standing(record, getattr(record, "total") or 0, results.get(record.block))  # noqa: B009 -- added
        for record in records.annotate(total=Sum("sittings__seconds"))
    }


def count_seconds(record: PackageRecord) -> int:
    """How long the learner worked, in all sittings. One query."""
    total: int | None = PackageSitting.objects.filter(record=record).aggregate(total=Sum("seconds"))["total"]
    return total or 0
