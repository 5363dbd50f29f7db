"""Whoever studies a course and is logged in finds the way on, where others find the way in."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from lerna.doors.look.signed_in import read_account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Course
from lerna.school.learning.access import is_enrollment_open
from lerna.school.learning.outline import read_outline
from lerna.school.learning.queries import find_enrollment_in


@dataclass(frozen=True, slots=True)
class Studying:
    """In which run, and where it goes on: the lesson at `address` of this title; without one the course's outline."""

    run: int
    address: str
    lesson: str


def find_studying(request: HttpRequest, course: Course, *, now: datetime) -> Studying | None:
    """Where whoever is logged in goes on with the course; None for who doesn't study it, or no longer.

    No query for a browser without our cookie; for others the same number however long the course is.
    """
    account = read_account(request)
    if account is None or not account.is_whole:
        return None
    with processing(Purpose.LEARNING, company=account.subject.company, reason="the course's page leads a learner on"):
        enrollment = find_enrollment_in(account.subject, course)
        if enrollment is None or not is_enrollment_open(enrollment, now):
            return None
        resume, keys = read_outline(enrollment, now=now).resume, {"course": course.key, "run": enrollment.run.key}
        if resume is None:
            return Studying(enrollment.run_id, reverse("cabinet:course", kwargs=keys), "")
        lesson = resume.lesson
        address = reverse("cabinet:lesson", kwargs={**keys, "lesson": lesson.key})
        return Studying(enrollment.run_id, address, lesson.title)
