"""Every read of this room that decides something. Each runs in the block of the caller's purpose."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q
from django.db.models.lookups import GreaterThan

from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import db_table, list_tables, readable
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import BITS, may
from lerna.privacy.subjects.processing import processing

_CONSENT_WORDS = {
    Operation.CONSENT_GIVEN: "given",
    Operation.CONSENT_RENEWED: "renewed",
    Operation.CONSENT_WITHDRAWN: "withdrawn",
    Operation.CONSENT_EXPIRED: "expired",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether a person's rows are visible for a purpose, and why, in sentences."""

    is_visible: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """How many people the purpose at work sees, how many of them are blocked, and how many permit each purpose now."""

    known: int
    blocked: int
    permitting: Mapping[Purpose, int]


def find_by_email(email: str) -> Profile | None:
    """The profile with this address, in any spelling, of the company and purpose at work. One query."""
    return Profile.objects.filter(email_index=email).order_by("pk").first()


def find_by_phone(phone: str) -> Profile | None:
    """The profile with this number, in any spelling, of the company and purpose at work. One query."""
    return Profile.objects.filter(phone_index=phone).order_by("pk").first()


def list_people(*, most: int) -> tuple[tuple[Profile, ...], int]:
    """Whom the purpose at work sees, those who stated something latest first, and how many they are. Two queries."""
    people = Profile.objects.order_by("-changed_at", "pk")
    return tuple(people[:most]), people.count()


def count_people(people: Collection[UUID] | None = None) -> PeopleCounts:
    """Counts alone, for the page of evidence (clause 11.2) and before many are blocked; without `people` of everybody
    whom the purpose at work sees. One query.
    """
    permitting = {
        f"permitting_{purpose.name}": Count("pk", filter=GreaterThan(F("permitted").bitand(bit), 0))
        for purpose, bit in BITS.items()
    }
    rows = DataSubject.objects.all() if people is None else DataSubject.objects.filter(pk__in=people)
    found = rows.aggregate(known=Count("pk"), blocked=Count("pk", filter=Q(blocked_at__isnull=False)), **permitting)
    return PeopleCounts(
        found["known"], found["blocked"], {purpose: found[f"permitting_{purpose.name}"] for purpose in BITS}
    )


def explain(subject_id: UUID, purpose: Purpose) -> Explanation:
    """Why this person's rows are, or aren't, visible for this purpose; asks each company in turn."""
    for company in Company.objects.order_by("slug"):
        with processing(Purpose.CONSENT_PROOF, company=company, reason="explain visibility"):
            found = list(DataSubject.objects.filter(pk=subject_id))
        if found:
            return _explain_found(found[0], company, purpose)
    return Explanation(False, ("No company knows a person of this number.",))


def list_readable(company: Company, purpose: Purpose) -> Iterator[tuple[Table, tuple[str, ...]]]:
    """Each personal table with the columns that the purpose may read there; no query."""
    terms = terms_for(company)
    for table in list_tables():
        columns = readable(table, purpose, terms)
        if columns:
            yield table, tuple(sorted(columns))


def _explain_found(subject: DataSubject, company: Company, purpose: Purpose) -> Explanation:
    own = terms_for(company).find_purpose(purpose)
    said = [f"A data subject of {company.slug}, first seen on {subject.site}."]
    if own is None:
        return Explanation(False, (*said, f"{company.slug} has switched “{purpose}” off in its terms."))
    said.append(f"“{purpose}” is clause {own.clause} and rests on {own.basis}.")
    if own.depersonalized_only:
        return Explanation(False, (*said, "It works on depersonalized data alone, so no row of a person is visible."))
    is_visible = may(subject, purpose)
    if subject.blocked_at is not None:
        law = own.basis is LegalBasis.LAW
        said.append("The person is blocked" + ("; a law orders this purpose all the same." if law else "."))
    else:
        said.append("The permission stands." if is_visible else "The permission doesn't stand.")
    said.append(_tell_latest(subject, company, purpose))
    if is_visible:
        said += [f"{db_table(table.model)}: {', '.join(columns)}" for table, columns in list_readable(company, purpose)]
    return Explanation(is_visible, tuple(said))


def _tell_latest(subject: DataSubject, company: Company, purpose: Purpose) -> str:
    """What the evidence says last of the person's consent to this purpose."""
    for entry in list_about(company, subject.pk, *_CONSENT_WORDS):
        line = read_line(entry)
        is_whole = "recipient" not in line.get("details", {})  # else a consent to one transfer abroad alone
        if is_whole and line.get("purpose") == purpose:
            word = _CONSENT_WORDS[Operation(entry.operation)]
            return f"Consent {word} on {to_local(entry.at):%Y-%m-%d at %H:%M}: entry {entry.pk} of the evidence."
    return "The evidence knows of no consent to it."
