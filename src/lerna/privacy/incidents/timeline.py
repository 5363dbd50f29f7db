"""Each step of an incident: a line of its timeline and an entry of evidence, in one transaction (clauses 8.3, 11.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.evidence.acts import Value
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Happening, Incident, Step
from lerna.privacy.incidents.words import check_words

CLAUSE = "11.1"
_OPERATIONS = {
    Happening.FOUND: Operation.INCIDENT_FOUND,
    Happening.REPORTED: Operation.INCIDENT_REPORTED,
    Happening.CLOSED: Operation.INCIDENT_CLOSED,
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts: `id` is the account of a member of staff."""

    actor: Actor
    id: UUID | None = None


JOB = Hand(Actor.JOB)


def add_step(  # noqa: PLR0913 -- who did what, when, and what else is known of it
    *,
    incident: Incident,
    company: Company,
    happening: Happening,
    hand: Hand,
    now: datetime,
    note: str = "",
    measure: str = "",
    count: int | None = None,
    details: Mapping[str, Value] | None = None,
) -> Step:
    """Writes both; the incident is new or held. `note` stays out of the evidence. NamesSomebodyError."""
    step = Step.objects.create(
        incident=incident,
        place=Step.objects.filter(incident=incident).count() + 1,
        happening=happening,
        at=now,
        actor=hand.actor,
        actor_id=hand.id,
        measure=measure,
        count=count,
        note=check_words(note),
    )
    told: dict[str, Value] = {} if happening in _OPERATIONS else {"event": happening.value}
    if measure:
        told["reason"] = measure
    if count is not None:
        told["count"] = count
    record(
        company=company, operation=_OPERATIONS.get(happening, Operation.INCIDENT_STEP), clause=CLAUSE,
        actor=hand.actor, actor_id=hand.id, target=("incident", incident.pk), now=now,
        details=told | mark_drill(incident) | dict(details or {}),
    )  # fmt: skip
    return step


def mark_drill(incident: Incident) -> dict[str, Value]:
    """What each entry of a drill says besides; nothing of a real incident."""
    return {"drill": True} if incident.is_drill else {}
