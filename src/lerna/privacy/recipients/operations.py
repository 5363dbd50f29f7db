"""Passing data to a third party: decided here, in the caller's transaction; sent when that is committed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.privacy.evidence.acts import Identifier
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Channel, Pseudonym, Recipient, Transfer
from lerna.privacy.recipients.sending.columns import choose_rows, list_categories, list_values, read_rows
from lerna.privacy.recipients.sending.permission import Permission, permit_transfer
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

JOB = "recipients.deliver"


def transfer(  # noqa: PLR0913 -- what the register of transfers asks for
    *,
    subject: DataSubject,
    recipient: str,
    purpose: Purpose,
    columns: Sequence[str],
    ground: str,
    actor: Actor,
    now: datetime,
    actor_id: Identifier | None = None,
    rows: Collection[UUID] = (),
) -> Transfer:
    """Decides to pass these columns of the person to the recipient of this key; they leave when this is committed.

    Register, contract, purpose, terms, consents, country and blocks are asked first (clauses 5.5, 8.4-в, 9.1, 9.4), and
    once more when the data leave: values are read then, and kept nowhere meanwhile. `columns` are names such as
    `subjects.profile.name`; of a table of which `rows` are named, those alone pass. `ground` is a word of the caller's
    for why, such as `credit-application`.

    TransferRefusedError where anything stands in the way; nothing passes then, and the evidence keeps the refusal with
    the caller's transaction.
    """
    try:
        with transaction.atomic():
            found = _find(subject, recipient)
            permission = permit_transfer(subject=subject, recipient=found, purpose=purpose, columns=columns, now=now)
            chosen_rows = _choose_rows(subject, purpose, permission, rows)
            return _keep(subject, found, purpose, permission, chosen_rows, ground, now)
    except TransferRefusedError as error:
        record(
            company=subject.company, operation=Operation.TRANSFER_REFUSED, clause="8.4-в", actor=actor, now=now,
            purpose=purpose, subject=subject.pk, actor_id=actor_id,
            details={"recipient": recipient, "reason": error.refusal.value},
        )  # fmt: skip
        raise


def know_as(subject: DataSubject, recipient: Recipient, now: datetime) -> Pseudonym:
    """The name by which the recipient knows the person, given at the first transfer. For CONSENT_PROOF."""
    pseudonym, _ = Pseudonym.objects.get_or_create(
        subject=subject, recipient=recipient, defaults={"company": subject.company, "given_at": now}
    )
    return pseudonym


def _find(subject: DataSubject, key: str) -> Recipient:
    found = Recipient.objects.filter(company=subject.company, key=key).select_related("company")
    if not found:
        raise TransferRefusedError(Refusal.UNKNOWN)
    return found[0]


def _choose_rows(
    subject: DataSubject, purpose: Purpose, permission: Permission, wanted: Collection[UUID]
) -> tuple[UUID, ...]:
    """The rows that pass, seen under the purpose itself: PostgreSQL shows what it permits and nothing else."""
    with processing(purpose, company=subject.company, reason="what would pass to a third party"):
        rows = choose_rows(subject.pk, permission.columns, wanted)
        if not list_values(read_rows(subject.pk, permission.columns, rows), keeps_empty=False):
            raise TransferRefusedError(Refusal.NOTHING)
    return rows


def _keep(  # noqa: PLR0913, PLR0917 -- the columns of the register
    subject: DataSubject,
    recipient: Recipient,
    purpose: Purpose,
    permission: Permission,
    rows: tuple[UUID, ...],
    ground: str,
    now: datetime,
) -> Transfer:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="data pass to a third party"):
        know_as(subject, recipient, now)
        kept = Transfer.objects.create(
            subject=subject,
            recipient=recipient,
            purpose=purpose,
            ground=ground,
            categories=list(list_categories(permission.columns)),
            columns=[one.label for one in permission.columns],
            rows=list(rows),
            country=recipient.country,
            consent=permission.consent,
            abroad=permission.abroad,
            created_at=now,
            due_at=now,
        )
    if recipient.channel == Channel.HTTPS:
        # By our own connection, so that the job comes with the transaction also in the worker, which has another.
        jobs = JobManager(DjangoConnector())
        configure_task(name=JOB, job_manager=jobs).defer(transfer=str(kept.pk), company=subject.company_id)
    return kept
