"""What learners don't see yet: drafts beside what is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from lerna.companies.models import Company
from lerna.school.catalogue.lessons import publish_lesson
from lerna.school.catalogue.models import Course, Lesson, LessonRevision, MediaFile, MediaUse, Section
from lerna.school.catalogue.search.operations import index_course

_IS_WAITING = Q(newest__isnull=False) & (Q(published=None) | ~Q(published__number=F("newest")))


@dataclass(frozen=True, slots=True)
class Outlined:
    """A section as authors see it, with its lessons, and the keys of those whose newest revision isn't published."""

    section: Section
    lessons: tuple[Lesson, ...]
    waiting: frozenset[str]


def read_outline(course: Course) -> tuple[tuple[Outlined, ...], tuple[Lesson, ...]]:
    """The sections with their lessons, and the lessons that were taken out. Three queries."""
    lessons = list(course.lessons.select_related("published").order_by("place", "pk"))
    waiting = set(_with_newest(course.lessons.all()).filter(_IS_WAITING).values_list("pk", flat=True))
    outlined = []
    for section in course.sections.filter(retired_at=None).order_by("place", "pk"):
        own = tuple(one for one in lessons if one.section_id == section.pk and one.retired_at is None)
        outlined.append(Outlined(section, own, frozenset(one.key for one in own if one.pk in waiting)))
    return tuple(outlined), tuple(one for one in lessons if one.retired_at is not None)


def list_courses(company: Company) -> list[Course]:
    """Every course of the company, those that left the catalogue last. Three queries."""
    found = Course.objects.filter(company=company).select_related("direction").prefetch_related("sites", "runs")
    return list(found.order_by(F("retired_at").asc(nulls_first=True), "title", "key"))


def list_drafts(course: Course) -> list[tuple[Lesson, LessonRevision]]:
    """Each lesson whose newest revision isn't published, and that revision. Two queries."""
    waiting = {row.pk: row for row in _with_newest(course.lessons.filter(retired_at=None)).filter(_IS_WAITING)}
    newest = LessonRevision.objects.filter(lesson__in=waiting).order_by("lesson_id", "-number").distinct("lesson_id")
    rows = [(waiting[revision.lesson_id], revision) for revision in newest]
    return sorted(rows, key=lambda row: (row[0].section.place, row[0].place))


def publish_drafts(*, course: Course, numbers: Sequence[tuple[str, int]], now: datetime) -> int:
    """Learners see these revisions, each given by its lesson's key and its number; how many there were.

    What was written after the author looked isn't published by this.
    """
    with transaction.atomic():
        published = 0
        for lesson, revision in list_drafts(course):
            if (lesson.key, revision.number) in numbers:
                publish_lesson(lesson=lesson, revision=revision)
                published += 1
        if published:
            Course.objects.filter(pk=course.pk).update(changed_at=now)
            index_course(course=course)
        return published


def newest_revision(lesson: Lesson) -> LessonRevision | None:
    """What an author goes on from. One query."""
    return LessonRevision.objects.filter(lesson=lesson).order_by("-number").first()


def list_media(company: Company, limit: int) -> list[tuple[MediaFile, tuple[Lesson, ...]]]:
    """The company's newest files, and the lessons whose published or newest revision uses each. Two queries."""
    files = list(MediaFile.objects.filter(company=company, is_made=False).order_by("-added_at", "-pk")[:limit])
    newest = LessonRevision.objects.filter(lesson=OuterRef("revision__lesson")).order_by("-number").values("pk")[:1]
    shown = Q(revision=F("revision__lesson__published")) | Q(revision=Subquery(newest))
    found = MediaUse.objects.filter(shown, media__in=files).select_related("revision__lesson__course")
    uses: dict[int, dict[int, Lesson]] = {}
    for use in found.order_by("revision__lesson"):
        uses.setdefault(use.media_id, {})[use.revision.lesson_id] = use.revision.lesson
    return [(media, tuple(uses.get(media.pk, {}).values())) for media in files]


def _with_newest(lessons: QuerySet[Lesson]) -> QuerySet[Lesson]:
    newest = LessonRevision.objects.filter(lesson=OuterRef("pk")).order_by("-number").values("number")[:1]
    return lessons.select_related("section", "published").annotate(newest=Subquery(newest))
