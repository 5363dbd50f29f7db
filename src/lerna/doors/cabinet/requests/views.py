"""What a person demands about their data, and what became of it (clauses 6.2 to 6.8). Logged in, they are known."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.doors.look.addresses import get_site
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.media.sending import send_archive
from lerna.doors.look.requests.forms import DemandForm
from lerna.doors.look.requests.shown import show_file, show_request
from lerna.doors.look.requests.words import BUTTONS
from lerna.doors.look.signed_in import needs_account
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.requests.answers.blocking import lift_restriction
from lerna.privacy.requests.copies import NoCopyError, take_copy
from lerna.privacy.requests.file import RequestFile, read_file
from lerna.privacy.requests.kinds.rules import Rules, load_rules
from lerna.privacy.requests.models import Kind, Proof
from lerna.privacy.requests.operations import Asker, WrongStateError, confirm_in_session, receive_known_request
from lerna.privacy.requests.queries import (
    NoSuchRequestError,
    find_visible_to,
    list_represented,
    requests_visible_to,
)
from lerna.privacy.subjects.models import DataSubject

TAB = "requests"


@needs_account
@require_safe
def requests(request: HttpRequest, account: Account) -> HttpResponse:
    """All of them with state and countdown, the latest first."""
    now = clock.now()
    shown = [show_request(one, now) for one in requests_visible_to(account.subject)]
    return render(request, "cabinet/requests/list.html", {"requests": shown, "tab": TAB})


@needs_account
@require_safe
def choose(request: HttpRequest, _account: Account) -> HttpResponse:
    """Every right with a plain explanation (clause 6.2)."""
    return render(request, "cabinet/requests/choose.html", {"kinds": load_rules().offered.values(), "tab": TAB})


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest, account: Account, kind: str) -> HttpResponse:
    """The form of one kind."""
    rules = load_rules().offered.get(Kind(kind)) if kind in Kind.values else None
    if rules is None:
        raise Http404
    return _take_down(request, account, rules)


@needs_account
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponse:
    """A complaint about an answer, which is a request that points at another (clause 6.8)."""
    file = _read(account, request_id)
    if not file.is_decided:
        raise Http404
    return _take_down(request, account, load_rules().kinds[Kind.COMPLAINT], against=file)


@needs_account
@require_safe
def request_page(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponse:
    """One request: answer, terms, every step."""
    return _render(request, account, _read(account, request_id))


@needs_account
@require_safe
def request_print(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponse:
    """The same for paper."""
    context = show_file(_read(account, request_id), account.subject.company, clock.now())
    return render(request, "look/request_print.html", context)


@needs_account
@require_POST
def confirm(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponse:
    """The person says that a request which came by letter or form is theirs."""
    try:
        confirm_in_session(
            company=account.subject.company, request_id=_find(account, request_id),
            asker=Asker(account.subject, Proof.SESSION), now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _render(request, account, _read(account, request_id), status=409)
    return redirect("cabinet:request", request_id)


@needs_account
@require_POST
def resume(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponse:
    """Everything that the person had stopped goes on."""
    try:
        lift_restriction(
            company=account.subject.company, request_id=_find(account, request_id), actor=Actor.PERSON, now=clock.now()
        )
    except WrongStateError:
        return _render(request, account, _read(account, request_id), status=409)
    return redirect("cabinet:request", request_id)


@needs_account
@require_POST
def copy(request: HttpRequest, account: Account, request_id: UUID) -> HttpResponseBase:
    """The copy of the data that the answer promised."""
    try:
        content = take_copy(company=account.subject.company, request_id=_find(account, request_id), now=clock.now())
    except NoCopyError:
        raise Http404 from None
    return send_archive(content, name=get_site(request).key)


def _take_down(
    request: HttpRequest, account: Account, rules: Rules, against: RequestFile | None = None
) -> HttpResponse:
    site = get_site(request)
    represented = list_represented(account.subject)
    form = DemandForm(request.POST if request.method == "POST" else None, rules=rules, company=site.company)
    if request.method == "POST" and form.is_valid():
        asker = _choose_asker(account, represented, request.POST.get("about", ""), against)
        received = receive_known_request(
            asker=asker, site=site, demand=form.read_demand(against=against.id if against else None),
            channel=Channel.CABINET, language=read_language(), now=clock.now(),
        )  # fmt: skip
        return redirect("cabinet:request", received.pk)
    context = {
        "form": form,
        "rules": rules,
        "against": against,
        "represented": [] if against else represented,
        "button": BUTTONS.get(rules.kind),
        "tab": TAB,
    }
    return render(request, "cabinet/requests/new.html", context)


def _choose_asker(
    account: Account, represented: tuple[tuple[DataSubject, str], ...], about: str, against: RequestFile | None
) -> Asker:
    """For oneself, or for whom one represents; a complaint is about whom the other request was."""
    wanted = str(against.subject) if against else about
    for subject, _name in represented:
        if str(subject.pk) == wanted:
            return Asker(subject, Proof.SESSION, Hand.REPRESENTATIVE, Actor.REPRESENTATIVE)
    return Asker(account.subject, Proof.SESSION)


def _find(account: Account, request_id: UUID) -> UUID:
    try:
        return find_visible_to(account.subject, request_id)
    except NoSuchRequestError:
        raise Http404 from None


def _read(account: Account, request_id: UUID) -> RequestFile:
    return read_file(account.subject.company, _find(account, request_id))


def _render(request: HttpRequest, account: Account, file: RequestFile, status: int = 200) -> HttpResponse:
    context = show_file(file, account.subject.company, clock.now())
    context |= {"tab": TAB, "stopped": file.kind is Kind.RESTRICTION and file.blocked_at is not None}
    return render(request, "cabinet/requests/request.html", context, status=status)
