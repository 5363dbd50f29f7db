"""“My marks”: what each part of the final mark counts, and what is still missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import needs_person
from lerna.doors.cabinet.study.page import course_address
from lerna.doors.cabinet.study.reading import need_enrollment
from lerna.doors.look.studies.marks import show_marks
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.grades.queries import read_marks


@needs_person
@require_safe
def marks(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """The marks of one course."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner sees their marks"):
        enrollment = need_enrollment(acting, course, run)
        context = {
            "course": enrollment.run.course,
            "enrollment": enrollment,
            "course_address": course_address(acting, enrollment),
            "marks": show_marks(read_marks(enrollment)),
        }
        return render(request, "cabinet/study/marks.html", context)
