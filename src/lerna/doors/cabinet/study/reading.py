"""What a page of studies is about, or no such page. The caller works for LEARNING."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from lerna.accounts.queries import Acting
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment
from lerna.school.learning.outline import LessonLine, Outline, read_outline
from lerna.school.learning.queries import find_enrollment, find_lesson


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson of somebody's course; `line` says whether it is open to them."""

    enrollment: Enrollment
    lesson: Lesson
    line: LessonLine
    outline: Outline


def need_enrollment(acting: Acting, course: str, run: str) -> Enrollment:
    """The person's enrollment; Http404 where they have none."""
    found = find_enrollment(acting.subject, course=course, run=run)
    if found is None:
        raise Http404
    return found


def need_lesson(acting: Acting, course: str, run: str, lesson: str, *, now: datetime) -> Found:
    """The lesson of this key with the outline around it; Http404 where the person's course has none. Six queries."""
    enrollment = need_enrollment(acting, course, run)
    found, outline = find_lesson(enrollment, lesson), read_outline(enrollment, now=now)
    line = outline.find(found) if found else None
    if found is None or line is None:
        raise Http404
    return Found(enrollment, found, line, outline)


def need_open_lesson(acting: Acting, course: str, run: str, lesson: str, *, now: datetime) -> Found:
    """The same; Http404 also for a lesson that isn't open to them yet, or no longer."""
    found = need_lesson(acting, course, run, lesson, now=now)
    if not found.line.is_open:
        raise Http404
    return found
