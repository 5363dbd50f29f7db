"""Whoever studies a course and is logged in finds the way on, where others find the way in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from lerna.school.catalogue.models import Course
from lerna.school.learning.access import is_enrollment_open
from lerna.school.learning.queries import find_enrollment_in


@dataclass(frozen=True, slots=True)
class Studying:
    """In which run, and the address that leads to the lesson where they stopped: it is found when they go there."""

    run: int
    address: str


def find_studying(person: UUID, course: Course, *, now: datetime) -> Studying | None:
    """Where the person goes on with the course; None for who doesn't study it, or no longer. In the block of learning.

    One query.
    """
    enrollment = find_enrollment_in(person, course)
    if enrollment is None or not is_enrollment_open(enrollment, now):
        return None
    outline = reverse("cabinet:course", kwargs={"course": course.key, "run": enrollment.run.key})
    return Studying(enrollment.run_id, f"{outline}?go=on")
