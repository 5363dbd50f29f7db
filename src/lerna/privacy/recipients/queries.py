"""Every read of this room that decides something."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.models import Channel, Kind, Recipient, State, Transfer
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class TransferAbout:
    """One transfer of a person's data, as they may see it. `country` is ISO 3166-1; `sent_at` None while it waits.

    `columns` are names such as `subjects.profile.name`; no value is kept.
    """

    id: UUID
    recipient: Localized
    purpose: Purpose
    categories: tuple[Category, ...]
    columns: tuple[str, ...]
    country: str
    created_at: datetime
    sent_at: datetime | None
    state: State


def list_transfers_about(company: Company, subject: UUID) -> tuple[TransferAbout, ...]:
    """What of this person's data went to whom, the newest first; also what is still to go and what didn't (6.2, 9.1).

    Says the block's purpose itself. One query.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="who received a person's data"):
        found = Transfer.objects.filter(subject_id=subject).select_related("recipient").order_by("-created_at", "pk")
        return tuple(_tell(transfer) for transfer in found)


def list_public(company: Company, today: date) -> tuple[Recipient, ...]:
    """The third parties that the company works with on this day, as each of its sites publishes them (clause 11.3).

    Whoever has left the register, or whose contract hasn't begun or has ended, receives nothing and isn't listed. One
    query.
    """
    bound = Q(kind=Kind.STATE_BODY) | Q(contract_from__lte=today) & (
        Q(contract_until=None) | Q(contract_until__gte=today)
    )
    found = Recipient.objects.filter(bound, company=company, retired_at=None)
    return tuple(sorted(found, key=_place))


def _place(recipient: Recipient) -> tuple[bool, int, str]:
    """Who receives something stands before who doesn't; each kind together."""
    return recipient.channel == Channel.NONE, list(Kind).index(Kind(recipient.kind)), recipient.key


def _tell(transfer: Transfer) -> TransferAbout:
    return TransferAbout(
        id=transfer.pk,
        recipient=transfer.recipient.name,
        purpose=Purpose(transfer.purpose),
        categories=tuple(map(Category, transfer.categories)),
        columns=tuple(transfer.columns),
        country=transfer.country,
        created_at=transfer.created_at,
        sent_at=transfer.sent_at,
        state=State(transfer.state),
    )
