"""Messages at the desk: a manager answers visitors by their consent, a curator learners by the contract."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.talk.forms import AnswerForm
from lerna.doors.look.signed_in import needs_role_for
from lerna.doors.look.talk.words import TOPICS
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.models import Message
from lerna.school.feedback.appeals.operations import AlreadyAnsweredError, answer_message
from lerna.school.feedback.appeals.queries import NoSuchAppealError, Sender, list_messages, read_senders

View = Callable[..., HttpResponseBase]
_CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Line:
    """One message with its texts opened, and the form to answer it."""

    id: UUID
    title: Promise
    sender: Sender
    text: str
    site: str
    received_at: datetime
    answer: str
    answered_at: datetime | None
    form: AnswerForm


def show_messages(purpose: Purpose, page: str) -> View:
    """The page of messages that were taken on this ground."""

    @needs_role_for(purpose)
    @require_safe
    def messages(request: HttpRequest, account: Account) -> HttpResponse:
        return _render(request, account, purpose, page)

    return messages


def answer_messages(purpose: Purpose, page: str) -> View:
    """The answer to one of them, then the page again."""

    @needs_role_for(purpose)
    @require_POST
    def answer(request: HttpRequest, account: Account, message: UUID) -> HttpResponse:
        form = AnswerForm(request.POST, prefix=str(message))
        if not form.is_valid():
            return _render(request, account, purpose, page, message, form)
        try:
            answer_message(
                company=account.subject.company, purpose=purpose, message_id=message, text=form.cleaned_data["text"],
                actor_id=account.user.pk, now=clock.now(),
            )  # fmt: skip
        except AlreadyAnsweredError:
            form.add_error("text", _("Somebody was quicker: it is answered already. Nothing was sent."))
            return _render(request, account, purpose, page, message, form, _CONFLICT)
        except NoSuchAppealError:
            raise Http404 from None
        return redirect(f"desk:{page}")

    return answer


def _render(  # noqa: PLR0913, PLR0917 -- the page, and what came back to it
    request: HttpRequest, account: Account, purpose: Purpose, page: str,
    sent: UUID | None = None, bound: AnswerForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """Each look at a person's words is recorded (clause 8.3)."""
    company = account.subject.company
    with processing(purpose, company=company, reason="messages are looked at"):
        found = list_messages(company, purpose)
        senders = read_senders(found)
        lines = [
            _show(one, sender, bound if bound is not None and one.pk == sent else AnswerForm(prefix=str(one.pk)))
            for one, sender in zip(found, senders, strict=True)
        ]
    record_looks(
        account=account, purpose=purpose, subjects=[one.subject_id for one in found], screen=page, now=clock.now()
    )
    context = {"lines": lines, "answer_url": f"desk:{page}_answer"}
    return render_page(request, account, page, "desk/talk/messages.html", context, status)


def _show(one: Message, sender: Sender, form: AnswerForm) -> Line:
    return Line(
        id=one.pk,
        title=TOPICS[one.topic],
        sender=sender,
        text=one.text,
        site=one.site,
        received_at=one.received_at,
        answer=one.answer or "",
        answered_at=one.answered_at,
        form=form,
    )
