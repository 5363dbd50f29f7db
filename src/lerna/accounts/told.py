"""Whom of the staff other rooms write to, by their roles (`policies/roles.toml`, hears_of)."""

from lerna.accounts.models import User
from lerna.accounts.queries import with_people
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.privacy.incidents.telling import register_staff as register_for_incidents
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.queries import register_reviewers
from lerna.privacy.requests.telling.staff import Occasion
from lerna.privacy.requests.telling.staff import register_staff as register_for_requests
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


def list_told(company: Company, occasion: str) -> tuple[DataSubject, ...]:
    """The people whose role hears of this, who joined first before the others. Two queries at most."""
    roles = [role.key for role in load_roles().values() if occasion in role.hears_of]
    with processing(Purpose.SECURITY, company=company, reason="whom of the staff to tell"):
        users = User.objects.filter(role__in=roles).order_by("joined_at", "pk") if roles else User.objects.none()
        return tuple(user.subject for user in with_people(users))


def list_reviewers(company: Company) -> tuple[DataSubject, ...]:
    """The people whose role hears of disclosures that have to be reviewed. Two queries at most."""
    return list_told(company, Occasion.REVIEW)


register_for_requests(list_told)
register_for_incidents(list_told)
register_reviewers(list_reviewers)
