"""Where each third party stands: may it receive today, what stands in the way, what it was passed (9.1, 9.4)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Duty, Kind, PartnerKey, Recipient, Transfer, Use
from lerna.privacy.recipients.sending.permission import find_obstacle, list_missing
from lerna.privacy.recipients.sending.refusals import Refusal
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class Standing:
    """One recipient. `missing` are names of its columns; `transfers` have left; `unconfirmed` duties wait for it."""

    recipient: Recipient
    obstacle: Refusal | None
    missing: tuple[str, ...]
    transfers: int
    unconfirmed: int


def list_standings(company: Company, now: datetime) -> tuple[Standing, ...]:
    """Everybody in the company's register, also who has left it, by key. Four queries."""
    keys = PartnerKey.objects.filter(recipient__company=company, use=Use.ENCRYPT, retired_at=None)
    keyed = set(keys.values_list("recipient_id", flat=True))
    with processing(Purpose.CONSENT_PROOF, company=company, reason="how much each third party was passed"):
        transfers = _count(Transfer.objects.filter(company=company, sent_at__isnull=False))
        unconfirmed = _count(Duty.objects.filter(company=company, ended_at=None))
    return tuple(
        Standing(
            recipient=one,
            obstacle=find_obstacle(one, now, has_key=one.pk in keyed),
            missing=() if one.kind == Kind.STATE_BODY else list_missing(one),
            transfers=transfers.get(one.pk, 0),
            unconfirmed=unconfirmed.get(one.pk, 0),
        )
        for one in Recipient.objects.filter(company=company).order_by("key")
    )


def find_recipient(company: Company, key: str) -> Recipient | None:
    """The company's recipient of this key. One query."""
    return Recipient.objects.filter(company=company, key=key).order_by("pk").first()


def list_researchers(company: Company) -> tuple[Recipient, ...]:
    """Who is registered for depersonalized figures, by key. One query."""
    found = Recipient.objects.filter(company=company, retired_at=None, purposes__contains=[Purpose.AUDIENCE_RESEARCH])
    return tuple(found.order_by("key"))


def _count(messages: QuerySet[Transfer] | QuerySet[Duty]) -> dict[int, int]:
    return dict(messages.order_by("recipient_id").values_list("recipient_id").annotate(Count("pk")))
