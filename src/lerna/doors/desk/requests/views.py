"""The queue, the search, one request's page and its print (clauses 6.2, 6.8)."""

from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account, list_colleagues
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.requests.forms import QueueForm, SearchForm
from lerna.doors.desk.requests.reading import PAGE, open_file, render_request
from lerna.doors.look.requests.shown import ShownRequest, show_file, show_request
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.desk.queue import SIZE, find_by_number, list_of_sender, read_queue
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.queries import NoSuchRequestError


@dataclass(frozen=True, slots=True)
class Line:
    """One request of the queue, with who works on it."""

    shown: ShownRequest
    is_late: bool
    assigned: str


@needs_role_for(Purpose.REQUESTS)
@require_safe
def queue(request: HttpRequest, account: Account) -> HttpResponse:
    """What is to be done, by the filters of the address, the most urgent first."""
    company, now = account.subject.company, clock.now()
    staff = list_colleagues(company, Purpose.REQUESTS)
    form = QueueForm(request.GET, company=company, staff=staff)
    asked = request.GET.get("page", "")
    found = read_queue(company, form.read_filters(), page=int(asked) if asked.isdecimal() else 1, now=now)
    names = {one.id: one.name for one in staff}
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    context = {
        "form": form,
        "search_form": SearchForm(),
        "lines": [_show(one, names) for one in found.requests],
        "count": found.count,
        "page": Paginator(range(found.count), SIZE).page(found.page),
        "chosen": urlencode(chosen),
        "is_filtered": bool(chosen),
    }
    return render_page(request, account, PAGE, "desk/requests/queue.html", context)


@needs_role_for(Purpose.REQUESTS)
@require_POST
def search(request: HttpRequest, account: Account) -> HttpResponse:
    """By number, e-mail or phone; sent and not in the address, because it may name a person."""
    company = account.subject.company
    form = SearchForm(request.POST)
    found: tuple[Request, ...] = ()
    if form.is_valid():
        if form.number:
            try:
                find_by_number(company, form.number)
            except NoSuchRequestError:
                pass
            else:
                return redirect("desk:request", form.number.strip().upper())
        else:
            found = list_of_sender(company, email=form.email, phone=form.phone)
            people = {one.subject_id for one in found}
            record_looks(
                account=account, purpose=Purpose.REQUESTS, subjects=people, screen="request-search", now=clock.now()
            )
    names = {one.id: one.name for one in list_colleagues(company, Purpose.REQUESTS)}
    context = {"search_form": form, "lines": [_show(one, names) for one in found]}
    return render_page(request, account, PAGE, "desk/requests/found.html", context)


@needs_role_for(Purpose.REQUESTS)
@require_safe
def request_page(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """One request, and everything that can be done about it."""
    return render_request(request, account, open_file(account, number, "request"))


@needs_role_for(Purpose.REQUESTS)
@require_safe
def request_print(request: HttpRequest, account: Account, number: str) -> HttpResponse:
    """The same for paper."""
    file = open_file(account, number, "request-print")
    context = show_file(file, account.subject.company, clock.now(), for_staff=True)
    return render(request, "look/request_print.html", context)


def _show(one: Request, names: dict[UUID, str]) -> Line:
    now = clock.now()
    late = one.closed_at is None and one.due_at is not None and one.due_at <= now
    return Line(show_request(one, now, for_staff=True), late, names.get(one.assigned_to, "") if one.assigned_to else "")
