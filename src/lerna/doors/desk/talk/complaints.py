"""Complaints at the desk: the queue by its term, one complaint's page, the answer (law 274-IV, art. 42-4)."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.acts import Acts
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.talk.forms import AnswerForm
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.doors.look.talk.words import MATTERS
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.clocks import list_dues
from lerna.school.feedback.appeals.complaints import answer_complaint
from lerna.school.feedback.appeals.models import Complaint
from lerna.school.feedback.appeals.operations import AlreadyAnsweredError
from lerna.school.feedback.appeals.queries import (
    NoSuchAppealError,
    Sender,
    find_complaint,
    list_complaints,
    read_senders,
)

PAGE = "complaints"
_LANGUAGES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


@dataclass(frozen=True, slots=True)
class Line:
    """One complaint of the queue; `days_left` counts whole days until the last one, 0 on it."""

    complaint: Complaint
    title: Promise
    last_day: date
    days_left: int
    is_late: bool


@dataclass(frozen=True, slots=True)
class ComplaintFile:
    """One complaint with its texts opened."""

    complaint: Complaint
    sender: Sender
    text: str
    answer: str


@needs_role_for(Purpose.REQUESTS)
@require_safe
def complaints(request: HttpRequest, account: Account) -> HttpResponse:
    """The open ones, the most urgent first; or the answered."""
    answered = request.GET.get("answered") == "yes"
    lines = [_show(one) for one in list_complaints(account.subject.company, answered=answered)]
    context = {"lines": lines, "answered": answered}
    return render_page(request, account, PAGE, "desk/talk/complaints.html", context)


@needs_role_for(Purpose.REQUESTS)
@require_safe
def complaint_page(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """One complaint, by whose word it is due, and the form to answer it."""
    return _render(request, account, _open(account, number))


def _open(account: Account, number: str) -> ComplaintFile:
    """With everything that its person wrote; the look is recorded (clause 8.3). 404 where there is none."""
    company = account.subject.company
    with processing(Purpose.REQUESTS, company=company, reason="a complaint is looked at"):
        try:
            found = find_complaint(company, number)
        except NoSuchAppealError:
            raise Http404 from None
        file = ComplaintFile(found, read_senders([found])[0], found.text, found.answer or "")
    record_looks(
        account=account, purpose=Purpose.REQUESTS, subjects=[found.subject_id], screen="complaint", now=clock.now()
    )
    return file


def _render(
    request: HttpRequest, account: Account, file: ComplaintFile, status: int = 200, **bound: object
) -> HttpResponse:
    line, due = _show(file.complaint), list_dues(file.complaint.received_at)[0]
    context = {
        "file": file,
        "line": line,
        "source": due.source.cite(read_language()),
        "language": _LANGUAGES[file.complaint.language],
        "answer_form": AnswerForm(prefix="answer"),
    }
    return render_page(request, account, PAGE, "desk/talk/complaint.html", context | bound, status)


def _show(one: Complaint) -> Line:
    now, last_day = clock.now(), clock.last_day_before(one.due_at)
    return Line(
        complaint=one,
        title=MATTERS[one.matter],
        last_day=last_day,
        days_left=max(0, (last_day - clock.local_day(now)).days),
        is_late=one.answered_at is None and one.due_at <= now,
    )


_act = Acts(
    purpose=Purpose.REQUESTS,
    route="desk:complaint",
    open_file=_open,
    render=_render,
    faults={AlreadyAnsweredError: _("Somebody was quicker: it is answered already. Nothing was sent.")},
)


@_act(answer_form=lambda post, _account, _file: AnswerForm(post, prefix="answer"))
def answer(account: Account, file: ComplaintFile, answer_form: AnswerForm) -> None:
    """The answer goes to whoever complained."""
    answer_complaint(
        company=account.subject.company, number=file.complaint.number, text=answer_form.cleaned_data["text"],
        actor_id=account.user.pk, now=clock.now(),
    )  # fmt: skip
