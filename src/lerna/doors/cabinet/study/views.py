"""Which courses somebody studies, and the outline of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.study.page import course_address, lesson_address
from lerna.doors.cabinet.study.reading import need_enrollment
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.access import is_enrollment_open
from lerna.school.learning.outline import read_outline
from lerna.school.learning.queries import list_enrollments


@needs_person
@require_safe
def courses(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Everything that the person studies or has studied."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner sees their courses"):
        found = [
            {
                "enrollment": one,
                "course": one.run.course,
                "address": course_address(acting, one),
                "is_open": is_enrollment_open(one, now),
            }
            for one in list_enrollments(acting.subject)
        ]
        return render(request, "cabinet/study/courses.html", {"courses": found, "tab": "courses"})


@needs_person
@require_safe
def course(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """The outline: what is done, what is open, what opens when, and where to go on; `?go=on` leads right there."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner sees a course"):
        enrollment = need_enrollment(acting, course, run)
        outline = read_outline(enrollment, now=now)
        resume = outline.resume
        if resume and request.GET.get("go") == "on":
            return redirect(lesson_address(acting, enrollment, resume.lesson.key))
        context = {
            "course": enrollment.run.course,
            "enrollment": enrollment,
            "outline": outline,
            "is_open": is_enrollment_open(enrollment, now),
            "resume": lesson_address(acting, enrollment, resume.lesson.key) if resume else "",
            "resumed": resume,
            "leave_address": address_of(acting, "leave_run", course=course, run=run),
        }
        return render(request, "cabinet/study/course.html", context)
