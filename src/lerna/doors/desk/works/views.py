"""The queue, one work, its review and the next; every look at a person's work is recorded (clause 8.3)."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.works.forms import PhraseForm, ReviewForm
from lerna.doors.desk.works.shown import read_run, show_queue, show_work
from lerna.doors.look.signed_in import choose_next, needs_role_for
from lerna.doors.look.studies.works import list_scores, send_file
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.school.learning.assignments.queries import (
    NoSuchWorkError,
    OpenWork,
    find_neighbors,
    open_work,
    read_submitted_file,
)
from lerna.school.learning.assignments.reviewing import (
    NotWaitingError,
    TakenError,
    drop_phrase,
    keep_phrase,
    release_work,
    review_work,
    take_work,
)

PAGE = "works"
_REFUSED, _CONFLICT = 400, 409
FAULTS = {
    TakenError: _("A colleague has this work open now. Nothing was sent; your words are still below."),
    NotWaitingError: _("This work was reviewed already. Nothing was sent; your words are still below."),
}


@needs_role_for(Purpose.LEARNING)
@require_safe
def queue(request: HttpRequest, account: Account) -> HttpResponse:
    """What waits for a curator, by the moment it was promised for."""
    asked, now = request.GET.get("page", ""), clock.now()
    context = show_queue(account, run=read_run(request), page=int(asked) if asked.isdecimal() else 1, now=now)
    people = [line.work.subject for line in context["lines"]]
    record_looks(account=account, purpose=Purpose.LEARNING, subjects=people, screen="works", now=now)
    return render_page(request, account, PAGE, "desk/works/queue.html", context)


@needs_role_for(Purpose.LEARNING)
@require_safe
def work(request: HttpRequest, account: Account, number: UUID) -> HttpResponse:
    """One work. Whoever opens it has it for a while, so that no colleague checks it too."""
    with suppress(TakenError, NotWaitingError):  # then it is shown all the same, without the form
        take_work(company=account.subject.company, submission_id=number, reviewer=account.user.pk, now=clock.now())
    return _render(request, account, _open(account, number))


@needs_role_for(Purpose.LEARNING)
@require_POST
def review(request: HttpRequest, account: Account, number: UUID) -> HttpResponse:
    """Accepts the work or sends it back, and opens the next one."""
    company, own, now = account.subject.company, account.user.pk, clock.now()
    opened = _open(account, number)
    form = ReviewForm(request.POST, scores=list(list_scores(opened.assignment)), owner=own)
    if not form.is_valid():
        return _render(request, account, opened, _REFUSED, form=form)
    try:
        review_work(
            company=company, submission_id=number, assignment=opened.assignment, reviewer=own,
            verdict=form.read_verdict(), now=now,
        )  # fmt: skip
    except (TakenError, NotWaitingError) as error:
        return _render(request, account, _open(account, number), _CONFLICT, form=form, fault=FAULTS[type(error)])
    run = read_run(request)
    before, after = find_neighbors(company, number, run=run, reviewer=own, now=now)
    following = after or before
    address = reverse("desk:work", args=[following]) if following else reverse("desk:works")
    return redirect(f"{address}?run={run}" if run else address)


@needs_role_for(Purpose.LEARNING)
@require_POST
def release(request: HttpRequest, account: Account, number: UUID) -> HttpResponse:
    """Leaves the work to colleagues."""
    release_work(company=account.subject.company, submission_id=number, reviewer=account.user.pk)
    run = read_run(request)
    return redirect(f"{reverse('desk:works')}?run={run}" if run else "desk:works")


@needs_role_for(Purpose.LEARNING)
@require_safe
def file(request: HttpRequest, account: Account, number: UUID) -> HttpResponse:  # noqa: ARG001
    """A file that was handed in."""
    try:
        name, content, subject = read_submitted_file(account.subject.company, number)
    except NoSuchWorkError:
        raise Http404 from None
    record_looks(account=account, purpose=Purpose.LEARNING, subjects=[subject], screen="work-file", now=clock.now())
    return send_file(name, content)


@needs_role_for(Purpose.LEARNING)
@require_POST
def phrases(request: HttpRequest, account: Account) -> HttpResponse:
    """Keeps or forgets a phrase of one's own, and goes back to the work."""
    dropped = request.POST.get("drop", "")
    form = PhraseForm(request.POST, prefix="phrase")
    if dropped.isdecimal():
        drop_phrase(owner=account.user.pk, phrase_id=int(dropped))
    elif form.is_valid():
        keep_phrase(
            company=account.subject.company, owner=account.user.pk, text=form.cleaned_data["text"], now=clock.now()
        )
    return redirect(choose_next(request, reverse("desk:works")))


def _open(account: Account, number: UUID) -> OpenWork:
    try:
        opened = open_work(account.subject.company, number)
    except NoSuchWorkError:
        raise Http404 from None
    record_looks(
        account=account, purpose=Purpose.LEARNING, subjects=[opened.enrollment.subject_id], screen="work",
        now=clock.now(),
    )  # fmt: skip
    return opened


def _render(
    request: HttpRequest, account: Account, opened: OpenWork, status: int = 200, **said: Any  # noqa: ANN401
) -> HttpResponse:  # fmt: skip
    """The page; `said` is a form that came back, and what else there is to say."""
    context = show_work(account, opened, run=read_run(request), now=clock.now())
    return render_page(request, account, PAGE, "desk/works/work.html", context | said, status)
