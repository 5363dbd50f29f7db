"""Every read of this room that decides something."""

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.models import Lead

LATEST = 50


def find_subject(company: Company, *, email: str, phone: str) -> DataSubject | None:
    """Whom the company knows by this e-mail, else by this phone, in any spelling; at most two queries.

    Nobody who is blocked: every operation on their data is suspended (law 94-V, art. 1), so a new application is of
    another subject.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="is the person known"):
        working = Profile.objects.filter(subject__blocked_at=None, subject__representative=None).order_by("pk")
        for index in ({"email_index": email}, {"phone_index": phone}):
            found = list(working.filter(**index).select_related("subject__company")[:1])
            if found:
                return found[0].subject
    return None


def list_leads(company: Company, *, count: int = LATEST) -> tuple[Lead, ...]:
    """The company's latest applications, of people who permit consulting now. The caller works for CONSULTING."""
    return tuple(Lead.objects.filter(company=company).order_by("-received_at", "pk")[:count])
