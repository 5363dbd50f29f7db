"""Every read of this room that decides something. Each runs in the caller's block, mostly for CONSENT_PROOF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.consents.models import Consent
from lerna.privacy.consents.statement import NoStatementError, hash_substance
from lerna.privacy.policy.document import Language
from lerna.privacy.policy.lines import find_clause
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import choose_text, read_document
from lerna.privacy.subjects.models import DataSubject

_BATCH = 500

Found = tuple[tuple[UUID, UUID], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Consents that were given to one purpose, under one version, meaning the same, in one language."""

    purpose: str
    policy: int
    substance: str
    language: str


def list_active(subject: DataSubject) -> tuple[Consent, ...]:
    """The person's consents that haven't ended, the latest first. One query."""
    return tuple(Consent.objects.filter(subject=subject, ending__isnull=True).order_by("-given_at", "purpose"))


def list_all(subject: DataSubject) -> tuple[Consent, ...]:
    """Every consent of the person with its ending, the latest first. One query."""
    return tuple(
        Consent.objects.filter(subject=subject).select_related("ending", "text").order_by("-given_at", "purpose")
    )


def list_of_act(act: UUID) -> tuple[Consent, ...]:
    """What was agreed to at one time, in the order of the purposes; nothing of another company's. One query."""
    found = Consent.objects.filter(act=act).select_related("ending", "text", "subject", "policy")
    order = {purpose.value: place for place, purpose in enumerate(Purpose)}
    return tuple(sorted(found, key=lambda consent: order[consent.purpose]))


def list_expired(now: datetime) -> Found:
    """(subject, consent) of what has run out and hasn't been ended, the oldest first, 500 at most. One query."""
    expired = Consent.objects.filter(expires_at__lte=now, ending__isnull=True).order_by("expires_at", "pk")
    return tuple(expired.values_list("subject_id", "pk")[:_BATCH])


def list_outdated(company: Company, version: PolicyVersion) -> Found:
    """(subject, consent) of what this version of the policy outdates, 500 at most (clause 11.5).

    That is what would mean something else now, and what was given under other words of the purpose's own clause.
    """
    for group in _list_outdated_groups(company, version):
        rows = Consent.objects.filter(
            ending__isnull=True,
            purpose=group.purpose,
            policy=group.policy,
            substance=group.substance,
            language=group.language,
        )
        found = tuple(rows.order_by("pk").values_list("subject_id", "pk")[:_BATCH])
        if found:
            return found
    return ()


def needs_renewal(consent: Consent, company: Company, version: PolicyVersion) -> bool:
    """Whether this consent has to be asked for anew under this version. One query at most."""
    group = Group(consent.purpose, consent.policy_id, consent.substance, consent.language)
    return _is_outdated(group, company, version)


def _list_outdated_groups(company: Company, version: PolicyVersion) -> Iterator[Group]:
    groups = (
        Consent.objects.filter(ending__isnull=True)
        .order_by("purpose", "policy", "substance", "language")
        .values_list("purpose", "policy", "substance", "language")
        .distinct()
    )
    for purpose, policy, substance, language in groups:
        group = Group(purpose, policy, substance, language)
        if _is_outdated(group, company, version):
            yield group


def _is_outdated(group: Group, company: Company, version: PolicyVersion) -> bool:
    purpose, terms = Purpose(group.purpose), terms_for(company)
    try:
        if hash_substance(company, terms, purpose) != group.substance:
            return True
    except NoStatementError:
        return True  # switched off since: nothing may go on in its name
    if group.policy == version.pk:
        return False
    own = terms.find_purpose(purpose)
    agreed_to = PolicyVersion.objects.get(pk=group.policy)
    language = next(code for code in LANGUAGE_CODES if code == group.language)
    return own is None or _read_clause(agreed_to, own.clause, language) != _read_clause(version, own.clause, language)


def _read_clause(version: PolicyVersion, anchor: str, language: Language) -> tuple[str, ...]:
    """The words of the item that states a purpose, such as `7.1-г`, with those below it; else of the whole clause."""
    found = find_clause(choose_text(read_document(version), language), anchor)
    if found is None:
        return ()
    own = tuple(line.text for line in found.lines if line.anchor == anchor or line.anchor.startswith(f"{anchor}-"))
    return own or tuple(line.text for line in found.lines)
