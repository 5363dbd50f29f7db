"""Duties as messages: what a recipient must do with what it received."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Demand, Duty, Transfer
from lerna.privacy.recipients.sending.columns import Chosen, Data, Rows, find_columns, list_values, read_rows
from lerna.privacy.recipients.sending.outgoing import Line, name_for
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.wire.messages import Ask, Message
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing


def compose_duty(duty: Duty, now: datetime) -> Message:  # noqa: ARG001 -- as every line composes
    """What has to be done; a correction carries the new values, read for the purposes that they were passed for.

    TransferRefusedError for a correction that the person no longer permits, for what they have ended is told by itself;
    and while they are blocked. For CONSENT_PROOF.
    """
    recipient = duty.recipient
    return Message(
        id=duty.pk,
        issuer=recipient.company.bin,
        audience=recipient.key,
        subject=name_for(duty),
        ask=Ask(duty.demand),
        purposes=tuple(duty.purposes),
        data=_read_corrected(duty) if duty.demand == Demand.CORRECT else {},
    )


def note_told(duty: Duty, now: datetime) -> None:
    """The recipient may know of it now. For CONSENT_PROOF."""
    record(
        company=duty.recipient.company, operation=Operation.RECIPIENT_TOLD, clause="9.4", actor=Actor.JOB, now=now,
        subject=duty.subject_id, target=("duty", duty.pk),
        details={"recipient": duty.recipient.key, "event": duty.demand, "due_on": duty.confirm_by},
    )  # fmt: skip


def _read_corrected(duty: Duty) -> Data:
    """The columns as they are now, an emptied one as nothing; each read for a purpose that the person permits."""
    person = DataSubject.objects.get(pk=duty.subject_id)
    if person.blocked_at is not None:
        raise TransferRefusedError(Refusal.BLOCKED)
    passed = Transfer.objects.filter(
        subject_id=duty.subject_id, recipient=duty.recipient, purpose__in=duty.purposes, sent_at__isnull=False
    )
    corrected: dict[str, dict[UUID, dict[str, object]]] = {}
    for transfer in passed.order_by("created_at", "pk"):
        purpose = Purpose(transfer.purpose)
        if may(person, purpose):
            chosen = _choose(transfer.columns, duty.columns)
            with processing(purpose, company=duty.recipient.company, reason="a correction goes to a third party"):
                _merge(corrected, read_rows(duty.subject_id, chosen, transfer.rows))
    if not corrected:
        raise TransferRefusedError(Refusal.NOT_PERMITTED)
    return list_values(corrected, keeps_empty=True)


def _merge(into: dict[str, dict[UUID, dict[str, object]]], rows: Rows) -> None:
    for table, of_table in rows.items():
        for row, values in of_table.items():
            into.setdefault(table, {}).setdefault(row, {}).update(values)


def _choose(passed: Iterable[str], changed: Iterable[str]) -> tuple[Chosen, ...]:
    return find_columns(sorted(set(passed) & set(changed)))


DUTIES = Line(Duty, "duty", "entry", compose_duty, note_told, gives_up=False)
