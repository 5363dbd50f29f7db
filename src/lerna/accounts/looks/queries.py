"""Whose look it is and whether it still counts; who looked at a person and why; whom a look seeks."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from lerna.accounts.looks.reasons import load_looks
from lerna.accounts.models import Look
from lerna.accounts.queries import Account
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.desk.queue import find_subject_by_number
from lerna.privacy.requests.queries import NoSuchRequestError
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.processing import processing

MOST_FOUND = 5  # people of one address or phone; a family may share it
MOST_TOLD = 100


class NoLookError(LookupError):
    """This member of staff has no such look, or it counts no more."""


@dataclass(frozen=True, slots=True)
class Open:
    """A look that counts: at whom, for which purpose, until when."""

    id: UUID
    subject: DataSubject
    purpose: Purpose
    reason: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LookAbout:
    """Who looked at a person and why, as the person reads it; `role` None where it is no more."""

    at: datetime
    role: Localized | None
    purpose: Purpose
    reason: Localized | None
    words: str = field(repr=False)


def find_look(account: Account, look_id: UUID, *, now: datetime) -> Open:
    """The look, if it is this member of staff's and still counts; NoLookError. Two queries."""
    company = account.subject.company
    with processing(Purpose.SECURITY, company=company, reason="is the reason stated"):
        found = list(Look.objects.filter(pk=look_id, actor_id=account.user.pk, expires_at__gt=now).defer("words"))
    if not found:
        raise NoLookError
    look, purpose = found[0], Purpose(found[0].purpose)
    with processing(purpose, company=company, reason="a member of staff looks at a person"):
        people = list(_people().filter(pk=look.subject_id))
    if not people:
        raise NoLookError
    people[0].company = company
    return Open(look.pk, people[0], purpose, look.reason, to_local(look.expires_at))


def find_sought(company: Company, purpose: Purpose, *, number: str, email: str, phone: str) -> tuple[UUID, ...]:
    """Whom the purpose sees by a request's number, an address or a phone in any spelling; the oldest first. One query,
    two by number.
    """
    if number:
        try:
            wanted: dict[str, object] = {"subject": find_subject_by_number(company, number)}
        except NoSuchRequestError:
            return ()
    else:
        wanted = {"email_index": email} if email else {"phone_index": phone}
    with processing(purpose, company=company, reason="a member of staff seeks a person"):
        found = Profile.objects.filter(**wanted).order_by("subject__created_at", "pk")
        return tuple(found.values_list("subject_id", flat=True)[:MOST_FOUND])


def list_looks_about(subject: DataSubject) -> tuple[LookAbout, ...]:
    """Who of the staff looked at the person and why, the latest first. One query."""
    roles, reasons = load_roles(), load_looks().reasons
    with processing(Purpose.SECURITY, company=subject.company, reason="the person sees who looked"):
        return tuple(
            LookAbout(
                at=to_local(look.opened_at),
                role=roles[look.role].title if look.role in roles else None,
                purpose=Purpose(look.purpose),
                reason=reasons[look.reason].title if look.reason in reasons else None,
                words=look.words or "",
            )
            for look in Look.objects.filter(subject=subject).order_by("-opened_at", "pk")[:MOST_TOLD]
        )


def _people() -> "QuerySet[DataSubject]":
    """Without who represents them, which not every purpose may know."""
    return DataSubject.objects.defer("representative", "representative_basis")
