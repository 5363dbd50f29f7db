"""What a presenter is given, and what it gives back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of
from lerna.doors.look.blocks.files import Files
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment


@dataclass(frozen=True, slots=True)
class LessonPage:
    """The page of one lesson, whose it is, which of its blocks are done, and its files."""

    request: HttpRequest
    acting: Acting
    enrollment: Enrollment
    lesson: Lesson
    done: frozenset[str]
    files: Files
    now: datetime

    def address(self, name: str = "lesson", **arguments: Any) -> str:  # noqa: ANN401 -- arguments of an address
        """The page of this name for the same lesson and person."""
        return lesson_address(self.acting, self.enrollment, self.lesson.key, name, **arguments)


# Of all blocks of its kind on the page at once, so that queries stay constant: extra context by the block's key. It is
# called for LEARNING; its template is `cabinet/study/blocks/<kind>.html`, given `block`, `page` and that context.
Presenter = Callable[[LessonPage, Sequence[Any]], Mapping[str, Mapping[str, Any]]]


def course_address(acting: Acting, enrollment: Enrollment) -> str:
    """The outline of the enrollment's course."""
    return address_of(acting, "course", course=enrollment.run.course.key, run=enrollment.run.key)


def lesson_address(
    acting: Acting,
    enrollment: Enrollment,
    lesson: str,
    name: str = "lesson",
    **arguments: Any,  # noqa: ANN401 -- of an address
) -> str:
    """The page of this name about the lesson of this key."""
    run = enrollment.run
    return address_of(acting, name, course=run.course.key, run=run.key, lesson=lesson, **arguments)
