"""The way in and out. Whoever asks about an account that isn't theirs learns nothing, neither by words nor by time."""

from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts import codes, operations
from lerna.accounts.limits import ADDRESS, TooOftenError, count_try
from lerna.accounts.models import User
from lerna.doors.cabinet.forms import AskCodeForm, CodeForm, SignInForm, SignUpForm
from lerna.doors.look.addresses import get_site, read_visitor_address
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.guards.evenly import evenly
from lerna.doors.look.signed_in import choose_next, let_in, let_out, read_account
from lerna.kit import clock
from lerna.privacy.consents.operations import StaleTextError
from lerna.privacy.policy.queries import current_version

_SALT = "cabinet.code"
_TOO_MANY = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def sign_up(request: HttpRequest) -> HttpResponse:
    """Opens an account; stored with its consents or not at all (clause 4.1)."""
    site = get_site(request)
    version = current_version(site.company)
    if version is None:
        raise Http404
    form = SignUpForm(request.POST if request.method == "POST" else None, site=site, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            count_address(request)
            key = operations.sign_up(
                site=site,
                stated=form.read_stated(),
                statements=form.ticked(),
                language=read_language(),
                now=clock.now(),
            )
        except StaleTextError:
            form.add_error(None, _("The policy was renewed just now. Please read the text and send the form again."))
        except TooOftenError:
            return _too_often(request, "cabinet/sign_up.html", form)
        else:
            return redirect("cabinet:enter_code", signing.dumps(key.hex, salt=_SALT))
    return render(request, "cabinet/sign_up.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def sign_in(request: HttpRequest) -> HttpResponse:
    """By e-mail or phone and password."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_address(request)
            user = operations.check_login(company=get_site(request).company, now=clock.now(), **form.cleaned_data)
        except operations.WrongPasswordError:
            form.add_error(None, _("This e-mail or phone and this password don't belong together."))
        except TooOftenError:
            return _too_often(request, "cabinet/sign_in.html", form)
        else:
            return let_in(request, user, redirect(find_way_on(request, user)))
    return render(request, "cabinet/sign_in.html", {"form": form, "next": choose_next(request, "")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def ask_code(request: HttpRequest) -> HttpResponse:
    """Sends a code to log in by; the answer is the same where there is no such account."""
    form = AskCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_address(request)
            key = operations.ask_code(
                site=get_site(request), language=read_language(), now=clock.now(), **form.cleaned_data
            )
        except TooOftenError:
            return _too_often(request, "cabinet/ask_code.html", form)
        return redirect("cabinet:enter_code", signing.dumps(key.hex, salt=_SALT))
    return render(request, "cabinet/ask_code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@evenly
def enter_code(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the code from the letter, and lets the person in."""
    key = _read_token(token)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_address(request)
            user = codes.enter_code(
                company=get_site(request).company, key=key, typed=form.cleaned_data["code"], now=clock.now()
            )
        except codes.WrongCodeError:
            form.add_error("code", _("This code doesn't work. Look at it again, or ask for a new one."))
        except TooOftenError:
            return _too_often(request, "cabinet/enter_code.html", form)
        else:
            return let_in(request, user, redirect(find_way_on(request, user)))
    return render(request, "cabinet/enter_code.html", {"form": form})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Logs this browser out, or with `everywhere` each one."""
    account = read_account(request)
    if account is not None:
        only = None if "everywhere" in request.POST else account.sign_in.pk
        operations.end_sign_ins(account=account, only=only, now=clock.now())
    return let_out(redirect("cabinet:sign_in"))


def make_code_address(key: UUID) -> str:
    """Where the code of this number is typed in; the number is signed, so that nobody tries numbers."""
    return reverse("cabinet:enter_code", args=[signing.dumps(key.hex, salt=_SALT)])


def _read_token(token: str) -> UUID:
    try:
        return UUID(hex=signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        raise Http404 from None


def count_address(request: HttpRequest) -> None:
    """Counts whatever somebody may try to guess, by the network address it comes from. TooOftenError."""
    count_try(ADDRESS, read_visitor_address(request), now=clock.now())


def find_way_on(request: HttpRequest, user: User) -> str:
    """Where whoever is in now wanted to go, else where the usual begins for them."""
    usual = "desk:home" if user.is_staff else "cabinet:my_data"
    return choose_next(request, reverse(usual))


def _too_often(request: HttpRequest, template: str, form: Any) -> HttpResponse:  # noqa: ANN401 -- any form
    return render(request, template, {"form": form, "too_often": True}, status=_TOO_MANY)
