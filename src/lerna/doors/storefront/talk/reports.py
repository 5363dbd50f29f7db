"""A review that shouldn't stand, as a reader says: by their account, or without one and without a trace of them."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lerna.accounts.limits import TooOftenError, count_try
from lerna.companies.models import Site
from lerna.doors.look.addresses import get_site, read_visitor_address
from lerna.doors.look.signed_in import read_account
from lerna.doors.look.talk.forms import ReportForm
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Course
from lerna.school.catalogue.queries import list_courses
from lerna.school.feedback.limits import REPORTS
from lerna.school.feedback.models import About
from lerna.school.feedback.operations.comments import NoSuchPostError
from lerna.school.feedback.operations.moderation import report_as_reader, report_post
from lerna.school.feedback.queries import Shown, find_review

_TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_review(request: HttpRequest, review: UUID) -> HttpResponse:
    """Why a review shouldn't stand; a moderator looks at it."""
    site, reader = get_site(request), _find_reader(request)
    course, shown = _need(site, review)
    form = ReportForm(request.POST if request.method == "POST" else None)
    is_own = reader is not None and shown.author == reader.pk
    context = {"form": form, "post": shown, "course": course, "is_own": is_own}
    if request.method != "POST" or is_own or not form.is_valid():
        return render(request, "storefront/talk/report.html", context)
    try:
        _report(request, site, reader, review, form.cleaned_data["reason"])
    except TooOftenError:
        form.add_error(None, _("You reported a lot in a short while. Please try again in an hour."))
        return render(request, "storefront/talk/report.html", context, status=_TOO_MANY)
    except NoSuchPostError:
        raise Http404 from None
    return render(request, "storefront/talk/report.html", context | {"is_reported": True})


def _report(request: HttpRequest, site: Site, reader: DataSubject | None, review: UUID, reason: str) -> None:
    now = clock.now()
    count_try(REPORTS, str(reader.pk) if reader else read_visitor_address(request), now=now)
    if reader:
        report_post(subject=reader, about=About.REVIEW, target=review, reason=reason, now=now)
    else:
        report_as_reader(company=site.company, about=About.REVIEW, target=review, reason=reason, now=now)


def _find_reader(request: HttpRequest) -> DataSubject | None:
    """Whoever is logged in and studies here; of anybody else nothing may be kept."""
    account = read_account(request)
    return account.subject if account and may(account.subject, Purpose.LEARNING) else None


def _need(site: Site, review: UUID) -> tuple[Course, Shown]:
    """A review that everybody sees, of a course that stands on this site; Http404."""
    with processing(Purpose.LEARNING, company=site.company, reason="a reader looks at a review"):
        found = find_review(review)
    if found is None or not list_courses(site).filter(pk=found[0].pk).exists():
        raise Http404
    return found
