"""Who studies in which run; a curator enrolls somebody whom the company knows, or ends an enrollment."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.looks.queries import find_sought
from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.doors.desk.learners.forms import EnrollForm, LeaveForm
from lerna.doors.desk.pages import render_page
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.catalogue.models import Run
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import CannotEnrollError, RunIsFullError, enroll, leave_run
from lerna.school.learning.roster import (
    count_lessons,
    find_enrolled,
    find_person,
    find_run,
    list_learners,
    list_runs,
    read_learners,
)

PAGE = "learners"
PER_PAGE = 50
_REFUSED = 422


@needs_role_for(Purpose.LEARNING)
@require_safe
def runs(request: HttpRequest, account: Account) -> HttpResponse:
    """Every run, and how many study there."""
    company = account.subject.company
    with processing(Purpose.LEARNING, company=company, reason="a curator sees the runs"):
        context = {"runs": list_runs(company)}
    return render_page(request, account, PAGE, "desk/learners/runs.html", context)


@needs_role_for(Purpose.LEARNING)
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, account: Account, course: str, run: str) -> HttpResponse:
    """Who studies in one run and how far they are; the form enrolls one more."""
    found = _need_run(account, course, run)
    form = EnrollForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _enroll(account, found, form):
        return redirect("desk:run_learners", course, run)
    return _render_run(request, account, found, form)


@needs_role_for(Purpose.LEARNING)
@require_POST
def leave(request: HttpRequest, account: Account, course: str, run: str) -> HttpResponse:
    """Ends an enrollment; what the learner did stays, should they come back."""
    found, form = _need_run(account, course, run), LeaveForm(request.POST)
    if not form.is_valid():
        raise Http404
    with processing(Purpose.LEARNING, company=account.subject.company, reason="a curator ends an enrollment"):
        enrollment = find_enrolled(found, str(form.cleaned_data["enrollment"]))
        if enrollment is None:
            raise Http404
        leave_run(enrollment=enrollment, actor=Actor.STAFF, now=clock.now())
    return redirect("desk:run_learners", course, run)


def _need_run(account: Account, course: str, run: str) -> Run:
    found = find_run(account.subject.company, course=course, run=run)
    if found is None:
        raise Http404
    return found


def _enroll(account: Account, run: Run, form: EnrollForm) -> bool:
    """Whether somebody is enrolled; where not, the form says why."""
    company, now = account.subject.company, clock.now()
    people = find_sought(company, Purpose.LEARNING, number="", email=form.email, phone=form.phone)
    with processing(Purpose.LEARNING, company=company, reason="a curator enrolls somebody"):
        person = find_person(people[0]) if len(people) == 1 else None
    if person is None:
        form.add_error("sought", _several() if people else _nobody())
        return False
    try:
        enroll(subject=person, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)
    except RunIsFullError:
        form.add_error(None, _("Every seat of this run is taken."))
    except CannotEnrollError:
        form.add_error("sought", _nobody())
    else:
        return True
    return False


def _nobody() -> str:
    return _("Nobody with an account has this address or phone. Ask the person to open an account first.")


def _several() -> str:
    return _("Several people share this phone. Please search by the e-mail.")


def _render_run(request: HttpRequest, account: Account, run: Run, form: EnrollForm) -> HttpResponse:
    with processing(Purpose.LEARNING, company=account.subject.company, reason="a curator sees a run's learners"):
        page = Paginator(list_learners(run), PER_PAGE).get_page(request.GET.get("page"))
        learners = read_learners(list(page.object_list))
        record_looks(
            account=account, purpose=Purpose.LEARNING, screen=PAGE, now=clock.now(),
            subjects=[one.enrollment.subject_id for one in learners],
        )  # fmt: skip
        context = {
            "run": run,
            "course": run.course,
            "form": form,
            "page": page,
            "learners": learners,
            "lessons": count_lessons(run),
        }
        status = _REFUSED if form.errors else 200
        return render_page(request, account, PAGE, "desk/learners/run.html", context, status)
