"""Which consents a text of the policy outdates: the one in force, or one that is yet to be published (clause 11.5).

Silence is no consent to what one hasn't read: a consent goes on only while the purpose's own clause says the same words
in the language it was given in, and the terms mean the same. What rests on a contract needs none and goes on.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import BooleanField, Case, Count, F, Q, Value, When
from django.db.models.aggregates import Aggregate
from django.db.models.expressions import CombinedExpression

from lerna.companies.models import Company
from lerna.privacy.consents.models import Consent, Settlement
from lerna.privacy.consents.queries import BATCH, Found
from lerna.privacy.consents.statement import hash_substance
from lerna.privacy.policy.document import Document, Language
from lerna.privacy.policy.lines import find_clause
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.policy.queries import choose_text, read_document
from lerna.privacy.subjects.permissions import BITS


@dataclass(frozen=True, slots=True)
class Group:
    """Consents that were given to one purpose, under one version, meaning the same, in one language."""

    purpose: str
    policy: int
    substance: str
    language: str


def find_outdated(company: Company, document: Document) -> tuple[Group, ...]:
    """The groups that have a consent in force and that this text outdates. Two queries, one over all consents."""
    groups = [
        Group(*found)
        for found in Consent.objects.filter(ending__isnull=True)
        .order_by("purpose", "policy", "substance", "language")
        .values_list("purpose", "policy", "substance", "language")
        .distinct()
    ]
    texts = {
        version.pk: read_document(version)
        for version in PolicyVersion.objects.filter(pk__in={group.policy for group in groups})
    }
    return tuple(group for group in groups if _is_outdated(group, texts[group.policy], document, company))


def list_outdated(groups: Sequence[Group], after: UUID | None = None) -> Found:
    """(subject, consent) of the consents of these groups with a number above `after`, in their order, 500 at most.

    One query for a batch, so that all batches together read each consent once.
    """
    rows = Consent.objects.filter(_any_of(groups), ending__isnull=True)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return tuple(rows.order_by("pk").values_list("subject_id", "pk")[:BATCH]) if groups else ()


def count_outdated(groups: Sequence[Group]) -> tuple[Mapping[Purpose, int], int]:
    """How many people lose each purpose that stands permitted, as every consent of theirs to it is in these groups; and
    how many lose any.

    One query for each purpose, and one more.
    """
    if not groups:
        return {}, 0
    purposes = tuple(Purpose(purpose) for purpose in dict.fromkeys(group.purpose for group in groups))
    bit = Case(*(When(purpose=purpose, then=Value(BITS[purpose])) for purpose in purposes), default=Value(0))
    is_outdated = Case(When(_any_of(groups), then=Value(True)), default=Value(False), output_field=BooleanField())
    losing = (
        Consent.objects.filter(ending__isnull=True)
        .alias(stands=CombinedExpression(F("permitted"), "&", bit))
        .filter(stands__gt=0)
        .order_by()
        .values("purpose", "subject")
        .annotate(loses=_Every(is_outdated))
        .filter(loses=True)
    )
    counts = {purpose: losing.filter(purpose=purpose).count() for purpose in purposes}
    return counts, cast(int, losing.aggregate(people=Count("subject", distinct=True))["people"])


def needs_renewal(consent: Consent, version: PolicyVersion) -> bool:
    """Whether this consent has to be asked for anew under this version. Two queries at most."""
    group = Group(consent.purpose, consent.policy_id, consent.substance, consent.language)
    agreed_to = PolicyVersion.objects.get(pk=consent.policy_id)
    return _is_outdated(group, read_document(agreed_to), read_document(version), version.company)


def is_settled(version: PolicyVersion) -> bool:
    """Whether everything that this version outdates under today's terms has been ended; then nobody need be looked at.

    One query.
    """
    return Settlement.objects.filter(
        company=version.company_id, version=version, terms_sha256=hash_terms(version.company)
    ).exists()


def hash_terms(company: Company) -> str:
    """What all of the company's consents mean now, as 64 hexadecimal digits."""
    terms = terms_for(company)
    asked = sorted(own.key for own in terms.purposes if own.basis is LegalBasis.CONSENT)
    meanings = "\n".join(hash_substance(company, terms, purpose) for purpose in asked)
    return hashlib.sha256(meanings.encode()).hexdigest()


def read_purpose_words(document: Document, anchor: str, language: Language) -> tuple[str, ...]:
    """The words of the item that states a purpose, such as `7.1-г`, with those below it; else of the whole clause."""
    found = find_clause(choose_text(document, language), anchor)
    if found is None:
        return ()
    own = tuple(line.text for line in found.lines if line.anchor == anchor or line.anchor.startswith(f"{anchor}-"))
    return own or tuple(line.text for line in found.lines)


class _Every(Aggregate):
    """PostgreSQL's `every`: true where it is true of each row."""

    function = "EVERY"
    output_field = BooleanField()


def _any_of(groups: Sequence[Group]) -> Q:
    condition = Q()
    for group in groups:
        condition |= Q(purpose=group.purpose, policy=group.policy, substance=group.substance, language=group.language)
    return condition


def _is_outdated(group: Group, agreed_to: Document, document: Document, company: Company) -> bool:
    purpose, terms = Purpose(group.purpose), terms_for(company)
    own = terms.find_purpose(purpose)
    if own is None:
        return True  # switched off since: nothing may go on in its name
    if own.basis is not LegalBasis.CONSENT:
        return False
    if hash_substance(company, terms, purpose) != group.substance:
        return True
    language = cast("Language", group.language)
    return read_purpose_words(agreed_to, own.clause, language) != read_purpose_words(document, own.clause, language)
