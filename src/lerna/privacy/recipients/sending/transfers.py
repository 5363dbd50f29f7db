"""Transfers as messages: values read when they leave, for the transfer's own purpose."""

from datetime import datetime

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Transfer
from lerna.privacy.recipients.sending.columns import list_values, read_rows
from lerna.privacy.recipients.sending.outgoing import Line, name_for
from lerna.privacy.recipients.sending.permission import permit_transfer
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.sending.times import count_last_day
from lerna.privacy.recipients.wire.messages import Ask, Message
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


def compose_transfer(transfer: Transfer, now: datetime) -> Message:
    """Everything that was asked when it was decided is asked again. For CONSENT_PROOF; TransferRefusedError."""
    recipient, purpose = transfer.recipient, Purpose(transfer.purpose)
    person = DataSubject.objects.get(pk=transfer.subject_id)
    permission = permit_transfer(
        subject=person, recipient=recipient, purpose=purpose, columns=transfer.columns, now=now
    )
    with processing(purpose, company=recipient.company, reason="values leave for a third party"):
        rows = read_rows(transfer.subject_id, permission.columns, transfer.rows)
    data = list_values(rows, keeps_empty=False)
    if not data:
        raise TransferRefusedError(Refusal.NOTHING)
    return Message(
        id=transfer.pk,
        issuer=recipient.company.bin,
        audience=recipient.key,
        subject=name_for(transfer),
        ask=Ask.RECEIVE,
        purposes=(purpose.value,),
        data=data,
    )


def note_transferred(transfer: Transfer, now: datetime) -> None:
    """It has left for the first time: evidence, and the day by which the person is told. For CONSENT_PROOF."""
    recipient = transfer.recipient
    transfer.notify_by = count_last_day("third-party-transfer", "notify", now)
    transfer.save(update_fields=["notify_by"])
    record(
        company=recipient.company, operation=Operation.TRANSFER, clause="9.4", actor=Actor.JOB, now=now,
        purpose=transfer.purpose, subject=transfer.subject_id, target=("transfer", transfer.pk),
        details={"recipient": recipient.key, "country": recipient.country.lower(), "channel": recipient.channel,
                 "ground": transfer.ground, "columns": tuple(transfer.columns)},
    )  # fmt: skip


TRANSFERS = Line(Transfer, "transfer", "created_at", compose_transfer, note_transferred, gives_up=True)
