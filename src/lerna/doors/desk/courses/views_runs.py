"""Runs of a course: made, changed, taken once more, closed."""

from dataclasses import asdict

from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.forms_runs import AgainForm, OfferForm, OfferForms, RunForm, read_offers
from lerna.doors.desk.courses.views import PAGE, TAKEN
from lerna.doors.desk.pages import render_page
from lerna.kit import clock
from lerna.school.catalogue.authoring.runs import RunKeyTakenError, duplicate_run, read_run, retire_run, save_run
from lerna.school.catalogue.models import Course, Run

_INVALID = 422


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, account: Account, course: Course) -> HttpResponse:
    """A new run with its offers."""
    if request.method != "POST":
        return _render(request, account, course, RunForm(is_new=True), OfferForms(prefix="offers"))
    form, offers = RunForm(request.POST, is_new=True), OfferForms(request.POST, prefix="offers")
    if form.is_valid() and offers.is_valid():
        content = form.read_run(form.cleaned_data["key"], read_offers(offers))
        try:
            save_run(course=course, content=content, is_new=True, now=clock.now())
        except RunKeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:course", course.key)
    return _render(request, account, course, form, offers, status=_INVALID)


@needs_course
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, account: Account, course: Course, run: Run) -> HttpResponse:
    """A run's days and offers, changed; or closed to new learners."""
    if "retire" in request.POST:
        retire_run(run=run, now=clock.now())
        return redirect("desk:course", course.key)
    if request.method != "POST":
        stands = asdict(read_run(run))
        form, offers = RunForm(is_new=False, initial=stands), OfferForms(prefix="offers", initial=stands["offers"])
        return _render(request, account, course, form, offers, run=run)
    form, offers = RunForm(request.POST, is_new=False), OfferForms(request.POST, prefix="offers")
    if form.is_valid() and offers.is_valid():
        content = form.read_run(run.key, read_offers(offers))
        save_run(course=course, content=content, is_new=False, now=clock.now())
        return redirect("desk:course", course.key)
    return _render(request, account, course, form, offers, run=run, status=_INVALID)


@needs_course
@require_POST
def again(request: HttpRequest, account: Account, course: Course, run: Run) -> HttpResponse:
    """The same run from another day on."""
    form = AgainForm(request.POST, auto_id="again-%s")
    if form.is_valid():
        try:
            made = duplicate_run(run=run, now=clock.now(), **form.cleaned_data)
        except RunKeyTakenError:
            form.add_error("key", TAKEN)
        else:
            return redirect("desk:run", course.key, made.key)
    stands = asdict(read_run(run))
    own, offers = RunForm(is_new=False, initial=stands), OfferForms(prefix="offers", initial=stands["offers"])
    return _render(request, account, course, own, offers, run=run, again_form=form, status=_INVALID)


def _render(  # noqa: PLR0913 -- the page's three forms
    request: HttpRequest,
    account: Account,
    course: Course,
    form: RunForm,
    offers: "BaseFormSet[OfferForm]",
    *,
    run: Run | None = None,
    again_form: AgainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "course": course, "run": run, "form": form, "offers": offers,
        "again_form": again_form or AgainForm(auto_id="again-%s"),
    }  # fmt: skip
    return render_page(request, account, PAGE, "desk/courses/run.html", context, status)
