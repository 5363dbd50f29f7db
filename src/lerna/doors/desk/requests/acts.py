"""What is done about one request at the desk: each one operation, then the page again."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
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
from lerna.privacy.requests.file import RequestFile
from lerna.privacy.requests.identity.codes import NoMoreCodesError
from lerna.privacy.requests.models import Kind
from lerna.privacy.requests.operations import WrongStateError, confirm_at_desk, send_code_again

SCREEN = "request"
_CONFLICT = 409

Typed = Mapping[str, Any]  # what the act's form says, checked
Act = Callable[[Account, RequestFile, Typed], object]
Build = Callable[[QueryDict, Account, RequestFile], forms.Form]


def _act(**build: Build) -> Callable[[Act], Callable[..., HttpResponse]]:
    """A view that does this, after the one form that it may have, and comes back to the page.

    A form that is wrong, or too late, stands on the page again with everything that was typed.
    """

    def decorate(act: Act) -> Callable[..., HttpResponse]:
        @needs_role_for(Purpose.REQUESTS)
        @require_POST
        @wraps(act)
        def answer(request: HttpRequest, account: Account, number: str) -> HttpResponse:
            file = open_file(account, number, SCREEN)
            bound: dict[str, Any] = {name: make(request.POST, account, file) for name, make in build.items()}
            if not all(form.is_valid() for form in bound.values()):
                return render_request(request, account, file, **bound)
            try:
                act(
                    account, file, {name: value for form in bound.values() for name, value in form.cleaned_data.items()}
                )
            except WrongStateError:
                fault = _(
                    "This can't be done in the request's present state; somebody may have been quicker. Nothing was"
                    " changed."
                )
            except NoMoreCodesError:
                fault = _("So many codes were sent already that the next one may go tomorrow.")
            else:
                return redirect("desk:request", number)
            return render_request(request, account, open_file(account, number, SCREEN), _CONFLICT, fault=fault, **bound)

        return answer

    return decorate


@_act(name_form=lambda post, _account, _file: NameForm(post, prefix="name"))
def name(account: Account, file: RequestFile, typed: Typed) -> None:
    """What an unclear letter demands was made out (clause 6.4)."""
    name_kind(
        company=account.subject.company, request_id=file.id, kind=Kind(typed["kind"]), actor_id=account.user.pk,
        now=clock.now(),
    )  # fmt: skip


@_act()
def take(account: Account, file: RequestFile, _typed: Typed) -> None:
    """Whoever clicks works on it from now on."""
    take_up(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())


@_act(
    assign_form=lambda post, account, _file: AssignForm(
        post, staff=list_colleagues(account.subject.company, Purpose.REQUESTS)
    )
)
def give(account: Account, file: RequestFile, typed: Typed) -> None:
    """Somebody else works on it from now on."""
    assign(
        company=account.subject.company, request_id=file.id, to=UUID(typed["to"]), actor_id=account.user.pk,
        now=clock.now(),
    )  # fmt: skip


@_act()
def confirm(account: Account, file: RequestFile, _typed: Typed) -> None:
    """The signed statement of whoever asks was seen (clause 6.8)."""
    confirm_at_desk(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())


@_act()
def send_code(account: Account, file: RequestFile, _typed: Typed) -> None:
    """Another code to the address on file."""
    send_code_again(company=account.subject.company, request_id=file.id, now=clock.now())


@_act(note_form=lambda post, _account, _file: NoteForm(post, prefix="note"))
def note(account: Account, file: RequestFile, typed: Typed) -> None:
    """A note for colleagues."""
    add_note(
        company=account.subject.company, request_id=file.id, text=typed["text"], actor_id=account.user.pk,
        now=clock.now(),
    )  # fmt: skip


@_act(answer_form=lambda post, _account, _file: AnswerForm(post, prefix="answer"))
def answer(account: Account, file: RequestFile, typed: Typed) -> None:
    """The answer goes to the person (clause 6.2)."""
    answer_request(
        company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now(), **typed
    )


@_act(refusal_form=lambda post, _account, file: RefusalForm(post, prefix="refuse", file=file))
def refuse(account: Account, file: RequestFile, typed: Typed) -> None:
    """A refusal with its ground and the way to complain (clause 6.8)."""
    refuse_request(
        company=account.subject.company, request_id=file.id, hand=Hand(Actor.STAFF, account.user.pk), now=clock.now(),
        **typed,
    )  # fmt: skip


@_act()
def resume(account: Account, file: RequestFile, _typed: Typed) -> None:
    """The person has told the staff that processing may go on."""
    lift_restriction(company=account.subject.company, request_id=file.id, actor=Actor.STAFF, now=clock.now())


@_act(close_form=lambda post, _account, _file: NoteForm(post, prefix="close"))
def close(account: Account, file: RequestFile, typed: Typed) -> None:
    """The person was told in another way; only of what is answered."""
    close_by_hand(
        company=account.subject.company, request_id=file.id, note=typed["text"], actor_id=account.user.pk,
        now=clock.now(),
    )  # fmt: skip
