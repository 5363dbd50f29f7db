"""Reviewing a course that one has studied."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.limits import TooOftenError, count_try
from lerna.accounts.queries import Acting
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.study.page import course_address
from lerna.doors.cabinet.study.reading import need_enrollment
from lerna.doors.cabinet.talk.forms import ReviewForm
from lerna.doors.look.consent_form import read_language
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.limits import POSTS
from lerna.school.feedback.names import read_name
from lerna.school.feedback.operations.comments import NoSuchPostError
from lerna.school.feedback.operations.reviews import NotStudiedError, delete_review, find_own, has_studied, write_review
from lerna.school.feedback.queries import Shown, show_own_review
from lerna.school.feedback.rules import load_rules
from lerna.school.learning.models import Enrollment

_TOO_MANY = 429


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """The form, filled with the review that stands already; what it is for whoever hasn't studied yet."""
    enrollment, studied, own, name = _read(acting, course, run)
    initial = {"name": name} | ({"stars": own.stars, "text": own.text} if own else {})
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            count_try(POSTS, str(acting.subject.pk), now=clock.now())
            write_review(enrollment=enrollment, opinion=form.read_opinion(), language=read_language(), now=clock.now())
        except TooOftenError:
            form.add_error(None, _("You wrote a lot in a short while. Please try again in ten minutes."))
            status = _TOO_MANY
        except NotStudiedError:
            raise Http404 from None
        else:
            return redirect(address_of(acting, "review", course=course, run=run))
    reason = load_rules().reasons.get(own.reason) if own else None
    context = {
        "course": enrollment.run.course,
        "back": course_address(acting, enrollment),
        "form": form,
        "own": own,
        "hidden": reason.hidden.in_language(read_language()) if reason else "",
        "studied": studied,
        "percent": load_rules().studied_percent,
        "audience": load_rules().audience["review"],
        "delete_url": address_of(acting, "review_delete", course=course, run=run),
    }
    return render(request, "cabinet/talk/review.html", context, status=status)


@needs_person
@require_POST
def delete(request: HttpRequest, acting: Acting, course: str, run: str) -> HttpResponse:
    """The review is taken back, words and mark."""
    del request
    enrollment = _read(acting, course, run)[0]
    try:
        delete_review(subject=acting.subject, course=enrollment.run.course, now=clock.now())
    except NoSuchPostError:
        raise Http404 from None
    return redirect(address_of(acting, "review", course=course, run=run))


def _read(acting: Acting, course: str, run: str) -> tuple[Enrollment, bool, Shown | None, str]:
    with processing(Purpose.LEARNING, company=acting.subject.company, reason="a learner reviews a course"):
        enrollment = need_enrollment(acting, course, run)
        own = find_own(acting.subject, enrollment.run.course)
        shown = show_own_review(own) if own else None
        return enrollment, has_studied(enrollment), shown, read_name(acting.subject)
