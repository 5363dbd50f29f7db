"""Every read of this room that decides something; each names its own purpose, the safety of the person's data."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from lerna.accounts.models import SignIn, User
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.kit.emails import EmailError, parse_email
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.consents.models import Hand
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.personal import PersonalModel
from lerna.privacy.subjects.processing import processing

Row = TypeVar("Row", bound=PersonalModel)

MOST_CANDIDATES = 3  # a family may share a telephone


@dataclass(frozen=True, slots=True)
class Account:
    """Who is logged in, by which log-in."""

    user: User
    subject: DataSubject
    sign_in: SignIn

    @property
    def is_whole(self) -> bool:
        """A member of staff is in only with the second factor."""
        return not self.user.is_staff or self.sign_in.proven_at is not None


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff: the number of their account, name, role."""

    id: UUID
    name: str = field(repr=False)
    role: str


@dataclass(frozen=True, slots=True)
class Acting:
    """Whose data a page is about: the account's own person, or one of `name` for whom they act by `basis` (8.1-а)."""

    account: Account
    subject: DataSubject
    name: str = field(default="", repr=False)
    basis: RepresentativeBasis | None = None

    @property
    def is_for_another(self) -> bool:
        """Whether it is another person's, so that no page mixes the two up."""
        return self.basis is not None

    @property
    def hand(self) -> Hand:
        """Who acts, for the proof of a consent."""
        return Hand.REPRESENTATIVE if self.is_for_another else Hand.PERSON

    @property
    def actor(self) -> Actor:
        """Who acts, for the evidence."""
        return Actor.REPRESENTATIVE if self.is_for_another else Actor.PERSON


def hash_token(token: str) -> bytes:
    """SHA-256; the token is random and long, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).digest()


def normalize_login(login: str) -> str:
    """One spelling of an e-mail or a phone, empty for what is neither."""
    try:
        return parse_email(login).key if "@" in login else parse_phone(login).e164
    except (EmailError, PhoneError):
        return ""


def find_users(company: Company, login: str) -> tuple[User, ...]:
    """The accounts of this e-mail or phone, in any spelling, with their people; mostly one. Two queries."""
    spelled = normalize_login(login)
    with processing(Purpose.SECURITY, company=company, reason="whose account is it"):
        index = (
            {"subject__profile__email_index": spelled} if "@" in spelled else {"subject__profile__phone_index": spelled}
        )
        users = User.objects.filter(**index) if spelled else User.objects.none()
        return with_people(users.order_by("joined_at", "pk")[:MOST_CANDIDATES])


def find_person(company: Company, email: str) -> DataSubject | None:
    """Whom the company knows by this address, and who may have an account: not blocked. Two queries."""
    with processing(Purpose.SECURITY, company=company, reason="is the person known"):
        known = Profile.objects.filter(email_index=email, subject__blocked_at=None)
        found = with_people(known.order_by("pk")[:1])
        return found[0].subject if found else None


def has_account(subject: DataSubject) -> bool:
    """Whether the person can log in. One query."""
    with processing(Purpose.SECURITY, company=subject.company, reason="does the person have an account"):
        return User.objects.filter(subject=subject, confirmed_at__isnull=False).exists()


def find_account(company: Company, token: str, *, now: datetime) -> Account | None:
    """Whose browser it is that holds this token; None for an unknown, ended or expired one. Three queries."""
    with processing(Purpose.SECURITY, company=company, reason="who is logged in"):
        found = with_people(SignIn.objects.filter(token=hash_token(token), ended_at=None, expires_at__gt=now))
        if not found:
            return None
        user = User.objects.get(subject=found[0].subject_id)
        return Account(user, found[0].subject, found[0])


def find_signed_in(company: Company, token: str, *, now: datetime) -> UUID | None:
    """Whose browser it is, for a public page that leads them on; staff count once they are proven. One query."""
    with processing(Purpose.SECURITY, company=company, reason="who is logged in"):
        found = SignIn.objects.filter(token=hash_token(token), ended_at=None, expires_at__gt=now)
        whole = found.filter(Q(subject__user__role="") | Q(proven_at__isnull=False))
        return next(iter(whole.values_list("subject_id", flat=True)), None)  # at most one: a token is unique


def with_people(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The rows with their people and company; one query more. In the block of a purpose."""
    found = tuple(rows)
    people = (
        {
            subject.pk: subject
            for subject in DataSubject.objects.filter(pk__in={row.subject_id for row in found}).select_related(
                "company"
            )
        }
        if found
        else {}
    )
    for row in found:
        row.subject = people[row.subject_id]
    return found


def list_colleagues(company: Company, purpose: Purpose | None = None) -> tuple[Colleague, ...]:
    """Who of the staff works for this purpose, or for any, in the order in which they joined. Two queries."""
    roles = [role.key for role in load_roles().values() if purpose is None or purpose in role.purposes]
    with processing(Purpose.SECURITY, company=company, reason="who of the staff works on it"):
        users = list(User.objects.filter(role__in=roles).order_by("joined_at", "pk"))
        names = {
            profile.subject_id: f"{profile.name} {profile.surname or ''}".strip()
            for profile in Profile.objects.filter(subject__in=[user.subject_id for user in users])
        }
        return tuple(Colleague(user.pk, names.get(user.subject_id, ""), user.role) for user in users)


def list_sign_ins(account: Account, *, now: datetime) -> tuple[SignIn, ...]:
    """Where the person is logged in now, the latest first. The caller works for SECURITY, to read the devices."""
    return tuple(
        SignIn.objects.filter(subject=account.subject, ended_at=None, expires_at__gt=now).order_by("-seen_at", "pk")
    )
