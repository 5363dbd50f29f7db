"""Sending off a message: claimed before and marked after, so that a kill in between repeats and never loses.

The recipient knows a repetition by the message's number, so it never doubles. What it says is put together when it
leaves: whoever withdrew meanwhile is no longer seen, and nothing leaves (clauses 6.5, 9.4).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.keys.own import client_certificate, signing_keys
from lerna.privacy.recipients.keys.pinned import list_certificates, list_pinned
from lerna.privacy.recipients.models import Duty, Outgoing, Pseudonym, Recipient, State, Use
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.wire.client import Answer, End, Partner, Post, post
from lerna.privacy.recipients.wire.jose import UntrustedError
from lerna.privacy.recipients.wire.messages import Message, Sealed, Sender, read_receipt, seal_message
from lerna.privacy.subjects.processing import processing

Item = TypeVar("Item", bound=Outgoing)

# An attempt that hasn't marked its end by then was killed. Longer than any partner is waited for.
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440))
MOST_ATTEMPTS = len(PAUSES) + 1
IN_TURN = "in-turn"  # waits for an earlier duty about the same person


@dataclass(frozen=True, slots=True)
class Line(Generic[Item]):
    """One kind of message. `compose` puts it together, or says by TransferRefusedError why it may no longer leave;
    `note_sent` keeps the evidence when it first left. Evidence calls it `name`; it keeps the order of `order`.

    Data that nobody takes are given up after MOST_ATTEMPTS; what a recipient must do is never given up.
    """

    model: type[Item]
    name: str
    order: str
    compose: Callable[[Item, datetime], Message]
    note_sent: Callable[[Item, datetime], None]
    gives_up: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is being sent by nobody else, ready for the wire. `is_first`: nothing of it has left before."""

    item: Outgoing
    sealed: Sealed
    is_first: bool


def deliver(*, line: Line[Item], company: Company, item_id: UUID, now: datetime, by: Post = post) -> Answer | None:
    """One attempt at a queued message that is due; None where there's nothing to do: sent, canceled, in turn, gone.

    OwnKeyError where our own keys can't be used; then nothing has left.
    """
    claimed = _claim(line, company, item_id, now)
    if claimed is None:
        return None
    recipient = claimed.item.recipient
    partner = Partner(recipient.url, list_certificates(recipient), client_certificate(company.slug, now=now))
    answer = by(partner, item_id, claimed.sealed.body)
    if answer.end is End.TAKEN and not is_receipt_of(claimed.item, answer.receipt, now):
        answer = Answer(End.LATER, "wrong-receipt")
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="how a message ended"):
        _mark(line, claimed, answer, now)
    return answer


def claim_locked(line: Line[Item], item: Item, now: datetime) -> Claimed | None:
    """Puts a locked message together and seals it; None where it is canceled, or has to wait for its turn.

    For CONSENT_PROOF. From the commit on it counts as passed: whatever ends later is told to the recipient too.
    """
    if _has_earlier_duty(item):
        _postpone(item, IN_TURN, now + PAUSES[0])
        return None
    try:
        sealed = _seal(line.compose(item, now), item.recipient, now)
    except TransferRefusedError as error:
        _cancel(line, item, error.refusal, now)
        return None
    is_first = item.sent_at is None
    item.sent_at, item.digest = item.sent_at or now, sealed.digest
    item.attempts, item.due_at = item.attempts + 1, now + LEASE
    item.save(update_fields=["sent_at", "digest", "attempts", "due_at"])
    return Claimed(item, sealed, is_first)


def is_receipt_of(item: Outgoing, receipt: str, now: datetime) -> bool:
    """Did the recipient sign that it took in what was sent last?"""
    try:
        digest = read_receipt(receipt, sender=sender_of(item.recipient), message=item.pk, now=now)
    except UntrustedError:
        return False
    return digest == item.digest


def sender_of(recipient: Recipient) -> Sender:
    """The recipient as somebody whose signature is checked. One query."""
    return Sender(recipient.key, list_pinned(recipient, Use.SIGN), recipient.company.bin)


def mark_confirmed(line: Line[Item], item: Outgoing, now: datetime) -> None:
    """The recipient has signed that it took it in. For CONSENT_PROOF."""
    end_item(item, State.CONFIRMED, "", now)
    record(
        company=item.recipient.company, operation=Operation.RECIPIENT_CONFIRMED, clause="9.4", actor=Actor.JOB,
        now=now, subject=item.subject_id, target=(line.name, item.pk), details={"recipient": item.recipient.key},
    )  # fmt: skip


def end_item(item: Outgoing, state: State, word: str, now: datetime) -> None:
    """Ends the message one way or another; `word` is for the operator. For CONSENT_PROOF."""
    item.state, item.outcome, item.ended_at = state, word, now
    item.save(update_fields=["state", "outcome", "ended_at"])


def _claim(line: Line[Item], company: Company, item_id: UUID, now: datetime) -> Claimed | None:
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="send a message"):
        queued = line.model.objects.filter(pk=item_id, state=State.QUEUED, due_at__lte=now)
        found = list(queued.select_related("recipient__company").select_for_update(of=("self",), skip_locked=True))
        return claim_locked(line, found[0], now) if found else None


def _seal(message: Message, recipient: Recipient, now: datetime) -> Sealed:
    keys = list_pinned(recipient, Use.ENCRYPT)
    if not keys:
        raise TransferRefusedError(Refusal.NO_KEY)
    signing = signing_keys(recipient.company.slug).current
    return seal_message(message, signing=signing, encryption=keys[0], now=now)


def _has_earlier_duty(item: Outgoing) -> bool:
    """What a recipient must do about a person it does in the order of the evidence, and before it gets anything new."""
    open_duties = Duty.objects.filter(recipient=item.recipient, subject_id=item.subject_id, ended_at=None)
    if isinstance(item, Duty):
        return open_duties.filter(entry__lt=item.entry).exists()
    return open_duties.filter(created_at__lt=item.created_at).exists()


def _mark(line: Line[Item], claimed: Claimed, answer: Answer, now: datetime) -> None:
    item = claimed.item
    if claimed.is_first and answer.reached:
        line.note_sent(item, now)  # type: ignore[arg-type]  # of the line's own model, by which it was claimed
    elif claimed.is_first:
        item.sent_at = None
        item.save(update_fields=["sent_at"])
    if answer.end is End.TAKEN:
        mark_confirmed(line, item, now)
    elif line.gives_up and (answer.end is End.NEVER or item.attempts >= MOST_ATTEMPTS):
        end_item(item, State.FAILED, answer.word, now)
    else:
        _postpone(item, answer.word, now + PAUSES[min(item.attempts, len(PAUSES)) - 1])


def _postpone(item: Outgoing, word: str, due_at: datetime) -> None:
    item.outcome, item.due_at = word, due_at
    item.save(update_fields=["outcome", "due_at"])


def _cancel(line: Line[Item], item: Outgoing, refusal: Refusal, now: datetime) -> None:
    """What may no longer leave; where an earlier attempt may have carried it, it counts as not received.

    What a recipient must do waits until somebody pins its key, and a correction until the person is unblocked.
    """
    if not line.gives_up and refusal in {Refusal.NO_KEY, Refusal.BLOCKED}:
        _postpone(item, refusal.value, now + PAUSES[1])
        return
    end_item(item, State.CANCELED if item.sent_at is None else State.FAILED, refusal.value, now)
    record(
        company=item.recipient.company, operation=Operation.TRANSFER_REFUSED, clause="8.4-в", actor=Actor.JOB,
        now=now, subject=item.subject_id, target=(line.name, item.pk),
        details={"recipient": item.recipient.key, "reason": refusal.value},
    )  # fmt: skip


def name_for(item: Outgoing) -> UUID:
    """The name by which the recipient knows the person. For CONSENT_PROOF."""
    return Pseudonym.objects.get(subject_id=item.subject_id, recipient=item.recipient).name
