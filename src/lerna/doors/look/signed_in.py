"""Who is logged in: a cookie of our own, asked for only on pages that need it; public pages set and read none."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache

from lerna.accounts.models import User
from lerna.accounts.operations import LEARNERS_STAY, STAFF_STAY, note_visit, open_sign_in
from lerna.accounts.queries import Account, find_account, find_signed_in
from lerna.accounts.roles import may_make_courses, may_work_for
from lerna.doors.look.addresses import get_site
from lerna.kit import clock
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.tallies import count_sign
from lerna.privacy.policy.purposes import Purpose

View = Callable[..., HttpResponseBase]
_BROWSERS = (("Edg", "Edge"), ("YaBrowser", "Яндекс Браузер"), ("OPR", "Opera"), ("Firefox", "Firefox"),
             ("Chrom", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip


def cookie_name() -> str:
    """In production no other host and no plain connection can set it (RFC 6265bis, __Host-)."""
    return "__Host-lerna" if settings.IN_PRODUCTION else "lerna"


def read_account(request: HttpRequest) -> Account | None:
    """Who is logged in at the company of this site; two queries where the browser has a cookie, else none."""
    token = request.COOKIES.get(cookie_name(), "")
    return find_account(get_site(request).company, token, now=clock.now()) if token else None


def read_person(request: HttpRequest) -> UUID | None:
    """Who is logged in, for a page that needs no more; one query where the browser has a cookie, else none."""
    token = request.COOKIES.get(cookie_name(), "")
    return find_signed_in(get_site(request).company, token, now=clock.now()) if token else None


def let_in(request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
    """Logs the person in by this browser. The token is new each time, so none that was planted counts."""
    token = open_sign_in(user=user, device=describe_device(request), now=clock.now())
    rotate_token(request)
    stay = STAFF_STAY if user.is_staff else LEARNERS_STAY
    response.set_cookie(
        cookie_name(), token, max_age=stay, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return response


def let_out(response: HttpResponse) -> HttpResponse:
    """The browser forgets its token."""
    response.delete_cookie(cookie_name(), samesite="Lax")
    return response


def needs_account(view: View) -> View:
    """Gives the view the account after the request; sends a stranger to log in and back. Never cached."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401 -- a view's arguments
        account = read_account(request)
        if account is None or not account.is_whole:
            name = "cabinet:sign_in" if account is None else "cabinet:second"
            return redirect(f"{reverse(name)}?{urlencode({'next': request.path})}")
        note_visit(account=account, now=clock.now())
        request.account = account  # type: ignore[attr-defined]  # for the frame of the page
        return view(request, account, *args, **kwargs)

    return never_cache(answer)


def needs_role_for(purpose: Purpose) -> Callable[[View], View]:
    """Lets in staff whose role works for this purpose, with their second factor shown; for others no such page is."""
    return _needs(lambda role: may_work_for(role, purpose))


def needs_author(view: View) -> View:
    """Lets in staff whose role makes courses, with their second factor shown; for others no such page is."""
    return _needs(may_make_courses)(view)


def _needs(may: Callable[[str], bool]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @needs_account
        @wraps(view)
        def answer(request: HttpRequest, account: Account, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
            if not may(account.user.role):
                if account.user.is_staff:
                    count_sign(
                        company=account.subject.company, signal=Signal.REFUSED_READS, about=account.user.role,
                        now=clock.now(),
                    )  # fmt: skip
                raise Http404
            return view(request, account, *args, **kwargs)

        return answer

    return decorate


def choose_next(request: HttpRequest, usual: str) -> str:
    """Where the person wanted to go, if that is a page of this very host (CWE-601), else the usual page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else usual


def describe_device(request: HttpRequest) -> str:
    """Browser and system in two words, for the person to know their own; the rest of what it says isn't kept."""
    agent = request.headers.get("User-Agent", "")
    found = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return ", ".join(filter(None, found))
