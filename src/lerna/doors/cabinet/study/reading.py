"""What a page of studies is about, or no such page. The caller works for LEARNING."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment
from lerna.school.learning.outline import LessonLine, Outline, read_outline
from lerna.school.learning.queries import find_enrollment, find_lesson

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson of somebody's course; `line` says whether it is open to them."""

    acting: Acting
    enrollment: Enrollment
    lesson: Lesson
    line: LessonLine
    outline: Outline
    now: datetime


def needs_lesson(view: View) -> View:
    """Gives the view the lesson that its address names, open or not, and works for LEARNING while it answers. Nobody
    else's course has such a page.
    """

    @needs_person
    @wraps(view)
    def answer(request: HttpRequest, acting: Acting, **keys: Any) -> HttpResponseBase:  # noqa: ANN401 -- of the address
        course, run, lesson = (keys.pop(name) for name in ("course", "run", "lesson"))
        with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner studies"):
            return view(request, need_lesson(acting, course, run, lesson, now=clock.now()), **keys)

    return answer


def needs_open_lesson(view: View) -> View:
    """The same; a lesson that isn't open yet, or no longer, has no such page either."""

    @needs_lesson
    @wraps(view)
    def answer(request: HttpRequest, found: Found, **keys: Any) -> HttpResponseBase:  # noqa: ANN401 -- of the address
        if not found.line.is_open:
            raise Http404
        return view(request, found, **keys)

    return answer


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
    return Found(acting, enrollment, found, line, outline, now)
