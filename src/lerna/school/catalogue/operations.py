"""A whole course comes in, from a folder or a package, and comes in again: known by its keys, nothing twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop

from lerna.companies.models import Company, Site
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent, TeacherContent
from lerna.school.blocks.stored import write_value
from lerna.school.catalogue.lessons import publish_lesson, write_lesson
from lerna.school.catalogue.media import find_media
from lerna.school.catalogue.models import (
    Course,
    CourseTeacher,
    Direction,
    Lesson,
    LessonRevision,
    Offer,
    Run,
    Section,
    Teacher,
)
from lerna.school.catalogue.search.operations import index_course

RUN_FACTS = ("starts_on", "ends_on", "enroll_from", "enroll_until", "seats", "opens")
OFFER_FACTS = ("title", "price", "old_price", "installment_months", "bank_credit")


_LACKED = {
    Site: gettext_noop("The company has no site %(keys)s."),
    Course: gettext_noop("The company has no course %(keys)s."),
    Direction: gettext_noop("The company has no direction %(keys)s."),
}


class UnknownKeyError(Exception):
    """A course or program names a site, a direction or a course that the company doesn't have; `str()` says which."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a course that came in, by the number of lessons."""

    course: Course
    is_new: bool
    new: int
    changed: int
    unchanged: int
    retired: int


def bring_course(*, company: Company, content: CourseContent, now: datetime) -> Brought:
    """Make the company's course of this key say what `content` says, published.

    What `content` no longer has is retired, never deleted, so learners' work keeps its place; the same content again
    changes nothing. Files must be kept already and named by digest. UnknownKeyError: then nothing is changed.
    """
    with transaction.atomic():
        course, is_new = _bring_page(company, content, now)
        _bring_teachers(course, content.teachers)
        _bring_runs(course, content.runs, now)
        counts = _bring_sections(course, content.sections, now)
        index_course(course=course)
        return Brought(course, is_new, **counts)


def bring_direction(*, company: Company, key: str, title: Any, place: int) -> Direction:  # noqa: ANN401 -- Localized
    """The company's direction of this key, with this title."""
    with transaction.atomic():
        known = Direction.objects.filter(company=company, key=key).first()
        direction, _ = Direction.objects.update_or_create(
            company=company, key=key, defaults={"title": title, "place": place}
        )
        if known and known.title != title:
            for course in direction.courses.select_related("direction"):
                index_course(course=course)
        return direction


def bring_run(*, course: Course, content: RunContent, now: datetime) -> Run:
    """The course's run of this key says what `content` says; offers that it no longer has are retired."""
    with transaction.atomic():
        facts = {name: getattr(content, name) for name in RUN_FACTS} | {"retired_at": None}
        run, _ = Run.objects.update_or_create(course=course, key=content.key, defaults=facts)
        gone = run.offers.filter(retired_at=None).exclude(key__in=[offer.key for offer in content.offers])
        gone.update(retired_at=now)
        for place, offer in enumerate(content.offers):
            facts = {name: getattr(offer, name) for name in OFFER_FACTS}
            facts |= {"includes": list(offer.includes), "place": place, "retired_at": None}
            Offer.objects.update_or_create(run=run, key=offer.key, defaults=facts)
        return run


def _bring_page(company: Company, content: CourseContent, now: datetime) -> tuple[Course, bool]:
    files = find_media(company, [content.cover])
    facts = {
        "family": content.family,
        "language": content.language,
        "title": content.title,
        "summary": content.summary,
        "about": content.about,
        "direction": find_keyed(Direction.objects.filter(company=company), [content.direction])[0]
        if content.direction
        else None,
        "level": content.level,
        "hours": content.hours,
        "weeks": content.weeks,
        "results": list(content.results),
        "audience": list(content.audience),
        "requirements": list(content.requirements),
        "questions": write_value(content.questions),
        "grading": write_value(content.grading),
        "cover": files.get(content.cover),
    }
    created = {**facts, "created_at": now, "changed_at": now, "published_at": now}
    course, is_new = Course.objects.select_for_update().get_or_create(
        company=company, key=content.key, defaults=created
    )
    if not is_new and any(getattr(course, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(course, name, value)
        course.changed_at, course.version = now, course.version + 1
    course.retired_at = None
    course.published_at = course.published_at or now
    course.save()
    course.sites.set(find_keyed(Site.objects.filter(company=company).served(), content.sites))
    course.after.set(find_keyed(Course.objects.filter(company=company), content.after))
    return course, is_new


def find_keyed(rows: models.QuerySet[Any], keys: Iterable[str]) -> list[Any]:
    """The rows of these keys, in their order; UnknownKeyError."""
    wanted = list(keys)
    known = {row.key: row for row in rows.filter(key__in=wanted)}
    if missing := [key for key in wanted if key not in known]:
        raise UnknownKeyError(gettext(_LACKED[rows.model]) % {"keys": ", ".join(missing)})
    return [known[key] for key in wanted]


def _bring_teachers(course: Course, teachers: tuple[TeacherContent, ...]) -> None:
    photos = find_media(course.company, [teacher.photo for teacher in teachers])
    CourseTeacher.objects.filter(course=course).exclude(teacher__key__in=[one.key for one in teachers]).delete()
    for place, one in enumerate(teachers):
        teacher, _ = Teacher.objects.update_or_create(
            company=course.company,
            key=one.key,
            defaults={"name": one.name, "about": one.about, "photo": photos.get(one.photo)},
        )
        CourseTeacher.objects.update_or_create(course=course, teacher=teacher, defaults={"place": place})


def _bring_runs(course: Course, runs: tuple[RunContent, ...], now: datetime) -> None:
    course.runs.filter(retired_at=None).exclude(key__in=[run.key for run in runs]).update(retired_at=now)
    for one in runs:
        bring_run(course=course, content=one, now=now)


def _bring_sections(course: Course, sections: tuple[SectionContent, ...], now: datetime) -> dict[str, int]:
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    lessons = {lesson.key: lesson for lesson in course.lessons.select_related("published")}
    newest = dict(
        LessonRevision.objects.filter(lesson__course=course).values_list("lesson").annotate(newest=models.Max("number"))
    )
    seen = set()
    for place, one in enumerate(sections):
        facts = {"title": one.title, "place": place, "opens_after_days": one.opens_after_days, "retired_at": None}
        section, _ = Section.objects.update_or_create(course=course, key=one.key, defaults=facts)
        for at, content in enumerate(one.lessons):
            seen.add(content.key)
            lesson = lessons.get(content.key)
            counts[_bring_lesson(section, lesson, content, at, newest.get(lesson.pk, 0) if lesson else 0, now)] += 1
    retired = course.lessons.filter(retired_at=None).exclude(key__in=seen).update(retired_at=now)
    course.sections.filter(retired_at=None).exclude(key__in=[one.key for one in sections]).update(retired_at=now)
    return {**counts, "retired": retired}


def _bring_lesson(  # noqa: PLR0913, PLR0917 -- one lesson and its place
    section: Section, lesson: Lesson | None, content: LessonContent, place: int, newest: int, now: datetime
) -> str:
    """Which count of `Brought` the lesson belongs to."""
    is_new = lesson is None
    if lesson is None:
        lesson = Lesson.objects.create(
            course=section.course, section=section, key=content.key, place=place, title=content.title
        )
    elif (lesson.section_id, lesson.place, lesson.retired_at) != (section.pk, place, None):
        Lesson.objects.filter(pk=lesson.pk).update(section=section, place=place, retired_at=None)
    revision = write_lesson(lesson=lesson, content=content, base=newest, now=now)
    if lesson.published_id == revision.pk:
        return "unchanged"
    publish_lesson(lesson=lesson, revision=revision)
    return "new" if is_new else "changed"
