"""Writing to the school without an account. A stranger learns nothing of anybody: same page, same time (clause 6.8)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.limits import ADDRESS, TooOftenError, count_try
from lerna.accounts.queries import normalize_login
from lerna.companies.models import Site
from lerna.doors.look.addresses import get_site, read_visitor_address
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.guards.evenly import evenly
from lerna.doors.storefront.requests.views import seal
from lerna.doors.storefront.talk.forms import StrangersClaimForm, StrangersMessageForm
from lerna.kit import clock
from lerna.privacy.consents.operations import StaleTextError
from lerna.privacy.consents.tokens import WrongTokenError as WrongActError
from lerna.privacy.consents.tokens import read_act, sign_act
from lerna.privacy.policy.queries import current_version
from lerna.privacy.requests.tokens import WrongTokenError
from lerna.school.feedback.appeals.clocks import list_dues
from lerna.school.feedback.appeals.complaints import receive_complaint
from lerna.school.feedback.appeals.operations import receive_message
from lerna.school.feedback.appeals.queries import NoSuchAppealError, find_by_id
from lerna.school.feedback.appeals.tokens import read_complaint, sign_complaint
from lerna.school.feedback.limits import APPEALS

_TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def feedback(request: HttpRequest) -> HttpResponse:
    """A message is stored with its consents or not at all (clauses 4.1, 5.4-в)."""
    site = get_site(request)
    version = current_version(site.company)
    if version is None:
        return render(request, "storefront/policy_none.html", status=404)
    form = StrangersMessageForm(request.POST if request.method == "POST" else None, site=site, version=version)
    context = {"form": form}
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("storefront:feedback_thanks")
        try:
            _count(request, site, form.cleaned_data["email"])
            message = receive_message(site=site, written=form.read_written(), statements=form.ticked(), now=clock.now())
        except TooOftenError:
            return render(request, "storefront/talk/feedback.html", context | {"too_often": True}, status=_TOO_MANY)
        except StaleTextError:
            form.add_error(None, _("The policy was renewed just now. Please read the text and send the form again."))
        else:
            return redirect("storefront:feedback_thanks", *([sign_act(message.act)] if message.act else []))
    return render(request, "storefront/talk/feedback.html", context)


@never_cache
@require_safe
def feedback_thanks(request: HttpRequest, token: str = "") -> HttpResponse:
    """Thanks, also to a robot, which mustn't learn that it was noticed; the token leads to what was agreed to."""
    try:
        act = read_act(token) if token else None
    except WrongActError:
        raise Http404 from None
    return seal(render(request, "storefront/talk/feedback_thanks.html", {"token": token if act else ""}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def complain(request: HttpRequest) -> HttpResponse:
    """A consumer's claim. No consent is asked: a law has it taken and answered (law 274-IV, art. 42-4)."""
    site = get_site(request)
    form = StrangersClaimForm(request.POST if request.method == "POST" else None)
    due = list_dues(clock.now())[0]
    context = {"form": form, "due": due, "source": due.source.cite(read_language())}
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("storefront:complaint_thanks")
        try:
            _count(request, site, form.cleaned_data["email"])
        except TooOftenError:
            return render(request, "storefront/talk/complain.html", context | {"too_often": True}, status=_TOO_MANY)
        received = receive_complaint(site=site, claim=form.read_claim(), language=read_language(), now=clock.now())
        return redirect("storefront:complaint", sign_complaint(received.pk))
    return render(request, "storefront/talk/complain.html", context)


@require_safe
def complaint_thanks(request: HttpRequest) -> HttpResponse:
    """Thanks to a robot."""
    return render(request, "storefront/talk/complaint.html")


@never_cache
@require_safe
def complaint(request: HttpRequest, token: str) -> HttpResponse:
    """Number, day and state for whoever holds the link; nothing of anybody, and no word of what was written."""
    try:
        found = find_by_id(get_site(request).company, read_complaint(token))
    except (WrongTokenError, NoSuchAppealError):
        raise Http404 from None
    due = list_dues(found.received_at)[0]
    context = {"complaint": found, "last_day": due.last_day, "source": due.source.cite(read_language())}
    return seal(render(request, "storefront/talk/complaint.html", context))


def _count(request: HttpRequest, site: Site, email: str) -> None:
    """Before anything is stored or sent. TooOftenError."""
    now = clock.now()
    count_try(ADDRESS, read_visitor_address(request), now=now)
    count_try(APPEALS, f"{site.company_id}:{normalize_login(email)}", now=now)
