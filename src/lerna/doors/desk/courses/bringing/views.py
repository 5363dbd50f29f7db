"""Packages are sent, brought in by a job whose progress a page shows, and reported part by part."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.bringing.forms import PackageForm
from lerna.doors.desk.courses.bringing.uploading import LimitedUpload
from lerna.doors.desk.courses.views import PAGE
from lerna.doors.desk.pages import render_page
from lerna.doors.look.consent_form import read_language
from lerna.doors.look.signed_in import needs_author
from lerna.kit import clock
from lerna.school.exchange.arrivals.operations import receive_package
from lerna.school.exchange.arrivals.queries import find_arrival, find_report, list_arrivals, list_reports
from lerna.school.exchange.foreign.packages import PackageError
from lerna.school.exchange.ledger import Outcome

_LATEST, _LATEST_REPORTS, _ON_A_PAGE = 10, 50, 100
_TOO_LARGE, _INVALID = 413, 422
OUTCOMES = {
    Outcome.KEPT: (gettext_lazy("kept"), gettext_lazy("It is here as it was.")),
    Outcome.CONVERTED: (gettext_lazy("converted"), gettext_lazy("It has another form here, and nothing is lost.")),
    Outcome.DEGRADED: (gettext_lazy("simplified"), gettext_lazy("Its words are here, something of it isn't.")),
    Outcome.DROPPED: (gettext_lazy("left out"), gettext_lazy("It has no place here.")),
    Outcome.UNSAFE: (
        gettext_lazy("made safe"), gettext_lazy("Something that could harm readers was taken out; the rest is here."),
    ),
}  # fmt: skip


@csrf_exempt  # until the upload has its limit: `_bring` asks for the form's token
def bring(request: HttpRequest) -> HttpResponseBase:
    """Sends a package; earlier ones are listed below."""
    limit = LimitedUpload(request)
    request.upload_handlers = [limit, *request.upload_handlers]
    return _bring(request, limit=limit)


@csrf_protect
@needs_author
def _bring(request: HttpRequest, account: Account, *, limit: LimitedUpload) -> HttpResponse:
    company = account.subject.company
    if request.method != "POST":
        return _render(request, account, PackageForm(company=company))
    form = PackageForm(request.POST, request.FILES, company=company)
    if limit.is_over:
        form.errors.pop("file", None)
        form.add_error("file", _("The file has more than 500 MB, so it wasn't taken."))
        return _render(request, account, form, _TOO_LARGE)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            arrival = receive_package(
                company=company,
                content=file,
                name=file.name,
                wishes=form.read_wishes(),
                only_try=form.cleaned_data["only_try"],
                language=read_language(),
                author=account.user.pk,
                now=clock.now(),
            )
        except PackageError as error:
            form.add_error("file", str(error))
        else:
            return redirect("desk:arrival", arrival.pk)
    return _render(request, account, form, _INVALID)


@needs_author
@require_safe
def arrival(request: HttpRequest, account: Account, arrival: int) -> HttpResponse:
    """How far the import is; once it is done, its report."""
    found = find_arrival(account.subject.company, arrival)
    if found is None:
        raise Http404
    if found.report_id is not None:
        return redirect("desk:import_report", found.report_id)
    return render_page(request, account, PAGE, "desk/courses/arrival.html", {"arrival": found})


@needs_author
@require_safe
def report(request: HttpRequest, account: Account, report: int) -> HttpResponse:
    """What became of each part of a package, those of one outcome at a time."""
    found = find_report(account.subject.company, report)
    if found is None:
        raise Http404
    entries, counts = found.list_entries(), found.count()
    usual = next((one for one in reversed(Outcome) if counts[one]), Outcome.KEPT)
    chosen = next((one for one in Outcome if one == request.GET.get("outcome")), usual)
    own = [entry for entry in entries if entry.outcome is chosen]
    context = {
        "report": found,
        "tabs": [(f"{OUTCOMES[one][0]}: {counts[one]}", f"?outcome={one}", one is chosen)
                 for one in reversed(Outcome) if counts[one]],
        "chosen_also": f"outcome={chosen}",
        "means": OUTCOMES[chosen][1],
        "page": Paginator(own, _ON_A_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render_page(request, account, PAGE, "desk/courses/report.html", context)


def _render(request: HttpRequest, account: Account, form: PackageForm, status: int = 200) -> HttpResponse:
    company = account.subject.company
    context = {
        "form": form,
        "arrivals": list_arrivals(company, _LATEST),
        "reports": list_reports(company, _LATEST_REPORTS),
    }
    return render_page(request, account, PAGE, "desk/courses/import.html", context, status)
