"""What staff see: each page for one purpose, by those whose role works for it, and every look is recorded (8.3)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.accounts.roles import load_roles, may_work_for
from lerna.doors.look.signed_in import needs_account, needs_role_for
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.queries import list_leads


@needs_account
@require_safe
def home(request: HttpRequest, account: Account) -> HttpResponse:
    """Where a member of staff begins: the role, and what it opens."""
    role = load_roles().get(account.user.role)
    if role is None:
        raise Http404
    if may_work_for(role.key, Purpose.CONSULTING):
        return redirect("desk:leads")
    return render(request, "desk/home.html", {"role": role})


@needs_role_for(Purpose.CONSULTING)
@require_safe
def leads(request: HttpRequest, account: Account) -> HttpResponse:
    """The latest applications of the company, of people who permit consulting now."""
    company = account.subject.company
    with processing(Purpose.CONSULTING, company=company, reason="a manager looks at the applications"):
        found = list_leads(company)
        shown = [
            {
                "name": f"{lead.name} {lead.surname or ''}".strip(),
                "email": lead.email or "",
                "phone": lead.phone or "",
                "comment": lead.comment or "",
                "received_at": clock.to_local(lead.received_at),
            }
            for lead in found
        ]
        record_looks(
            account=account, purpose=Purpose.CONSULTING, subjects=[lead.subject_id for lead in found], screen="leads",
            now=clock.now(),
        )  # fmt: skip
    return render(request, "desk/leads.html", {"leads": shown, "role": load_roles()[account.user.role]})
