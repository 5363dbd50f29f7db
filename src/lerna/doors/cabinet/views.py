"""“My data”: everything held, by purpose and with its term; corrected, downloaded, and where one is logged in."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts import operations
from lerna.accounts.held import HeldPurpose, read_held
from lerna.accounts.limits import TooOftenError
from lerna.accounts.looks.queries import list_looks_about
from lerna.accounts.queries import Account, Acting, list_sign_ins
from lerna.doors.cabinet.acting import address_of, needs_person
from lerna.doors.cabinet.archive import build_archive
from lerna.doors.cabinet.forms import DetailsForm, EmailForm, NameForm, PasswordForm
from lerna.doors.cabinet.received import read_disclosed, read_paper, read_received, read_told
from lerna.doors.cabinet.views_enter import make_code_address
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.media.sending import send_archive
from lerna.doors.look.signed_in import needs_account
from lerna.kit import clock
from lerna.privacy.lifecycle.exporting.journal import read_journal
from lerna.privacy.policy.model.terms import term_values
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Shown:
    """One purpose as the page shows it; the words of its term in the language of the page."""

    held: HeldPurpose
    length: str
    since: str
    until: str
    law: str
    recipients: tuple[str, ...]


@needs_person
@require_safe
def my_data(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Everything held, by purpose, with term and countdown, origin, who received it, and who looked (6.2, 8.4, 9.1)."""
    subject = acting.subject
    context = {
        "held": [show_held(one, subject) for one in read_held(subject, now=clock.now())],
        "received": read_received(subject),
        "told": read_told(subject),
        "disclosed": read_disclosed(subject),
        "paper": read_paper(subject),
        "looks": [
            (look, terms.title if (terms := terms_for(subject.company).find_purpose(look.purpose)) else None)
            for look in list_looks_about(subject)
        ],
        "journal": read_journal(subject, read_language(), is_for_another=acting.is_for_another),
        "subject": subject,
        "tab": "my_data",
    }
    return render(request, "cabinet/my_data.html", context)


@needs_person
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Corrects name and phone (clause 6.2); the address and the password have forms of their own beside."""
    if request.method != "POST":
        return _render_details(request, acting)
    form = NameForm(request.POST) if acting.is_for_another else DetailsForm(request.POST)
    if form.is_valid():
        operations.change_profile(acting=acting, now=clock.now(), **form.cleaned_data)
        return redirect(address_of(acting, "my_data"))
    return _render_details(request, acting, form=form)


@needs_person
@require_POST
def new_email(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Sends a code to a new address; the address changes when it is typed in."""
    form = EmailForm(request.POST)
    if form.is_valid():
        try:
            key = operations.ask_new_email(
                account=acting.account, site=get_site(request), language=read_language(), now=clock.now(),
                **form.cleaned_data,
            )  # fmt: skip
        except TooOftenError:
            return _render_details(request, acting, email_form=form, too_often=True, status=_TOO_MANY)
        return redirect(make_code_address(key))
    return _render_details(request, acting, email_form=form)


@needs_person
@require_POST
def new_password(request: HttpRequest, acting: Acting) -> HttpResponse:
    """Sets a new password, and logs every other browser out."""
    own = _read_stated(acting)
    words = (own["email"], own["name"], own["surname"], get_site(request).brand_name)
    form = PasswordForm(request.POST, words=words, phone=own["phone"])
    if form.is_valid():
        operations.set_password(account=acting.account, now=clock.now(), **form.cleaned_data)
        return redirect("cabinet:sign_ins")
    return _render_details(request, acting, password_form=form)


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def sign_ins(request: HttpRequest, account: Account) -> HttpResponse:
    """Where the person is logged in; each can be ended."""
    now = clock.now()
    if request.method == "POST":
        operations.end_sign_ins(account=account, only=_read_id(request.POST.get("sign_in", "")), now=now)
        return redirect("cabinet:sign_ins")
    with processing(Purpose.SECURITY, company=account.subject.company, reason="the person sees their log-ins"):
        found = [
            {
                "id": one.pk,
                "device": one.device or _("unknown browser"),
                "created_at": clock.to_local(one.created_at),
                "seen_at": clock.to_local(one.seen_at),
                "here": one.pk == account.sign_in.pk,
            }
            for one in list_sign_ins(account, now=now)
        ]
    return render(request, "cabinet/sign_ins.html", {"sign_ins": found, "tab": "sign_ins"})


@needs_person
@require_POST
def download(request: HttpRequest, acting: Acting) -> HttpResponseBase:
    """All of it in one archive: a page to read, JSON for machines, and files (clause 6.2)."""
    site = get_site(request)
    return send_archive(build_archive(acting, site=site, now=clock.now()), name=site.key)


def show_held(held: HeldPurpose, subject: DataSubject) -> Shown:
    """One purpose with its words in the language of the page."""
    language, terms = read_language(), terms_for(subject.company)
    words, key = term_values(terms, language), held.terms.key
    recipients = {one.key: one.title.in_language(language) for one in terms.recipients}
    law = held.terms.law if held.terms.basis is LegalBasis.LAW else None
    return Shown(
        held=held,
        length=words.get(f"terms.{key}.length", ""),
        since=words.get(f"terms.{key}.since", ""),
        until=words.get(f"terms.{key}.until", ""),
        law=law.title.in_language(language) if law else "",
        recipients=tuple(recipients[kind] for kind in held.terms.recipients),
    )


def _render_details(
    request: HttpRequest, acting: Acting, *, status: int = 200, too_often: bool = False, **forms: object
) -> HttpResponse:
    stated = _read_stated(acting)
    context = {
        "form": NameForm(initial=stated) if acting.is_for_another else DetailsForm(initial=stated),
        "email_form": EmailForm(),
        "password_form": PasswordForm(),
        "address": stated["email"],
        "has_password": acting.account.user.has_usable_password(),
        "too_often": too_often,
        "tab": "details",
    }
    return render(request, "cabinet/details.html", context | forms, status=status)


def _read_stated(acting: Acting) -> dict[str, str]:
    with processing(Purpose.REQUESTS, company=acting.subject.company, reason="the person sees their data"):
        profile = Profile.objects.get(subject=acting.subject)
        return {name: getattr(profile, name) or "" for name in ("name", "surname", "email", "phone")}


def _read_id(text: str) -> UUID:
    """The log-in that was chosen; one that nobody has where the text is none, so that nothing else is ended."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
