"""Whom of the staff other rooms write to, by their roles (`policies/roles.toml`, hears_of)."""

from lerna.accounts.models import User
from lerna.accounts.queries import with_people
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.telling.staff import Occasion, register_staff
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


def list_told(company: Company, occasion: Occasion) -> tuple[DataSubject, ...]:
    """The people whose role hears of this, who joined first before the others. Two queries at most."""
    roles = [role.key for role in load_roles().values() if occasion in role.hears_of]
    with processing(Purpose.SECURITY, company=company, reason="whom of the staff to tell"):
        users = User.objects.filter(role__in=roles).order_by("joined_at", "pk") if roles else User.objects.none()
        return tuple(user.subject for user in with_people(users))


register_staff(list_told)
