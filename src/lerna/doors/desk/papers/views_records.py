"""The papers that a law has the company keep: read, taken away as files, approved (law 94-V, 22, 25; GDPR, 30).

They count people and name none, so that no look at anybody is to be recorded.
"""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.papers.reading import Reading, list_differences, read_paper
from lerna.doors.look.paper.pdf import PdfUnavailableError, render_pdf
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.records.document import Kind
from lerna.privacy.records.models import Approval
from lerna.privacy.records.operations import ApprovalError, approve_document
from lerna.privacy.records.queries import (
    build_document,
    compare_documents,
    find_latest_approval,
    get_approval,
    list_approvals,
    list_latest_approvals,
    read_approved,
)
from lerna.privacy.records.words import load_words
from lerna.privacy.records.writing.csv_file import write_csv
from lerna.privacy.records.writing.word_file import write_word_file

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def records(request: HttpRequest, account: Account) -> HttpResponse:
    """Every paper: how long it is, which version is approved, whether it says something else since."""
    company = account.subject.company
    approvals, papers = list_latest_approvals(company), []
    for kind, paper in load_words().papers.items():
        document, approval = build_document(company, kind), approvals.get(kind)
        is_current = approval is not None and approval.sha256 == document.sha256
        papers.append({"paper": paper, "count": len(document.rows), "approval": approval, "is_current": is_current})
    return render_page(request, account, "records", "desk/papers/records.html", {"papers": papers})


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def record(request: HttpRequest, account: Account, kind: str) -> HttpResponse:
    """One paper as it is now, with what changed since the approved version."""
    return _show(request, account, _read_kind(kind))


@needs_role_for(Purpose.CONSENT_PROOF)
@require_POST
def approve(request: HttpRequest, account: Account, kind: str) -> HttpResponse:
    """The officer approves the paper that they read."""
    found = _read_kind(kind)
    try:
        approve_document(
            company=account.subject.company, kind=found, sha256=request.POST.get("sha256", ""),
            approved_by=account.user.pk, now=clock.now(),
        )  # fmt: skip
    except ApprovalError as error:
        return _show(request, account, found, error=str(error))
    return redirect("desk:record", kind=kind)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def approved(request: HttpRequest, account: Account, kind: str, number: int) -> HttpResponse:
    """An approved copy, word for word."""
    approval = _get_approval(account.subject.company, _read_kind(kind), number)
    reading = _read(account.subject.company, _read_kind(kind), approval)
    context = {"reading": reading, "kind": kind, "number": number, "approval": approval}
    return render_page(request, account, "records", "desk/papers/record.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def download(request: HttpRequest, account: Account, kind: str, form: str, number: int = 0) -> HttpResponse:
    """The paper, as it is now or as it was approved, as a file in one of the forms."""
    company, found = account.subject.company, _read_kind(kind)
    if form not in _FORMS:
        raise Http404
    approval = _get_approval(company, found, number) if number else None
    reading = _read(company, found, approval)
    content_type, write = _FORMS[form]
    try:
        content = write(reading, company)
    except PdfUnavailableError:
        context = {"kind": kind}
        return render_page(request, account, "records", "desk/papers/no_pdf.html", context, status=503)
    name = "-".join(filter(None, (company.slug, kind, f"v{number}" if number else "", reading.language)))
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def _show(request: HttpRequest, account: Account, kind: Kind, *, error: str = "") -> HttpResponse:
    company = account.subject.company
    reading, latest = _read(company, kind, None), find_latest_approval(company, kind)
    changes = compare_documents(read_approved(latest), reading.document) if latest else None
    context = {
        "reading": reading,
        "kind": kind.value,
        "latest": latest,
        "is_current": latest is not None and latest.sha256 == reading.document.sha256,
        "differences": list_differences(reading, changes) if changes else (),
        "approvals": list_approvals(company, kind),
        "error": error,
    }
    return render_page(request, account, "records", "desk/papers/record.html", context, status=409 if error else 200)


def _read(company: Company, kind: Kind, approval: Approval | None) -> Reading:
    document = build_document(company, kind) if approval is None else read_approved(approval)
    return read_paper(load_words().papers[kind], document, approval=approval, now=clock.now())


def _read_kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError:
        raise Http404 from None


def _get_approval(company: Company, kind: Kind, number: int) -> Approval:
    try:
        return get_approval(company, kind, number)
    except Approval.DoesNotExist:
        raise Http404 from None


def _write_csv(reading: Reading, company: Company) -> bytes:  # noqa: ARG001 -- as each form is written
    return write_csv(reading.document, reading.language).encode()


def _write_docx(reading: Reading, company: Company) -> bytes:  # noqa: ARG001 -- as each form is written
    return write_word_file(reading.document, reading.paper, reading.language, dated=reading.dated, now=clock.now())


def _write_pdf(reading: Reading, company: Company) -> bytes:
    return render_pdf(render_to_string("desk/papers/record_print.html", {"reading": reading, "company": company}))


_FORMS: Mapping[str, tuple[str, Callable[[Reading, Company], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _write_csv),
    "docx": (_WORD, _write_docx),
    "pdf": ("application/pdf", _write_pdf),
}
