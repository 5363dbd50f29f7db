"""What staff see: each page for one purpose, by those whose role works for it, and every look is recorded (8.3)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.accounts.roles import load_roles
from lerna.doors.desk.pages import list_pages, render_page
from lerna.doors.look.signed_in import needs_account, needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.queries import list_people
from lerna.sales.leads.queries import LATEST, list_leads
from lerna.school.catalogue.queries import list_titles


@needs_account
@require_safe
def home(request: HttpRequest, account: Account) -> HttpResponse:
    """Where a member of staff begins: the role, and what it opens."""
    role = load_roles().get(account.user.role)
    if role is None:
        raise Http404
    for page in list_pages(role.key):
        return redirect(reverse(f"desk:{page.name}"))
    return render(request, "desk/home.html", {"role": role})


@needs_role_for(Purpose.CONSULTING)
@require_safe
def leads(request: HttpRequest, account: Account) -> HttpResponse:
    """The latest applications of the company, of people who permit consulting now."""
    company = account.subject.company
    with processing(Purpose.CONSULTING, company=company, reason="a manager looks at the applications"):
        found = list_leads(company)
        courses = list_titles(company, [lead.course_key for lead in found if lead.course_key])
        shown = [
            {
                "name": f"{lead.name} {lead.surname or ''}".strip(),
                "email": lead.email or "",
                "phone": lead.phone or "",
                "course": courses.get(lead.course_key, lead.course_key),
                "comment": lead.comment or "",
                "received_at": clock.to_local(lead.received_at),
            }
            for lead in found
        ]
        record_looks(
            account=account, purpose=Purpose.CONSULTING, subjects=[lead.subject_id for lead in found], screen="leads",
            now=clock.now(),
        )  # fmt: skip
    return render_page(request, account, "leads", "desk/leads.html", {"leads": shown})


@needs_role_for(Purpose.MARKETING)
@require_safe
def audience(request: HttpRequest, account: Account) -> HttpResponse:
    """Who permits marketing now: how many, and the latest of them (clause 7.1-г)."""
    company = account.subject.company
    with processing(Purpose.MARKETING, company=company, reason="a marketer looks at whom to write to") as work:
        found, count = list_people(most=LATEST)
        shown = [
            {"name": f"{one.name} {one.surname or ''}".strip(), "email": one.email or "", "phone": one.phone or ""}
            for one in found
        ]
        record_looks(
            account=account, purpose=Purpose.MARKETING, subjects=[one.subject_id for one in found], screen="audience",
            now=clock.now(),
        )  # fmt: skip
    context = {"people": shown, "count": count, "terms": work.terms.find_purpose(Purpose.MARKETING)}
    return render_page(request, account, "audience", "desk/audience.html", context)
