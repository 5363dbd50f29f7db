"""May these data pass to this recipient now? Asked when it is decided, and again each time they are about to leave.

Policy, law and consent must all allow it (clauses 5.5, 8.4-в, 9.1, 9.4; law 94-V, art. 7(6), 16).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lerna.kit.clock import local_day
from lerna.privacy.consents.models import Consent
from lerna.privacy.consents.outdated import needs_renewal
from lerna.privacy.consents.queries import list_active
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.policy.queries import current_version
from lerna.privacy.recipients.abroad.queries import find_abroad
from lerna.privacy.recipients.abroad.statement import hash_abroad
from lerna.privacy.recipients.keys.pinned import list_pinned
from lerna.privacy.recipients.models import HOME, Channel, Kind, Recipient, Use
from lerna.privacy.recipients.sending.columns import Chosen, find_columns, list_categories, may_pass
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class Permission:
    """What a transfer rests on: the columns, and the proofs of consent where it needs them."""

    columns: tuple[Chosen, ...]
    consent: UUID | None
    abroad: UUID | None


def permit_transfer(
    *, subject: DataSubject, recipient: Recipient, purpose: Purpose, columns: Sequence[str], now: datetime
) -> Permission:
    """What the transfer may rest on. TransferRefusedError for the first thing in the way."""
    check_recipient(recipient, now)
    own = _check_purpose(recipient, purpose)
    chosen = _check_columns(recipient, own, columns)
    with processing(Purpose.CONSENT_PROOF, company=recipient.company, reason="may data pass to a third party"):
        person = DataSubject.objects.select_related("company").get(pk=subject.pk)
        _check_person(person, own)
        consents = list_active(person)
        consent = _find_consent(person, own, consents)
        abroad = _find_abroad(person, recipient, own, consent, now)
    return Permission(chosen, consent.pk if consent else None, abroad)


def check_bound(recipient: Recipient, now: datetime) -> None:
    """Is the recipient bound by everything that the register asks for, today? TransferRefusedError."""
    if obstacle := _find_unbound(recipient, now):
        raise TransferRefusedError(obstacle)


def check_recipient(recipient: Recipient, now: datetime) -> None:
    """Is the recipient bound, and can data be encrypted for it and reach it? TransferRefusedError."""
    if obstacle := find_obstacle(recipient, now, has_key=bool(list_pinned(recipient, Use.ENCRYPT))):
        raise TransferRefusedError(obstacle)


def find_obstacle(recipient: Recipient, now: datetime, *, has_key: bool) -> Refusal | None:
    """The first thing that keeps the recipient from receiving anything today, whoever's it is. No query."""
    if obstacle := _find_unbound(recipient, now):
        return obstacle
    if recipient.channel == Channel.NONE:
        return Refusal.NO_CHANNEL
    return None if has_key else Refusal.NO_KEY


def list_missing(recipient: Recipient) -> tuple[str, ...]:
    """What the register lacks of this recipient (clauses 9.4-а to 9.4-в)."""
    needed = ("contract_number", "contract_from", *Recipient.PROMISES, "country", "purposes", "categories", "email")
    missing = [name for name in needed if not getattr(recipient, name)]
    texts = {"name": recipient.name, "description": recipient.description}
    return (*missing, *(name for name, text in texts.items() if not (text.ru and text.kk and text.en)))


def _find_unbound(recipient: Recipient, now: datetime) -> Refusal | None:
    today = local_day(now)
    obstacles = {
        Refusal.RETIRED: recipient.retired_at is not None,
        Refusal.STATE_BODY: recipient.kind == Kind.STATE_BODY,
        Refusal.INCOMPLETE: bool(list_missing(recipient)),
        Refusal.NOT_BEGUN: recipient.contract_from is None or today < recipient.contract_from,
        Refusal.ENDED: recipient.contract_until is not None and recipient.contract_until < today,
    }
    return next((refusal for refusal, stands in obstacles.items() if stands), None)


def _check_purpose(recipient: Recipient, purpose: Purpose) -> PurposeTerms:
    if purpose not in recipient.purposes:
        raise TransferRefusedError(Refusal.PURPOSE_NOT_REGISTERED)
    own = terms_for(recipient.company).find_purpose(purpose)
    if own is None:
        raise TransferRefusedError(Refusal.PURPOSE_OFF)
    if own.depersonalized_only:
        raise TransferRefusedError(Refusal.DEPERSONALIZED_ONLY)
    if Kind(recipient.kind).as_terms_say not in own.recipients:
        raise TransferRefusedError(Refusal.NOT_IN_TERMS)
    return own


def _check_columns(recipient: Recipient, own: PurposeTerms, columns: Sequence[str]) -> tuple[Chosen, ...]:
    try:
        chosen = find_columns(columns)
    except KeyError:
        raise TransferRefusedError(Refusal.COLUMN_UNKNOWN) from None
    if not chosen:
        raise TransferRefusedError(Refusal.NOTHING)
    if not all(may_pass(one, own) for one in chosen):
        raise TransferRefusedError(Refusal.COLUMN_NOT_FOR_PURPOSE)
    if not set(list_categories(chosen)) <= set(recipient.categories):
        raise TransferRefusedError(Refusal.CATEGORY_NOT_REGISTERED)
    return chosen


def _check_person(person: DataSubject, own: PurposeTerms) -> None:
    if person.blocked_at is not None and own.basis is not LegalBasis.LAW:
        raise TransferRefusedError(Refusal.BLOCKED)
    if not may(person, own.key):
        raise TransferRefusedError(Refusal.NOT_PERMITTED)


def _find_consent(person: DataSubject, own: PurposeTerms, consents: Sequence[Consent]) -> Consent | None:
    """The proof of the consent that names such recipients; None where the purpose rests on a contract or a law."""
    if own.basis is not LegalBasis.CONSENT:
        return None
    proof = next((consent for consent in consents if consent.purpose == own.key), None)
    version = current_version(person.company)
    if proof is None or version is None:
        raise TransferRefusedError(Refusal.NO_CONSENT)
    if needs_renewal(proof, version):
        raise TransferRefusedError(Refusal.CONSENT_OUTDATED)
    return proof


def _find_abroad(
    person: DataSubject, recipient: Recipient, own: PurposeTerms, consent: Consent | None, now: datetime
) -> UUID | None:
    """The proof of the consent to this very transfer abroad; None where the data stay in the country."""
    if recipient.country == HOME:
        return None
    proof = find_abroad(person, recipient, own.key, consent, now)
    if proof is None:
        raise TransferRefusedError(Refusal.NO_CONSENT_ABROAD)
    if proof.substance != hash_abroad(recipient.company, recipient, own):
        raise TransferRefusedError(Refusal.CONSENT_OUTDATED)
    return proof.pk
