"""A free course is joined by one button, and left by another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.study.page import course_address
from lerna.doors.cabinet.study.reading import need_enrollment
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.joining import NotJoinableError, find_joinable, join_run
from lerna.school.learning.models import Origin, State
from lerna.school.learning.operations import CannotEnrollError, RunIsFullError, leave_run
from lerna.school.learning.queries import find_enrollment

_REFUSED = 409


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """Says what is joined, and joins it; whoever is enrolled already goes to the course."""
    subject = acting.subject
    with processing(Purpose.LEARNING, company=subject.company, reason="does the person study there already"):
        known = find_enrollment(subject, course=course, run=run)
    if known:
        return redirect(course_address(acting, known))
    found = find_joinable(subject.company, course=course, run=run)
    if found is None:
        raise Http404
    context = {"course": found.course, "run": found, "courses_address": address_of(acting, "courses")}
    if request.method != "POST":
        return render(request, "cabinet/study/join.html", context)
    try:
        enrollment = join_run(subject=subject, run=found, actor=acting.actor, now=clock.now())
    except (NotJoinableError, RunIsFullError, CannotEnrollError):
        return render(request, "cabinet/study/join.html", context | {"is_refused": True}, status=_REFUSED)
    return redirect(course_address(acting, enrollment))


@needs_person
@require_POST
def leave(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:  # noqa: ARG001
    """Leaves a course that the person joined themselves; what they did there stays, should they come back."""
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner leaves a course"):
        enrollment = need_enrollment(acting, course, run)
        if enrollment.origin != Origin.SELF or enrollment.state != State.ACTIVE:
            raise Http404
        leave_run(enrollment=enrollment, actor=acting.actor, now=clock.now())
    return redirect(address_of(acting, "courses"))
