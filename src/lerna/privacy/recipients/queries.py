"""Every read of this room that decides something."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.models import Channel, Demand, Duty, Kind, Recipient, State, Transfer
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


@dataclass(frozen=True, slots=True)
class DutyAbout:
    """What one recipient has to do with one person's data. `outcome` is a word about the last attempt, for the desk.

    `confirm_by` is the last day of the term; `ended_at` None while the recipient hasn't confirmed.
    """

    id: UUID
    recipient_key: str
    recipient: Localized
    demand: Demand
    created_at: datetime
    confirm_by: date
    attempts: int
    outcome: str
    ended_at: datetime | None
    state: State
    channel: Channel

    def is_late(self, today: date) -> bool:
        """Has the term passed without a confirmation?"""
        return self.ended_at is None and self.confirm_by < today


def list_transfers_about(company: Company, subject: UUID) -> tuple[TransferAbout, ...]:
    """What of this person's data went to whom, the newest first; also what is still to go and what didn't (6.2, 9.1).

    Says the block's purpose itself. One query.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="who received a person's data"):
        found = Transfer.objects.filter(subject_id=subject).select_related("recipient").order_by("-created_at", "pk")
        return tuple(_tell(transfer) for transfer in found)


def list_transfers_to(recipient: Recipient, most: int) -> tuple[TransferAbout, ...]:
    """What went to this recipient of anybody's, the newest first; no person stands there. One query."""
    with processing(Purpose.CONSENT_PROOF, company=recipient.company, reason="what a third party received"):
        found = Transfer.objects.filter(recipient=recipient).select_related("recipient").order_by("-created_at", "pk")
        return tuple(_tell(transfer) for transfer in found[:most])


def list_duties_about(company: Company, subject: UUID) -> tuple[DutyAbout, ...]:
    """What recipients had to do with this person's data since, the newest first (clause 9.4). One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="what recipients had to do with a person's data"):
        found = Duty.objects.filter(subject_id=subject).select_related("recipient").order_by("-entry", "pk")
        return tuple(_tell_duty(duty) for duty in found)


def list_unconfirmed(company: Company) -> tuple[DutyAbout, ...]:
    """Who hasn't confirmed what, the one whose term ends first before the others: for the desk. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="who hasn't confirmed"):
        found = Duty.objects.filter(company=company, ended_at=None).select_related("recipient")
        return tuple(_tell_duty(duty) for duty in found.order_by("confirm_by", "entry", "pk"))


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


def _tell_duty(duty: Duty) -> DutyAbout:
    return DutyAbout(
        id=duty.pk,
        recipient_key=duty.recipient.key,
        recipient=duty.recipient.name,
        demand=Demand(duty.demand),
        created_at=duty.created_at,
        confirm_by=duty.confirm_by,
        attempts=duty.attempts,
        outcome=duty.outcome,
        ended_at=duty.ended_at,
        state=State(duty.state),
        channel=Channel(duty.recipient.channel),
    )


def count_unconfirmed(company: Company, today: date) -> tuple[int, int]:
    """How many duties no recipient has confirmed, and of how many of them the term has passed. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="how much isn't confirmed"):
        counted = Duty.objects.filter(company=company, ended_at=None).aggregate(
            all=Count("pk"), late=Count("pk", filter=Q(confirm_by__lt=today))
        )
    return counted["all"], counted["late"]
