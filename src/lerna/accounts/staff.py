"""Staff come and go, by the operator's hand."""

from datetime import datetime

from django.db import transaction

from lerna.accounts.models import Ceremony, Factor, SignIn, User
from lerna.accounts.operations import open_account
from lerna.accounts.queries import find_users
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing


class StaffError(Exception):
    """This can't be done; the sentence says why."""


def add_staff(*, company: Company, role: str, name: str, email: str, now: datetime) -> User:
    """Gives somebody a role. They log in by a code to this address, and at the first time set up the second factor.

    StaffError for an unknown role, and for an address that has an account: a person who works here and learns here has
    two addresses, so that no right of the one reaches the other.
    """
    if role not in load_roles():
        raise StaffError(f"There is no role “{role}”; policies/roles.toml has: {', '.join(load_roles())}.")
    if find_users(company, email):
        raise StaffError("This address has an account already.")
    with transaction.atomic():
        subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=now)
        with processing(Purpose.SECURITY, company=company, reason="a member of staff comes"):
            state_profile(subject=subject, actor=Actor.OPERATOR, now=now, name=name, email=email)
        user = open_account(subject=subject, role=role, now=now)
        _record(user, Operation.ACCESS_GRANTED, role, now)
    return user


def remove_staff(*, company: Company, email: str, now: datetime) -> None:
    """Takes the role away; logged out everywhere at once. StaffError for an address that no member of staff has."""
    user = _find_staff(company, email)
    with transaction.atomic():
        _record(user, Operation.ACCESS_REVOKED, user.role, now)
        with processing(Purpose.SECURITY, company=company, reason="a member of staff goes"):
            User.objects.filter(pk=user.pk).update(role="")
            _forget_factors(user, now)


def reset_factors(*, company: Company, email: str, now: datetime) -> None:
    """Takes every second factor of somebody who lost them; logged out everywhere, they choose anew at the next log-in.

    Whoever reads their letters may be the first to choose: make sure who asks. StaffError as above.
    """
    user = _find_staff(company, email)
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="second factors were lost"):
        count = _forget_factors(user, now)
        record(
            company=company, operation=Operation.FACTOR_REMOVED, clause="8.3", actor=Actor.OPERATOR, now=now,
            purpose=Purpose.SECURITY, subject=user.subject_id, details={"all": True, "count": count},
        )  # fmt: skip


def _find_staff(company: Company, email: str) -> User:
    found = [user for user in find_users(company, email) if user.is_staff]
    if not found:
        raise StaffError("No member of staff has this address.")
    return found[0]


def _forget_factors(user: User, now: datetime) -> int:
    """How many factors went. In the block of SECURITY."""
    Ceremony.objects.filter(subject=user.subject).delete()
    SignIn.objects.filter(subject=user.subject, ended_at=None).update(ended_at=now)
    return Factor.objects.filter(subject=user.subject).delete()[0]


def _record(user: User, operation: Operation, role: str, now: datetime) -> None:
    record(
        company=user.subject.company, operation=operation, clause="8.3", actor=Actor.OPERATOR, now=now,
        purpose=Purpose.SECURITY, target=("user", user.pk), details={"reason": role},
    )  # fmt: skip
