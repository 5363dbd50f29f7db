"""Duties follow from the evidence: whatever was done to a person's data is done by whoever received them, too (9.4).

The rooms below know nothing of recipients and call nobody: they record what they did, as they must anyway. This reads
each entry once, in its order, from where it stopped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.lifecycle.models import ErasureBatch
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.duties.held import Held, list_held
from lerna.privacy.recipients.models import Demand, Duty, Position, Recipient
from lerna.privacy.recipients.sending.times import count_last_day
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import BITS, may
from lerna.privacy.subjects.processing import processing

BATCH = 1000
_DEMANDS = {
    Operation.UPDATE: Demand.CORRECT,
    Operation.CONSENT_WITHDRAWN: Demand.STOP,
    Operation.CONSENT_EXPIRED: Demand.STOP,
    Operation.BLOCK: Demand.BLOCK,
    Operation.UNBLOCK: Demand.UNBLOCK,
    Operation.DELETE: Demand.DESTROY,
    Operation.DESTROY: Demand.DESTROY,
}
_PROFILE = "subjects.profile."


@dataclass(frozen=True, slots=True)
class Event:
    """One act on one person's data, from one entry; a correction of several columns at one moment is one act."""

    entry: int
    at: datetime
    operation: Operation
    subject: UUID
    purpose: str
    recipient: str  # where a consent to one recipient alone has ended
    fields: tuple[str, ...]

    @property
    def demand(self) -> Demand:
        """What recipients have to do."""
        return _DEMANDS[self.operation]


def derive_duties(*, company: Company, up_to: int, now: datetime) -> Iterator[int]:
    """The duties that follow from the entries after the last one read, up to this one; gives how many after each batch.

    A batch is one transaction with the position: killed anywhere, nothing is missed and nothing done twice.
    """
    while True:
        with transaction.atomic():
            position, _ = Position.objects.select_for_update().get_or_create(company=company)
            entries = list(
                Entry.objects.filter(
                    company=company, operation__in=list(_DEMANDS), id__gt=position.entry, id__lte=up_to
                ).order_by("id")[:BATCH]
            )
            with processing(Purpose.CONSENT_PROOF, company=company, reason="what recipients must do"):
                duties = list(_derive(company, list(_read_events(entries)), now))
                Duty.objects.bulk_create(duties)
            position.entry = entries[-1].pk if len(entries) == BATCH else max(up_to, position.entry)
            position.save(update_fields=["entry"])
        if duties:
            yield len(duties)
        if len(entries) < BATCH:
            return


def _read_events(entries: Iterable[Entry]) -> Iterator[Event]:
    """The acts of these entries, each for each person; corrections of one moment together."""
    corrections: dict[tuple[UUID, datetime], Event] = {}
    for entry in entries:
        line = read_line(entry)
        details = line.get("details", {})
        operation = Operation(line["operation"])
        for subject in _list_people(entry, details):
            event = Event(
                entry=entry.pk,
                at=entry.at,
                operation=operation,
                subject=subject,
                purpose=line.get("purpose", ""),
                recipient=details.get("recipient", ""),
                fields=(details["field"],) if "field" in details else (),
            )
            if operation is not Operation.UPDATE:
                yield event
            elif known := corrections.get((subject, entry.at)):
                fields = known.fields + event.fields if known.fields and event.fields else ()
                corrections[subject, entry.at] = replace(known, fields=fields)
            else:
                corrections[subject, entry.at] = event
    yield from corrections.values()


def _list_people(entry: Entry, details: Mapping[str, Any]) -> Sequence[UUID]:
    """Whom the entry is about; one that stands for very many names their manifest instead."""
    if entry.subject is not None:
        return [entry.subject]
    if "act" not in details or "batch" not in details:
        return []
    return ErasureBatch.objects.get(run_id=details["act"], number=details["batch"]).subjects


def _derive(company: Company, events: Sequence[Event], now: datetime) -> Iterator[Duty]:
    people = {event.subject for event in events}
    held: dict[UUID, list[Held]] = defaultdict(list)
    for one in list_held(people):
        held[one.subject].append(one)
    persons = {person.pk: person for person in DataSubject.objects.filter(pk__in=held)}
    names = dict(Recipient.objects.filter(company=company).values_list("pk", "key"))
    for event in sorted(events, key=lambda event: event.entry):
        by_recipient: dict[int, list[Held]] = defaultdict(list)
        for one in held[event.subject]:
            if event.recipient in {"", names[one.recipient]} and _concerns(event, one, persons.get(event.subject)):
                by_recipient[one.recipient].append(one)
        for recipient, parts in by_recipient.items():
            yield _make(company, event, recipient, parts, now)
        if event.demand is Demand.DESTROY:
            gone = {one for parts in by_recipient.values() for one in parts}
            held[event.subject] = [one for one in held[event.subject] if one not in gone]


def _concerns(event: Event, held: Held, person: DataSubject | None) -> bool:
    """Has this recipient anything to do with what it has from this transfer?"""
    still = person is not None and may(person, Purpose(held.purpose))
    match event.operation:
        case Operation.UPDATE:  # of a blocked person too: it goes when they are unblocked
            is_granted = person is not None and bool(person.granted & BITS[Purpose(held.purpose)])
            return is_granted and bool(_list_changed(event, held.columns))
        case Operation.CONSENT_WITHDRAWN | Operation.CONSENT_EXPIRED:
            return held.purpose == event.purpose and (bool(event.recipient) or not still)
        case Operation.DELETE:
            return not still
    return True


def _list_changed(event: Event, columns: Iterable[str]) -> list[str]:
    """Which of the passed columns the correction is about; of one that names none, all of the profile."""
    if not event.fields:
        return [column for column in columns if column.startswith(_PROFILE)]
    return [column for column in columns if column.rpartition(".")[2] in event.fields]


def _make(company: Company, event: Event, recipient: int, parts: Sequence[Held], now: datetime) -> Duty:
    changed = {column for one in parts for column in _list_changed(event, one.columns)}
    return Duty(
        company=company,
        subject_id=event.subject,
        recipient_id=recipient,
        demand=event.demand,
        entry=event.entry,
        purposes=sorted({one.purpose for one in parts}),
        columns=sorted(changed) if event.demand is Demand.CORRECT else [],
        confirm_by=count_last_day("onward-duty", event.demand.value, event.at),
        created_at=now,
        due_at=now,
    )
