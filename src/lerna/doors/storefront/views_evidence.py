"""How the company keeps its policy, clause by clause, for everybody who visits (clause 11.2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lerna.doors.look.addresses import get_site
from lerna.doors.look.promises.sections import find_address, list_means, list_sections
from lerna.doors.storefront.views_policy import revalidated
from lerna.privacy.policy.promises.clauses import load_clauses


@revalidated
def evidence(request: HttpRequest) -> HttpResponse:
    """Each clause, what the software does for it, and where to see that."""
    clauses = load_clauses()
    sections = [
        (section, [(clause, find_address(clause)) for clause in section.clauses])
        for section in list_sections(get_site(request).company, clauses)
    ]
    kept = [clause for clause in clauses if clause.is_done]
    context = {"sections": sections, "means": list_means(clauses), "kept": len(kept), "all": len(clauses)}
    return render(request, "storefront/evidence.html", context)
