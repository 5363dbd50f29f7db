"""Versions of the policy: what is in force; the next one by two clicks, with whom it touches beforehand (11.4, 11.5).

Whom it touches is counted; nobody is named, so that no look at anybody is to be recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.papers.forms import PublishForm, TextForm
from lerna.doors.desk.papers.reading import read_language
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.diff import ClauseDiff
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.document_json import document_hash
from lerna.privacy.policy.importer.source import SourceError
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.operations import PublishingError, check_publishable
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.policy.queries import compare_documents, current_version, list_versions, read_document
from lerna.privacy.renewal.operations import start_publication
from lerna.privacy.renewal.queries import Preview, find_unfinished, preview_publication
from lerna.privacy.renewal.texts import find_text, import_text

FEW = 10  # clauses that stand unfolded; below more of them nobody would find the form


@dataclass(frozen=True, slots=True)
class Stopping:
    """A purpose that a text would stop for so many people, until they agree anew."""

    purpose: PurposeTerms | None
    people: int


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def policy(request: HttpRequest, account: Account) -> HttpResponse:
    """Every version, what is being published, and the texts that wait."""
    return _list(request, account, TextForm())


@needs_role_for(Purpose.CONSENT_PROOF)
@require_POST
def bring_text(request: HttpRequest, account: Account) -> HttpResponse:
    """The company's own text, as a file; it waits as a draft until somebody publishes it."""
    form = TextForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            import_text(account.subject.company, file.name, file.read())
        except SourceError as error:
            form.add_error("file", str(error))
        else:
            return redirect("desk:policy_publish", source=Source.IMPORTED.value)
    return _list(request, account, form, status=400)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, account: Account, source: str) -> HttpResponse:
    """What the text changes and whom it touches; and its publication, once a word is typed."""
    company = account.subject.company
    if source not in Source.values:
        raise Http404
    document = find_text(company, Source(source))
    if document is None:
        raise Http404
    form = PublishForm(
        request.POST or None, expected=document_hash(document),
        initial={"sha256": document_hash(document), "dated_on": _choose_date(company)},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            start_publication(
                company=company, document=document, dated_on=form.cleaned_data["dated_on"], source=Source(source),
                actor=Actor.STAFF, actor_id=account.user.pk, now=clock.now(),
            )  # fmt: skip
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            return redirect("desk:policy")
    context = {"form": form, "source": source, **_describe(company, document)}
    status = 400 if form.errors else 200
    return render_page(request, account, "policy", "desk/papers/policy_publish.html", context, status=status)


def _list(request: HttpRequest, account: Account, form: TextForm, status: int = 200) -> HttpResponse:
    company = account.subject.company
    context = {
        "versions": list_versions(company),
        "unfinished": find_unfinished(company),
        "has_draft": find_text(company, Source.IMPORTED) is not None,
        "form": form,
    }
    return render_page(request, account, "policy", "desk/papers/policy.html", context, status=status)


def _describe(company: Company, document: Document) -> Mapping[str, object]:
    """What stands on the page before the second click. `refusal` says why this very text can't be published at all."""
    now = clock.now()
    try:
        current, refusal = check_publishable(
            company=company, document=document, dated_on=clock.local_day(now), now=now
        ), ""  # fmt: skip
    except PublishingError as error:
        current, refusal = current_version(company), str(error)
    preview = None if refusal else preview_publication(company, document)
    clauses = _list_changed(current, document) if current and not refusal else []
    return {
        "current": current,
        "refusal": refusal,
        "languages_of_text": [text.language for text in document.texts],
        "preview": preview,
        "stopping": _list_stopping(company, preview) if preview else (),
        "clauses": clauses,
        "clauses_are_few": len(clauses) <= FEW,
    }


def _list_stopping(company: Company, preview: Preview) -> list[Stopping]:
    terms = terms_for(company)
    return [Stopping(terms.find_purpose(purpose), people) for purpose, people in preview.stopping.items()]


def _list_changed(current: PolicyVersion, document: Document) -> list[ClauseDiff]:
    """The clauses that change, in the language of the page or the nearest that both texts have."""
    found = compare_documents(read_document(current), document, read_language())
    sections = found[1].sections if found else ()
    return [clause for section in sections for clause in section.clauses if clause.change != "same"]


def _choose_date(company: Company) -> str:
    """The date of the company's file, where the text may bear it, else today."""
    current = current_version(company)
    today = clock.local_day(clock.now())
    fits = company.policy_dated <= today and (current is None or current.dated_on <= company.policy_dated)
    return (company.policy_dated if fits else today).isoformat()
