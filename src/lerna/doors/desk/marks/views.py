"""Who reached what: on the page, as a file, and of one learner; every look is recorded, an export too (clause 8.3)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.marks.forms import ExtensionForm
from lerna.doors.desk.pages import render_page
from lerna.doors.look.signed_in import needs_role_for
from lerna.doors.look.studies.marks import show_marks
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.deadlines.due import list_dues
from lerna.school.learning.deadlines.operations import PastDayError, extend
from lerna.school.learning.grades.marks import round_down
from lerna.school.learning.grades.queries import (
    Gradebook,
    find_run,
    list_runs_with_learners,
    read_gradebook,
    read_marks,
)
from lerna.school.learning.grades.sheet import CSV_TYPE, XLSX_TYPE, Cell, write_csv, write_xlsx
from lerna.school.learning.models import Enrollment, State
from lerna.school.learning.people import read_names

PAGE = "marks"
_REFUSED = 400


@needs_role_for(Purpose.LEARNING)
@require_safe
def runs(request: HttpRequest, account: Account) -> HttpResponse:
    """The runs in which somebody studies; nobody's name."""
    company = account.subject.company
    with processing(Purpose.LEARNING, company=company, reason="which runs have learners"):
        found = list_runs_with_learners(company.pk)
    return render_page(request, account, PAGE, "desk/marks/runs.html", {"runs": found})


@needs_role_for(Purpose.LEARNING)
@require_safe
def gradebook(request: HttpRequest, account: Account, run: int) -> HttpResponse:
    """Everybody of a run with everything that is marked."""
    book = _read(account, run, "gradebook")
    rows = [
        {
            "line": line,
            "cells": [_write(line.results.get(one.item.key)) for one in book.marked],
            "mark": round_down(line.standing.mark),
            "best": round_down(line.standing.reachable),
        }
        for line in book.lines
    ]
    context = {"run": book.run, "course": book.run.course, "marked": book.marked, "rows": rows}
    return render_page(request, account, PAGE, "desk/marks/gradebook.html", context)


@needs_role_for(Purpose.LEARNING)
@require_safe
def export(request: HttpRequest, account: Account, run: int, kind: str) -> HttpResponse:  # noqa: ARG001
    """The same as a file for spreadsheets."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    book = _read(account, run, f"gradebook-{kind}")
    heads, rows = _tabulate(book)
    if kind == "csv":
        response = HttpResponse(write_csv(heads, rows), content_type=CSV_TYPE)
    else:
        response = HttpResponse(write_xlsx(book.run.course.title, heads, rows), content_type=XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{book.run.course.key}-{book.run.key}.{kind}"'
    return response


@needs_role_for(Purpose.LEARNING)
@require_http_methods(["GET", "HEAD", "POST"])
def learner(request: HttpRequest, account: Account, run: int, number: UUID) -> HttpResponse:
    """One learner's marks and last days; a curator may move one."""
    company, now = account.subject.company, clock.now()
    with processing(Purpose.LEARNING, company=company, reason="a curator sees somebody's marks"):
        found = Enrollment.objects.filter(pk=number, run=run).exclude(state=State.LEFT)
        enrollment = found.select_related("run__course", "subject__company").first()
        if enrollment is None:
            raise Http404
        subject = enrollment.subject_id
        record_looks(account=account, purpose=Purpose.LEARNING, subjects=[subject], screen="marks", now=now)
        dues = list(list_dues([enrollment]))
        form = ExtensionForm(request.POST if request.method == "POST" else None, dues=dues)
        if request.method == "POST" and form.is_valid() and _extend(account, enrollment, form):
            return redirect("desk:learner_marks", run, number)
        context = {
            "run": enrollment.run,
            "course": enrollment.run.course,
            "enrollment": enrollment,
            "name": read_names([subject]).get(subject, ""),
            "marks": show_marks(read_marks(enrollment)),
            "dues": [due for due in dues if due.on],
            "today": clock.local_day(now),
            "form": form,
        }
        status = _REFUSED if form.errors else 200
        return render_page(request, account, PAGE, "desk/marks/learner.html", context, status)


def _extend(account: Account, enrollment: Enrollment, form: ExtensionForm) -> bool:
    typed: dict[str, Any] = form.cleaned_data
    try:
        extend(
            enrollment=enrollment, work=form.works[typed["work"]], due_on=typed["due_on"], reason=typed["reason"],
            given_by=account.user.pk, now=clock.now(),
        )  # fmt: skip
    except PastDayError:
        form.add_error("due_on", _("This day has passed already."))
        return False
    return True


def _read(account: Account, number: int, screen: str) -> Gradebook:
    company = account.subject.company
    with processing(Purpose.LEARNING, company=company, reason="a curator sees a gradebook"):
        run: Run | None = find_run(company.pk, number)
        if run is None:
            raise Http404
        book = read_gradebook(run)
        people = [line.subject for line in book.lines]
        record_looks(account=account, purpose=Purpose.LEARNING, subjects=people, screen=screen, now=clock.now())
        return book


def _write(earned: Any) -> Decimal | None:  # noqa: ANN401 -- what a learner earned, or nothing yet
    return round_down(earned.share) if earned else None


def _tabulate(book: Gradebook) -> tuple[list[str], list[list[Cell]]]:
    """Shares of 100, the final mark, and the day on which the course was finished."""
    heads = [_("Learner"), *(one.name for one in book.marked), _("Mark"), _("Finished")]
    rows: list[list[Cell]] = [
        [
            line.name,
            *(_write(line.results.get(one.item.key)) for one in book.marked),
            round_down(line.standing.mark),
            line.finished_at.date().isoformat() if line.finished_at else None,
        ]
        for line in book.lines
    ]
    return heads, rows
