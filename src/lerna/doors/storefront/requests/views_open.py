"""A request's whole file without an account: a code to the address on file opens it for a quarter of an hour."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.limits import ADDRESS, TooOftenError, count_try
from lerna.doors.look.addresses import get_site, read_visitor_address
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.guards.evenly import evenly
from lerna.doors.look.media.sending import send_archive
from lerna.doors.look.requests.forms import DemandForm, RequestCodeForm
from lerna.doors.look.requests.shown import show_file
from lerna.doors.storefront.requests.views import find_file, seal
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.requests.copies import NoCopyError, take_copy
from lerna.privacy.requests.file import RequestFile
from lerna.privacy.requests.identity.codes import NoMoreCodesError, WrongCodeError
from lerna.privacy.requests.identity.opening import open_with_code, send_opening_code
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Kind, Proof
from lerna.privacy.requests.operations import Asker, receive_known_request
from lerna.privacy.requests.queries import find_person
from lerna.privacy.requests.tokens import sign_request

View = Callable[..., HttpResponseBase]
OPEN_SECONDS = 900
_SALT = "storefront.request"
_TOO_MANY = 429


def needs_code(view: View) -> View:
    """Gives the view the file after the request; whoever hasn't typed in the code lately is sent to do so."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponseBase:
        file = find_file(request, token)
        if not _is_open(request, file):
            return redirect("storefront:request_open", token)
        return seal(view(request, file, token))

    return never_cache(answer)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def open_file(request: HttpRequest, token: str) -> HttpResponse:
    """The file, or the way to it: first a letter with a code, then its field. The same where no letter can be sent."""
    file, site, now = find_file(request, token), get_site(request), clock.now()
    form = RequestCodeForm(request.POST if "code" in request.POST else None)
    context = {"token": token, "number": file.number, "form": form}
    if request.method != "POST":
        if _is_open(request, file):
            context = show_file(file, site.company, now) | {"token": token}
            return seal(render(request, "storefront/requests/file.html", context))
        return seal(render(request, "storefront/requests/open.html", context))
    try:
        count_try(ADDRESS, read_visitor_address(request), now=now)
        if "code" not in request.POST:
            send_opening_code(company=site.company, request_id=file.id, now=now)
        elif form.is_valid():
            open_with_code(company=site.company, request_id=file.id, typed=form.cleaned_data["code"], now=now)
            return _open(redirect("storefront:request_open", token), file)
    except WrongCodeError:
        form.add_error("code", _("This code doesn't work. Look at it again, or ask for a new one."))
    except (TooOftenError, NoMoreCodesError):
        context |= {"too_often": True}
        return seal(render(request, "storefront/requests/open.html", context, status=_TOO_MANY))
    return seal(render(request, "storefront/requests/open.html", context | {"asked": True}))


@needs_code
@require_safe
def print_file(request: HttpRequest, file: RequestFile, _token: str) -> HttpResponse:
    """The file for paper."""
    return render(request, "look/request_print.html", show_file(file, get_site(request).company, clock.now()))


@needs_code
@require_POST
def copy(request: HttpRequest, file: RequestFile, _token: str) -> HttpResponseBase:
    """The copy of the data that the answer promised."""
    site = get_site(request)
    try:
        content = take_copy(company=site.company, request_id=file.id, now=clock.now())
    except NoCopyError:
        raise Http404 from None
    return send_archive(content, name=site.key)


@needs_code
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, file: RequestFile, token: str) -> HttpResponse:
    """A complaint about the answer, which is a request that points at this one (clause 6.8)."""
    if not file.is_decided:
        raise Http404
    site, rules = get_site(request), load_rules().kinds[Kind.COMPLAINT]
    form = DemandForm(request.POST if request.method == "POST" else None, rules=rules, company=site.company)
    if request.method == "POST" and form.is_valid():
        received = receive_known_request(
            asker=Asker(find_person(site.company, file.subject), Proof.CODE, Hand(file.hand)), site=site,
            demand=form.read_demand(against=file.id, name=file.name),
            channel=Channel.SITE, language=read_language(), now=clock.now(),
        )  # fmt: skip
        return redirect("storefront:request", sign_request(received.pk))
    context = {"form": form, "rules": rules, "number": file.number, "token": token}
    return render(request, "storefront/requests/complain.html", context)


def _cookie_name() -> str:
    return "__Host-lerna-request" if settings.IN_PRODUCTION else "lerna-request"


def _open(response: HttpResponse, file: RequestFile) -> HttpResponse:
    """This browser may see the file for a while. A session's own cookie: it goes when the browser is closed, too."""
    value = signing.dumps(file.id.hex, salt=_SALT)
    response.set_cookie(
        _cookie_name(), value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )  # fmt: skip
    return response


def _is_open(request: HttpRequest, file: RequestFile) -> bool:
    try:
        opened = signing.loads(request.COOKIES.get(_cookie_name(), ""), salt=_SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature:
        return False
    return bool(opened == file.id.hex)
