"""What is done about one request at the desk: each one operation, then the page again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lerna.accounts.queries import Account, list_colleagues
from lerna.doors.desk.requests.forms import AnswerForm, AssignForm, NameForm, NoteForm, RefusalForm
from lerna.doors.desk.requests.reading import open_file, render_request
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import Hand, add_note, answer_request, refuse_request, take_up
from lerna.privacy.requests.answers.blocking import lift_restriction
from lerna.privacy.requests.answers.finishing import close_by_hand
from lerna.privacy.requests.answers.naming import name_kind
from lerna.privacy.requests.desk.assigning import assign
from lerna.privacy.requests.identity.codes import NoMoreCodesError
from lerna.privacy.requests.models import Kind
from lerna.privacy.requests.operations import WrongStateError, confirm_at_desk, send_code_again

SCREEN = "request"
_CONFLICT = 409


@needs_role_for(Purpose.REQUESTS)
@require_POST
def name(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """What an unclear letter demands was made out (clause 6.4)."""
    file, form = open_file(account, number, SCREEN), NameForm(request.POST, prefix="name")
    if not form.is_valid():
        return render_request(request, account, file, name_form=form)
    try:
        name_kind(
            company=account.subject.company, request_id=file.id, kind=Kind(form.cleaned_data["kind"]),
            actor_id=account.user.pk, now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def take(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Whoever clicks works on it from now on."""
    file = open_file(account, number, SCREEN)
    try:
        take_up(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def give(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Somebody else works on it from now on."""
    company, file = account.subject.company, open_file(account, number, SCREEN)
    form = AssignForm(request.POST, staff=list_colleagues(company, Purpose.REQUESTS))
    if not form.is_valid():
        return render_request(request, account, file, assign_form=form)
    try:
        assign(
            company=company, request_id=file.id, to=UUID(form.cleaned_data["to"]), actor_id=account.user.pk,
            now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def confirm(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The signed statement of whoever asks was seen (clause 6.8)."""
    file = open_file(account, number, SCREEN)
    try:
        confirm_at_desk(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def send_code(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """Another code to the address on file."""
    file = open_file(account, number, SCREEN)
    try:
        send_code_again(company=account.subject.company, request_id=file.id, now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    except NoMoreCodesError:
        fault = _("So many codes were sent already that the next one may go tomorrow.")
        return render_request(request, account, file, _CONFLICT, fault=fault)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def note(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """A note for colleagues."""
    file, form = open_file(account, number, SCREEN), NoteForm(request.POST, prefix="note")
    if not form.is_valid():
        return render_request(request, account, file, note_form=form)
    add_note(
        company=account.subject.company, request_id=file.id, text=form.cleaned_data["text"], actor_id=account.user.pk,
        now=clock.now(),
    )  # fmt: skip
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def answer(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The answer goes to the person (clause 6.2)."""
    file, form = open_file(account, number, SCREEN), AnswerForm(request.POST, prefix="answer")
    if not form.is_valid():
        return render_request(request, account, file, answer_form=form)
    try:
        answer_request(
            company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now(),
            **form.cleaned_data,
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def refuse(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """A refusal with its ground and the way to complain (clause 6.8)."""
    file = open_file(account, number, SCREEN)
    form = RefusalForm(request.POST, prefix="refuse", file=file)
    if not form.is_valid():
        return render_request(request, account, file, refusal_form=form)
    try:
        refuse_request(
            company=account.subject.company, request_id=file.id, hand=Hand(Actor.STAFF, account.user.pk),
            now=clock.now(), **form.cleaned_data,
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def resume(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The person has told the staff that processing may go on."""
    file = open_file(account, number, SCREEN)
    try:
        lift_restriction(company=account.subject.company, request_id=file.id, actor=Actor.STAFF, now=clock.now())
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def close(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The person was told in another way; only of what is answered."""
    file, form = open_file(account, number, SCREEN), NoteForm(request.POST, prefix="close")
    if not form.is_valid():
        return render_request(request, account, file, close_form=form)
    try:
        close_by_hand(
            company=account.subject.company, request_id=file.id, note=form.cleaned_data["text"],
            actor_id=account.user.pk, now=clock.now(),
        )  # fmt: skip
    except WrongStateError:
        return _say_changed(request, account, number)
    return redirect("desk:request", number)


def _say_changed(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The page as it is now, where it wasn't any more as whoever clicked saw it."""
    fault = _("This can't be done in the request's present state; somebody may have been quicker. Nothing was changed.")
    return render_request(request, account, open_file(account, number, SCREEN), _CONFLICT, fault=fault)
