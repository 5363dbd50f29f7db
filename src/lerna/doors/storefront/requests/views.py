"""A demand without an account, and how far it is. A stranger learns nothing here: same page, same time (clause 6.8)."""

from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.limits import ADDRESS, LETTERS, TooOftenError, count_try
from lerna.accounts.queries import normalize_login
from lerna.companies.models import Site
from lerna.doors.look.addresses import get_site, read_visitor_address
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.guards.evenly import evenly
from lerna.doors.look.requests.forms import RequestCodeForm, StrangerForm
from lerna.doors.look.requests.words import BUTTONS, STATES, TONES
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.requests.file import RequestFile, read_file
from lerna.privacy.requests.identity.codes import NoMoreCodesError, WrongCodeError
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, State
from lerna.privacy.requests.operations import WrongStateError, confirm_identity, receive_request, send_code_again
from lerna.privacy.requests.queries import NoSuchRequestError
from lerna.privacy.requests.tokens import WrongTokenError, read_request, sign_request

Answer = TypeVar("Answer", bound=HttpResponseBase)
_TOO_MANY = 429


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Every right with a plain explanation, and the other ways to write (clauses 6.2, 6.4, 11.6)."""
    return render(request, "storefront/requests/choose.html", {"kinds": load_rules().offered.values()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def new_request(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of one kind. No consent is asked: a law orders to take the request (law 94-V, art. 24)."""
    site, rules = get_site(request), load_rules().offered.get(Kind(kind)) if kind in Kind.values else None
    if rules is None:
        raise Http404
    form = StrangerForm(request.POST if request.method == "POST" else None, rules=rules, company=site.company)
    context = {"form": form, "rules": rules, "button": BUTTONS.get(rules.kind)}
    if request.method == "POST" and form.is_valid():
        if form.is_trapped:
            return redirect("storefront:request_thanks")
        try:
            received = _receive(request, site, form)
        except TooOftenError:
            return render(request, "storefront/requests/new.html", context | {"too_often": True}, status=_TOO_MANY)
        return redirect("storefront:request", sign_request(received))
    return render(request, "storefront/requests/new.html", context)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Thanks to a robot, which mustn't learn that it was noticed."""
    return render(request, "storefront/requests/thanks.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Number, date and state; and where the code is awaited, its field. Nothing of anybody (clause 6.8)."""
    file = find_file(request, token)
    form = RequestCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(ADDRESS, read_visitor_address(request), now=clock.now())
            confirm_identity(
                company=get_site(request).company, request_id=file.id, typed=form.cleaned_data["code"], now=clock.now()
            )
        except WrongCodeError:
            form.add_error("code", _("This code doesn't work. Look at it again, or ask for a new one."))
        except TooOftenError:
            return render_state(request, token, file, form=form, status=_TOO_MANY, too_often=True)
        else:
            return redirect("storefront:request", token)
    return render_state(request, token, file, form=form)


@never_cache
@require_POST
@evenly
def send_again(request: HttpRequest, token: str) -> HttpResponse:
    """Another code; the answer is the same where none can be sent."""
    file = find_file(request, token)
    try:
        send_code_again(company=get_site(request).company, request_id=file.id, now=clock.now())
    except NoMoreCodesError:
        return render_state(request, token, file, form=RequestCodeForm(), status=_TOO_MANY, too_often=True)
    except WrongStateError:
        pass  # answered already, or no address is known; whoever asks learns neither
    return redirect("storefront:request", token)


def find_file(request: HttpRequest, token: str) -> RequestFile:
    """The request that the token names; Http404 for a forged one and for another company's."""
    try:
        return read_file(get_site(request).company, read_request(token))
    except (WrongTokenError, NoSuchRequestError):
        raise Http404 from None


def render_state(
    request: HttpRequest, token: str, file: RequestFile, *, form: RequestCodeForm, status: int = 200, **also: object
) -> HttpResponse:
    """The page that whoever has the link may see."""
    by = min((due.last_day for due in file.answer_dues if due.last_day and due.term.count), default=None)
    context = {
        "token": token,
        "number": file.number,
        "title": file.rules.title,
        "received_at": file.received_at,
        "closed_at": file.closed_at,
        "run": file.run if file.closed_at else None,
        "answer_by": None if file.is_decided else by,
        "state": STATES[file.state],
        "tone": TONES[file.state],
        "awaits_code": file.state is State.RECEIVED,
        "is_decided": file.is_decided,
        "form": form,
    }
    return seal(render(request, "storefront/requests/follow.html", context | also, status=status))


def seal(response: Answer) -> Answer:
    """The address is a key: it goes to no other site and into no search engine.

    Not `no-referrer`: a browser then hides also its origin, without which no form is taken from it.
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


def _receive(request: HttpRequest, site: Site, form: StrangerForm) -> UUID:
    """Stores the demand, unless this address or this network asks too often. TooOftenError."""
    demand, now = form.read_stranger(), clock.now()
    count_try(ADDRESS, read_visitor_address(request), now=now)
    count_try(LETTERS, f"{site.company_id}:request:{normalize_login(demand.email or demand.phone)}", now=now)
    received = receive_request(site=site, demand=demand, channel=Channel.SITE, language=read_language(), now=now)
    return received.pk
