"""A course's page as its authors write it: made, changed, shown to visitors or taken out of the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from lerna.companies.models import Company, Site
from lerna.school.blocks.course import Answered, Grading, Level
from lerna.school.blocks.stored import write_value
from lerna.school.catalogue.lessons import EditConflictError
from lerna.school.catalogue.models import Course, Direction, MediaFile
from lerna.school.catalogue.search.operations import index_course


class CourseKeyTakenError(Exception):
    """The company has a course of this key already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePage:
    """What stands on a course's page. `about` is Markdown; `hours` and `weeks` 0 if unknown."""

    title: str
    summary: str
    about: str
    direction: Direction | None
    level: Level
    hours: int
    weeks: int
    results: tuple[str, ...]
    audience: tuple[str, ...]
    requirements: tuple[str, ...]
    questions: tuple[Answered, ...]
    grading: Grading
    cover: MediaFile | None
    sites: Sequence[Site]


def create_course(*, company: Company, key: str, language: str, title: str, now: datetime) -> Course:
    """A course that nobody sees yet. CourseKeyTakenError."""
    with transaction.atomic():
        course, is_new = Course.objects.get_or_create(
            company=company,
            key=key,
            defaults={"language": language, "title": title, "created_at": now, "changed_at": now},
        )
        if not is_new:
            raise CourseKeyTakenError(f"The company has a course {key}.")
        return course


def change_course(*, course: Course, base: int, page: CoursePage, now: datetime) -> Course:
    """The page says this from now on. `base` is the version that the author started from; EditConflictError where
    somebody has changed it since.
    """
    with transaction.atomic():
        locked = Course.objects.select_for_update().get(pk=course.pk)
        if locked.version != base:
            raise EditConflictError(f"Version {base} isn't the newest.")
        for name in ("title", "summary", "about", "direction", "level", "hours", "weeks", "cover"):
            setattr(locked, name, getattr(page, name))
        for name in ("results", "audience", "requirements"):
            setattr(locked, name, list(getattr(page, name)))
        locked.questions, locked.grading = write_value(page.questions), write_value(page.grading)
        locked.changed_at, locked.version = now, base + 1
        locked.save()
        locked.sites.set(page.sites)
        index_course(course=locked)
        return locked


def open_course(*, course: Course, now: datetime) -> None:
    """Visitors of its sites see it from now on, also where it was taken out before."""
    with transaction.atomic():
        locked = Course.objects.select_for_update().get(pk=course.pk)
        locked.published_at, locked.retired_at = locked.published_at or now, None
        locked.save(update_fields=["published_at", "retired_at"])
        index_course(course=locked)


def close_course(*, course: Course, now: datetime) -> None:
    """It leaves the catalogue; who is enrolled goes on."""
    with transaction.atomic():
        Course.objects.filter(pk=course.pk, retired_at=None).update(retired_at=now)
