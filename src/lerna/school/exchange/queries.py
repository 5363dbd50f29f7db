"""A course of the catalogue as one whole: what exporters are given, and what a foreign package leaves alone."""

from lerna.school.blocks.course import (
    Answered,
    CourseContent,
    Grading,
    LessonContent,
    SectionContent,
    TeacherContent,
)
from lerna.school.blocks.stored import read_blocks, read_value
from lerna.school.catalogue.authoring.runs import read_run
from lerna.school.catalogue.models import Course, Lesson

_PLAIN = ("key", "language", "family", "title", "summary", "about", "level", "hours", "weeks")


def read_stored_course(course: Course) -> CourseContent:
    """The course as it is published now, its files named by digest. A constant number of queries."""
    return CourseContent(
        **{name: getattr(course, name) for name in _PLAIN},
        results=tuple(course.results),
        audience=tuple(course.audience),
        requirements=tuple(course.requirements),
        direction=course.direction.key if course.direction else "",
        sites=tuple(course.sites.order_by("key").values_list("key", flat=True)),
        after=tuple(course.after.order_by("key").values_list("key", flat=True)),
        cover=course.cover.digest if course.cover else "",
        questions=read_value(tuple[Answered, ...], course.questions),
        grading=read_value(Grading, course.grading),
        teachers=_read_teachers(course),
        runs=tuple(read_run(run) for run in course.runs.filter(retired_at=None).prefetch_related("offers")),
        sections=_read_sections(course),
    )


def _read_teachers(course: Course) -> tuple[TeacherContent, ...]:
    places = course.courseteacher_set.select_related("teacher__photo")
    return tuple(
        TeacherContent(key=one.key, name=one.name, about=one.about, photo=one.photo.digest if one.photo else "")
        for one in (place.teacher for place in places)
    )


def _read_sections(course: Course) -> tuple[SectionContent, ...]:
    lessons: dict[int, list[LessonContent]] = {}
    for lesson in course.lessons.filter(retired_at=None).exclude(published=None).select_related("published"):
        lessons.setdefault(lesson.section_id, []).append(_read_lesson(lesson))
    return tuple(
        SectionContent(
            key=section.key,
            title=section.title,
            opens_after_days=section.opens_after_days,
            lessons=tuple(lessons.get(section.pk, ())),
        )
        for section in course.sections.filter(retired_at=None)
    )


def _read_lesson(lesson: Lesson) -> LessonContent:
    return LessonContent(
        key=lesson.key,
        title=lesson.title,
        minutes=lesson.minutes,
        is_free=lesson.is_free,
        blocks=read_blocks(lesson.published.blocks) if lesson.published else (),
    )
