"""What recipients still have of people: what was passed to them and not destroyed since."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from lerna.privacy.recipients.models import Demand, Duty, State, Transfer


@dataclass(frozen=True, slots=True)
class Held:
    """What one recipient has of one person, from one transfer."""

    subject: UUID
    recipient: int
    purpose: str
    columns: tuple[str, ...]


def list_held(people: Collection[UUID]) -> tuple[Held, ...]:
    """Of these people, what left for a recipient that hasn't been told to destroy it. For CONSENT_PROOF; two queries.

    Whether a recipient really took it in isn't asked: what may have arrived counts as there.
    """
    passed = Transfer.objects.filter(subject_id__in=people, sent_at__isnull=False).order_by("created_at", "pk")
    destroyed = list(Duty.objects.filter(subject_id__in=people, demand=Demand.DESTROY).exclude(state=State.CANCELED))
    return tuple(
        Held(one.subject_id, one.recipient_id, one.purpose, tuple(one.columns))
        for one in passed
        if not _is_destroyed(one, destroyed)
    )


def _is_destroyed(transfer: Transfer, duties: Iterable[Duty]) -> bool:
    return any(
        duty.subject_id == transfer.subject_id
        and duty.recipient_id == transfer.recipient_id
        and transfer.purpose in duty.purposes
        and transfer.created_at <= duty.created_at
        for duty in duties
    )
