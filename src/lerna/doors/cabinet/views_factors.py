"""The second step of staff: chosen at the first log-in, shown at each later one, kept on a page of its own (8.3)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.factors import keeping, passkeys, programs
from lerna.accounts.limits import TooOftenError
from lerna.accounts.models import Factor
from lerna.accounts.queries import Account
from lerna.accounts.roles import load_roles
from lerna.doors.cabinet.forms import CodeForm, PasskeyForm, ProgramForm
from lerna.doors.cabinet.views_enter import count_address, find_way_on
from lerna.doors.look.addresses import build_site_address, get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import choose_next, describe_device, needs_account, read_account
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

View = Callable[..., HttpResponse]
_TOO_MANY, _CONFLICT = 429, 409


def needs_staff(view: View) -> View:
    """Gives the view the account of a member of staff, whether the second step was made or not. Never cached.

    Who has to make it first is sent there.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- a view's arguments
        account = read_account(request)
        if account is None:
            return redirect("cabinet:sign_in")
        if not account.user.is_staff:
            raise Http404
        try:
            return view(request, account, *args, **kwargs)
        except keeping.NotProvenError:
            return redirect("cabinet:second")

    return never_cache(answer)


@needs_staff
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, account: Account) -> HttpResponse:
    """The second step of a log-in, by the code of a program; at the first time one is chosen here."""
    if account.is_whole:
        return redirect(find_way_on(request, account.user))
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_address(request)
            programs.enter_second(account=account, typed=form.cleaned_data["code"], now=clock.now())
        except keeping.WrongSecondError:
            form.add_error("code", _("This code doesn't work. Wait for the next one and try again."))
        except TooOftenError:
            return _render_entry(request, account, form=form, too_often=True)
        else:
            return redirect(find_way_on(request, account.user))
    return _render_entry(request, account, form=form)


@needs_staff
@require_POST
def ask_passkey(request: HttpRequest, account: Account) -> HttpResponse:
    """What the browser needs to ask for a passkey of this site, as JSON."""
    return JsonResponse(passkeys.ask_passkey(account=account, party=read_party(request), now=clock.now()))


@needs_staff
@require_POST
def show_passkey(request: HttpRequest, account: Account) -> HttpResponse:
    """The second step of a log-in, by a passkey."""
    answer = request.POST.get("answer", "")
    try:
        count_address(request)
        passkeys.enter_passkey(account=account, party=read_party(request), answer=answer, now=clock.now())
    except keeping.WrongSecondError:
        return _render_entry(request, account, wrong=True)
    except TooOftenError:
        return _render_entry(request, account, too_often=True)
    return redirect(find_way_on(request, account.user))


@needs_account
@require_safe
def factors(request: HttpRequest, account: Account) -> HttpResponse:
    """All second factors of this member of staff, and a way to add one."""
    return _render_factors(request, account)


@needs_staff
@require_http_methods(["GET", "HEAD", "POST"])
def new_program(request: HttpRequest, account: Account) -> HttpResponse:
    """An authenticator program gets its key and shows its first code; without a script."""
    now, form, too_often = clock.now(), ProgramForm(request.POST if request.method == "POST" else None), False
    if request.method == "POST" and form.is_valid():
        typed, name = form.cleaned_data["code"], form.cleaned_data["name"]
        try:
            count_address(request)
            programs.add_program(account=account, name=name, typed=typed, now=now)
        except keeping.WrongSecondError:
            form.add_error("code", _("This code doesn't work. Wait for the next one and try again."))
        except TooOftenError:
            too_often = True
        else:
            return redirect(_find_way_back(request, account))
    secret = programs.begin_program(account=account, now=now)
    address = programs.make_address(secret, issuer=get_site(request).brand_name)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#ffffff")
    context = {
        "form": form,
        "secret": secret,
        "picture": picture,
        "too_often": too_often,
        "is_first": not account.is_whole,
    }
    return render(
        request, "cabinet/new_program.html", context | _read_next(request), status=_TOO_MANY if too_often else 200
    )


@needs_staff
@require_POST
def begin_passkey(request: HttpRequest, account: Account) -> HttpResponse:
    """What the browser needs to make a passkey for this site, as JSON."""
    party, role = read_party(request), load_roles().get(account.user.role)
    title = role.title.in_language(read_language()) if role else account.user.role
    label = f"{party.name}: {title}"
    return JsonResponse(passkeys.begin_passkey(account=account, party=party, label=label, now=clock.now()))


@needs_staff
@require_POST
def new_passkey(request: HttpRequest, account: Account) -> HttpResponse:
    """Adds the passkey that the browser has made."""
    form = PasskeyForm(request.POST)
    show = _render_factors if account.is_whole else _render_entry
    if not form.is_valid():
        return show(request, account, passkey_form=form, wrong=True)
    try:
        count_address(request)
        passkeys.add_passkey(account=account, party=read_party(request), now=clock.now(), **form.cleaned_data)
    except keeping.WrongSecondError:
        return show(request, account, passkey_form=form, wrong=True)
    except TooOftenError:
        return show(request, account, passkey_form=form, too_often=True)
    return redirect(_find_way_back(request, account))


@needs_account
@require_POST
def remove(request: HttpRequest, account: Account, factor: UUID) -> HttpResponse:
    """Takes one factor away, but for the last."""
    try:
        keeping.remove_factor(account=account, factor=factor, now=clock.now())
    except keeping.NoSuchFactorError:
        raise Http404 from None
    except keeping.LastFactorError:
        return _render_factors(request, account, is_last=True)
    return redirect("cabinet:factors")


def read_party(request: HttpRequest) -> passkeys.RelyingParty:
    """The site for passkeys: they are bound to its host, and each answer to the page's own origin."""
    site = get_site(request)
    host = urlsplit(build_site_address(request, site)).hostname or ""
    return passkeys.RelyingParty(host, f"{request.scheme}://{request.get_host()}", site.brand_name)


def _render_entry(request: HttpRequest, account: Account, **more: object) -> HttpResponse:
    """The page between log-in and desk: the second step, or at the first time the choice of one."""
    ways = keeping.list_ways(account, read_party(request).host)
    template = "cabinet/second.html" if ways.is_set_up else "cabinet/choose_second.html"
    context = {"ways": ways, "form": CodeForm()} | _prepare_passkey(request) | _read_next(request) | more
    return render(request, template, context, status=_TOO_MANY if more.get("too_often") else 200)


def _render_factors(request: HttpRequest, account: Account, **more: object) -> HttpResponse:
    if not account.user.is_staff:
        raise Http404
    with processing(Purpose.SECURITY, company=account.subject.company, reason="the person sees their second factors"):
        known = [_show(factor) for factor in keeping.list_factors(account)]
    context = {"factors": known, "tab": "factors"} | _prepare_passkey(request) | more
    status = _TOO_MANY if more.get("too_often") else _CONFLICT if more.get("is_last") else 200
    return render(request, "cabinet/factors.html", context, status=status)


def _show(factor: Factor) -> dict[str, object]:
    return {
        "id": factor.pk,
        "name": factor.name or "",
        "host": factor.host,
        "added_at": clock.to_local(factor.added_at),
        "used_at": clock.to_local(factor.used_at),
    }


def _prepare_passkey(request: HttpRequest) -> dict[str, object]:
    form = PasskeyForm(initial={"name": describe_device(request)})
    return {"passkey_form": form, "host": read_party(request).host}


def _read_next(request: HttpRequest) -> dict[str, object]:
    return {"next": choose_next(request, "")}


def _find_way_back(request: HttpRequest, account: Account) -> str:
    """After the first factor the person is in; a later one is added on the page that lists them."""
    return reverse("cabinet:factors") if account.is_whole else find_way_on(request, account.user)
