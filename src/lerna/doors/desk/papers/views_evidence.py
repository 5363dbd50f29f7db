"""The page of evidence: each clause, what keeps it, its latest proof, figures, tests (clause 11.2). It names nobody."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.companies.models import Company
from lerna.doors.desk.pages import render_page
from lerna.doors.desk.papers.forms import EntryForm
from lerna.doors.desk.papers.words import name_operation
from lerna.doors.look.promises.sections import find_address, list_means, list_sections
from lerna.doors.look.signed_in import needs_role_for
from lerna.kit import clock
from lerna.privacy.evidence.queries import find_entry
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.seal.proof import NotProvableError, prove_entry
from lerna.privacy.evidence.summary import ClauseProof, summarize_clauses
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.promises.clauses import Clause, load_clauses
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import PeopleCounts, count_people


@dataclass(frozen=True, slots=True)
class Permitting:
    """How many people permit a purpose now, and how many known to the company don't."""

    terms: PurposeTerms
    people: int
    others: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One clause on the page; `proof` is None where nothing was recorded for it yet."""

    clause: Clause
    address: str
    proof: ClauseProof | None
    at: datetime | None
    done: Promise | str
    permitting: tuple[Permitting, ...]


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def evidence(request: HttpRequest, account: Account) -> HttpResponse:
    """Every clause of the policy with whatever shows that it is kept; `?entry=` leads to the proof of one entry."""
    form = EntryForm(request.GET or None)
    if form.is_valid() and find_entry(account.subject.company, form.cleaned_data["entry"]):
        return redirect("desk:evidence_proof", number=form.cleaned_data["entry"])
    if form.is_valid():
        form.add_error("entry", _("The ledger has no entry of this number."))
    company, clauses = account.subject.company, load_clauses()
    since = clock.start_of_day(clock.local_day(clock.now()).replace(day=1))
    proofs = summarize_clauses(company, [clause.number for clause in clauses], since)
    with processing(Purpose.CONSENT_PROOF, company=company, reason="figures of the page of evidence"):
        people = count_people()
    sections = [
        (section, [_show(company, clause, proofs.get(clause.number), people) for clause in section.clauses])
        for section in list_sections(company, clauses)
    ]
    context = {
        "sections": sections,
        "means": list_means(clauses),
        "kept": sum(clause.is_done for clause in clauses),
        "all": len(clauses),
        "people": people,
        "form": form,
    }
    return render_page(request, account, "evidence", "desk/papers/evidence.html", context)


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def proof(request: HttpRequest, account: Account, number: int) -> HttpResponse:
    """The proof of one entry as a file that `check_proof.py` checks; a page that says why where there is none."""
    if find_entry(account.subject.company, number) is None:
        raise Http404
    try:
        found = prove_entry(number)
    except NotProvableError:
        context = {"number": str(number)}
        return render_page(request, account, "evidence", "desk/papers/not_provable.html", context, status=409)
    content = json.dumps(found.to_json(), ensure_ascii=False, indent=2)
    response = HttpResponse(f"{content}\n", content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="proof-{number}.json"'
    return response


@needs_role_for(Purpose.CONSENT_PROOF)
@require_safe
def public_key(request: HttpRequest, account: Account) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """The public half of the key that seals the company's evidence now, in hexadecimal digits."""
    slug = account.subject.company.slug
    key = FileKeys().find_public_key(slug)
    if key is None:
        raise Http404
    response = HttpResponse(f"{key.hex()}\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="evidence-{slug}.key.txt"'
    return response


def _show(company: Company, clause: Clause, proof: ClauseProof | None, people: PeopleCounts) -> Shown:
    purposes = terms_for(company).list_purposes_of(clause.number)
    return Shown(
        clause=clause,
        address=find_address(clause, at_desk=True),
        proof=proof,
        at=clock.to_local(proof.at) if proof else None,
        done=name_operation(proof.operation) if proof else "",
        permitting=tuple(
            Permitting(own, people.permitting[own.key], people.known - people.permitting[own.key]) for own in purposes
        ),
    )
