"""Encrypted files that a partner fetches: listed, handed over, confirmed by a signed receipt, or no longer offered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Channel, Demand, Duty, Outgoing, Recipient, State, Transfer
from lerna.privacy.recipients.sending.lines import LINES
from lerna.privacy.recipients.sending.outgoing import (
    Claimed,
    Line,
    claim_locked,
    end_item,
    is_receipt_of,
    mark_confirmed,
)
from lerna.privacy.recipients.sending.times import read_times
from lerna.privacy.recipients.wire.jose import UntrustedError
from lerna.privacy.recipients.wire.messages import Ask
from lerna.privacy.subjects.processing import processing

MOST_LISTED = 100
_OPEN = (State.QUEUED, State.SENT)


class NoSuchFileError(LookupError):
    """Nothing of this number is offered to this recipient, or no longer."""


@dataclass(frozen=True, slots=True)
class File:
    """What a partner may fetch, and until when; what must be done has no such day."""

    id: UUID
    ask: Ask
    created_at: datetime
    until: datetime | None


def list_files(recipient: Recipient, now: datetime) -> tuple[File, ...]:
    """What the recipient may fetch now, the oldest first, a hundred of each kind at most. Two queries."""
    with processing(Purpose.CONSENT_PROOF, company=recipient.company, reason="what a partner may fetch"):
        found = [item for line in LINES for item in _list_offered(line, recipient, now)]
    return tuple(sorted((_tell(item) for item in found), key=lambda file: file.created_at))


def hand_over(*, recipient: Recipient, file: UUID, now: datetime) -> str:
    """The file, encrypted anew each time that it is fetched; good for five minutes.

    NoSuchFileError where nothing is offered, where an earlier duty comes first, or where it may no longer pass.
    """
    with (
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=recipient.company, reason="a partner fetches a file"),
    ):
        line, item = _lock(recipient, file, now)
        claimed: Claimed | None = claim_locked(line, item, now)
        if claimed is not None:
            item.state = State.SENT
            item.save(update_fields=["state"])
            if claimed.is_first:
                line.note_sent(item, now)
    if claimed is None:
        raise NoSuchFileError
    return claimed.sealed.body


def confirm(*, recipient: Recipient, file: UUID, receipt: str, now: datetime) -> None:
    """The recipient has the file; safe to repeat. NoSuchFileError; UntrustedError for a receipt that isn't of it."""
    with (
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=recipient.company, reason="a partner confirms a file"),
    ):
        line, item = _lock(recipient, file, now, State.CONFIRMED)
        if not is_receipt_of(item, receipt, now):
            raise UntrustedError("The receipt isn't signed, or isn't of what was handed over.")
        if item.state == State.SENT:
            mark_confirmed(line, item, now)


def expire_files(*, company: Company, now: datetime) -> Iterator[UUID]:
    """Ends the transfers that nobody has fetched or confirmed within the days that `policies/transfers.toml` gives."""
    with (
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=company, reason="files that nobody fetched"),
    ):
        waiting = Transfer.objects.filter(
            company=company,
            recipient__channel=Channel.FILE,
            state__in=_OPEN,
            created_at__lte=now - timedelta(days=read_times().file_days),
        )
        expired = list(waiting.select_for_update(of=("self",), skip_locked=True).order_by("created_at", "pk"))
        for transfer in expired:
            end_item(transfer, State.FAILED, "expired", now)
    yield from (transfer.pk for transfer in expired)


def _list_offered(line: Line[Outgoing], recipient: Recipient, now: datetime) -> list[Outgoing]:
    return list(_offered(line, recipient, now, *_OPEN).order_by("created_at", "pk")[:MOST_LISTED])


def _lock(recipient: Recipient, file: UUID, now: datetime, *states: State) -> tuple[Line[Outgoing], Outgoing]:
    for line in LINES:
        rows = _offered(line, recipient, now, *_OPEN, *states).filter(pk=file)
        found = list(rows.select_related("recipient__company").select_for_update(of=("self",)))
        if found:
            return line, found[0]
    raise NoSuchFileError


def _offered(line: Line[Outgoing], recipient: Recipient, now: datetime, *states: State) -> QuerySet[Outgoing]:
    """What must be done is offered until it is confirmed, data for some days."""
    rows = line.model.objects.filter(recipient=recipient, recipient__channel=Channel.FILE, state__in=states)
    since = now - timedelta(days=read_times().file_days)
    return rows.filter(created_at__gt=since) if line.gives_up else rows


def _tell(item: Outgoing) -> File:
    if isinstance(item, Duty):
        return File(item.pk, Ask(Demand(item.demand).value), item.created_at, None)
    return File(item.pk, Ask.RECEIVE, item.created_at, item.created_at + timedelta(days=read_times().file_days))
