"""One request's page: what it shows, by the few queries that it takes; the look at its person is recorded (8.3)."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account, list_colleagues
from lerna.accounts.roles import may_work_for
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.requests.forms import LANGUAGES, AnswerForm, AssignForm, NameForm, NoteForm, RefusalForm
from lerna.doors.look.requests.shown import show_file
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import draft_answer
from lerna.privacy.requests.desk.queue import find_by_number, list_complaints
from lerna.privacy.requests.file import RequestFile, read_file
from lerna.privacy.requests.models import Kind, State
from lerna.privacy.requests.queries import NoSuchRequestError

PAGE = "requests"


def open_file(account: Account, number: str, screen: str) -> RequestFile:
    """The whole file of this company's request; 404 where there is none."""
    company = account.subject.company
    try:
        file = read_file(company, find_by_number(company, number))
    except NoSuchRequestError:
        raise Http404 from None
    record_looks(account=account, purpose=Purpose.REQUESTS, subjects=[file.subject], screen=screen, now=clock.now())
    return file


def render_request(
    request: HttpRequest, account: Account, file: RequestFile, status: int = 200, **bound: object
) -> HttpResponse:
    """The page; `bound` are forms that came back, and what else there is to say."""
    company, now = account.subject.company, clock.now()
    staff = list_colleagues(company, Purpose.REQUESTS)
    language = _choose_language(request, file)
    context: dict[str, Any] = show_file(file, company, now, for_staff=True)
    context |= {
        "assigned": next((one.name for one in staff if one.id == file.assigned_to), ""),
        "is_mine": file.assigned_to == account.user.pk,
        "complaints": list_complaints(company, file.id) if file.is_decided else (),
        "sees_people": may_work_for(account.user.role, Purpose.CONSENT_PROOF),
        "waits": file.state == State.RECEIVED,
        "to_answer": file.state in {State.VERIFIED, State.WORKING},
        "to_close": file.is_decided and file.closed_at is None,
        "stopped": file.kind is Kind.RESTRICTION and file.blocked_at is not None,
        "languages_of_answer": LANGUAGES,
        "language_of_answer": language,
        "to_name": file.kind is Kind.UNCLEAR and not file.is_decided,
        "name_form": NameForm(prefix="name"),
        "assign_form": AssignForm(staff=staff, initial={"to": str(file.assigned_to or account.user.pk)}),
        "note_form": NoteForm(prefix="note"),
        "close_form": NoteForm(prefix="close"),
        "answer_form": AnswerForm(
            prefix="answer",
            initial={"language": language, "text": draft_answer(file.kind, file.number, language)},
        ),
        "refusal_form": RefusalForm(prefix="refuse", file=file),
    }
    return render_page(request, account, PAGE, "desk/requests/request.html", context | bound, status)


def _choose_language(request: HttpRequest, file: RequestFile) -> LanguageCode:
    """In which the draft stands: the one that was clicked, else the request's."""
    wanted = request.POST.get("answer-language") or request.GET.get("draft", "")
    return cast("LanguageCode", wanted if wanted in dict(LANGUAGES) else file.language)
