"""What is done about one request at the desk: each one operation, then the page again."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from lerna.accounts.queries import Account, list_colleagues
from lerna.doors.desk.acts import Acts
from lerna.doors.desk.requests.forms import AnswerForm, AssignForm, NameForm, NoteForm, RefusalForm
from lerna.doors.desk.requests.reading import open_file, render_request
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

_act = Acts(
    purpose=Purpose.REQUESTS,
    route="desk:request",
    open_file=lambda account, number: open_file(account, number, SCREEN),
    render=render_request,
    faults={
        WrongStateError: _(
            "This can't be done in the request's present state; somebody may have been quicker. Nothing was changed."
        ),
        NoMoreCodesError: _("So many codes were sent already that the next one may go tomorrow."),
    },
)


@_act(name_form=lambda post, _account, _file: NameForm(post, prefix="name"))
def name(account: Account, file: RequestFile, name_form: NameForm) -> None:
    """What an unclear letter demands was made out (clause 6.4)."""
    name_kind(
        company=account.subject.company, request_id=file.id, kind=Kind(name_form.cleaned_data["kind"]),
        actor_id=account.user.pk, now=clock.now(),
    )  # fmt: skip


@_act()
def take(account: Account, file: RequestFile) -> None:
    """Whoever clicks works on it from now on."""
    take_up(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())


@_act(
    assign_form=lambda post, account, _file: AssignForm(
        post, staff=list_colleagues(account.subject.company, Purpose.REQUESTS)
    )
)
def give(account: Account, file: RequestFile, assign_form: AssignForm) -> None:
    """Somebody else works on it from now on."""
    assign(
        company=account.subject.company, request_id=file.id, to=UUID(assign_form.cleaned_data["to"]),
        actor_id=account.user.pk, now=clock.now(),
    )  # fmt: skip


@_act()
def confirm(account: Account, file: RequestFile) -> None:
    """The signed statement of whoever asks was seen (clause 6.8)."""
    confirm_at_desk(company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now())


@_act()
def send_code(account: Account, file: RequestFile) -> None:
    """Another code to the address on file."""
    send_code_again(company=account.subject.company, request_id=file.id, now=clock.now())


@_act(note_form=lambda post, _account, _file: NoteForm(post, prefix="note"))
def note(account: Account, file: RequestFile, note_form: NoteForm) -> None:
    """A note for colleagues."""
    add_note(
        company=account.subject.company, request_id=file.id, text=note_form.cleaned_data["text"],
        actor_id=account.user.pk, now=clock.now(),
    )  # fmt: skip


@_act(answer_form=lambda post, _account, _file: AnswerForm(post, prefix="answer"))
def answer(account: Account, file: RequestFile, answer_form: AnswerForm) -> None:
    """The answer goes to the person (clause 6.2)."""
    answer_request(
        company=account.subject.company, request_id=file.id, actor_id=account.user.pk, now=clock.now(),
        **answer_form.cleaned_data,
    )  # fmt: skip


@_act(refusal_form=lambda post, _account, file: RefusalForm(post, prefix="refuse", file=file))
def refuse(account: Account, file: RequestFile, refusal_form: RefusalForm) -> None:
    """A refusal with its ground and the way to complain (clause 6.8)."""
    refuse_request(
        company=account.subject.company, request_id=file.id, hand=Hand(Actor.STAFF, account.user.pk), now=clock.now(),
        **refusal_form.cleaned_data,
    )  # fmt: skip


@_act()
def resume(account: Account, file: RequestFile) -> None:
    """The person has told the staff that processing may go on."""
    lift_restriction(company=account.subject.company, request_id=file.id, actor=Actor.STAFF, now=clock.now())


@_act(close_form=lambda post, _account, _file: NoteForm(post, prefix="close"))
def close(account: Account, file: RequestFile, close_form: NoteForm) -> None:
    """The person was told in another way; only of what is answered."""
    close_by_hand(
        company=account.subject.company, request_id=file.id, note=close_form.cleaned_data["text"],
        actor_id=account.user.pk, now=clock.now(),
    )  # fmt: skip
