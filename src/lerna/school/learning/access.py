"""When a lesson opens to somebody: by their enrollment, by the run, and by the courses that come before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from lerna.kit import clock
from lerna.school.catalogue.models import Course, Lesson, Run, Section
from lerna.school.learning.models import Enrollment, Origin, State


def is_lesson_open(enrollment: Enrollment, lesson: Lesson, now: datetime) -> bool:
    """Whether the learner may study this lesson now. Up to two queries. The caller works for LEARNING."""
    if lesson.course_id != enrollment.run.course_id or lesson.published_id is None:
        return False
    if not is_enrollment_open(enrollment, now) or list_missing(enrollment):
        return False
    sections = list_sections(enrollment.run.course)
    section = next((one for one in sections if one.pk == lesson.section_id), None)
    return section is not None and now >= section_opens_at(enrollment, section, sections.index(section))


def is_enrollment_open(enrollment: Enrollment, now: datetime) -> bool:
    """Whether the course is open to the learner at all, by the enrollment's own dates. No query."""
    return (
        enrollment.state != State.LEFT
        and now >= enrollment.opens_at
        and (enrollment.ends_at is None or now < enrollment.ends_at)
    )


def list_missing(enrollment: Enrollment) -> tuple[Course, ...]:
    """The courses that have to be finished first and aren't; whom the staff enrolled needs none. Up to one query."""
    if enrollment.origin == Origin.STAFF:
        return ()
    finished = Enrollment.objects.filter(subject=enrollment.subject_id, state=State.FINISHED)
    return tuple(enrollment.run.course.after.exclude(pk__in=finished.values("run__course")))


def list_sections(course: Course) -> Sequence[Section]:
    """The chapters that are taught, in their order. One query."""
    return list(course.sections.filter(retired_at=None))


def section_opens_at(enrollment: Enrollment, section: Section, number: int) -> datetime:
    """When the section opens; `number` counts from 0. No query.

    A run without a start is studied at one's own pace: its weeks and days count from one's own opening.
    """
    run = enrollment.run
    own = run.starts_on or clock.local_day(enrollment.opens_at)
    days = {Run.Opening.WEEKLY: 7 * number, Run.Opening.DAYS: section.opens_after_days}.get(Run.Opening(run.opens), 0)
    return max(clock.start_of_day(own + timedelta(days=days)), enrollment.opens_at)
