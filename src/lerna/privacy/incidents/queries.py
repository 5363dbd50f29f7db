"""Every read of this room that decides something, but for whose data are concerned (`scope`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.incidents.clocks import Due, list_dues
from lerna.privacy.incidents.models import Incident, Scope, Step
from lerna.privacy.incidents.rules import Signal, load_rules
from lerna.privacy.incidents.timeline import CLAUSE


class NoSuchIncidentError(LookupError):
    """There is no such incident at this company."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry of the ledger about the incident."""

    number: int
    at: datetime
    operation: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IncidentFile:
    """Everything of one incident: what the desk's page, the printed one and both notices show."""

    incident: Incident
    steps: tuple[Step, ...]
    scope: Scope | None
    dues: tuple[Due, ...]


def list_open(company: Company) -> tuple[Incident, ...]:
    """What isn't closed, the most urgent first. One query; `time_left` says how much time there is."""
    found = Incident.objects.filter(company=company, closed_at=None)
    return tuple(found.order_by(F("due_at").asc(nulls_last=True), "found_at", "pk").defer("notice"))


def list_incidents(company: Company) -> tuple[Incident, ...]:
    """The whole register, what is open first and then the latest. One query."""
    found = Incident.objects.filter(company=company).defer("notice")
    return tuple(found.order_by(F("closed_at").desc(nulls_first=True), "-found_at", "pk"))


def time_left(incident: Incident, now: datetime) -> timedelta | None:
    """Until the strictest term ends, negative where it has passed; None where nothing is due. No query."""
    return incident.due_at - now if incident.due_at else None


def find_incident(company: Company, incident_id: UUID) -> Incident:
    """The incident. NoSuchIncidentError. One query."""
    return _only(list(Incident.objects.filter(company=company, pk=incident_id)))


def find_by_number(company: Company, number: str) -> Incident:
    """The incident of this number, as people read it out. NoSuchIncidentError. One query."""
    return _only(list(Incident.objects.filter(company=company, number=number)))


def hold_incident(company: Company, incident_id: UUID) -> Incident:
    """The same, locked until the transaction ends: whoever holds it changes it alone. NoSuchIncidentError."""
    return _only(list(Incident.objects.select_for_update().filter(company=company, pk=incident_id)))


def find_scope(incident: Incident) -> Scope | None:
    """The latest answer to whose data are concerned. One query."""
    return Scope.objects.filter(incident=incident).order_by("pk").last()


def read_file(company: Company, incident_id: UUID) -> IncidentFile:
    """The whole file. NoSuchIncidentError. Three queries, whatever its length."""
    incident = find_incident(company, incident_id)
    incident.company = company
    return IncidentFile(incident, tuple(incident.steps.order_by("place")), find_scope(incident), list_dues(incident))


def list_evidence(incident: Incident) -> tuple[Evidence, ...]:
    """The incident's own entries, the earliest first, without those of each person told. One query."""
    wanted = f'"target_id":"{incident.pk}"'
    own = Entry.objects.filter(company=incident.company, clause=CLAUSE, subject=None, line__contains=wanted)
    return tuple(
        Evidence(entry.pk, clock.to_local(entry.at), entry.operation, read_line(entry).get("details", {}))
        for entry in own.order_by("id")
    )


def describe_finding(incident: Incident, language: LanguageCode) -> str:
    """What was found, in words: the staff's own, or the signal's with what it counted."""
    if not incident.signal:
        return incident.story
    found = load_rules().signals[Signal(incident.signal)].found.in_language(language)
    counted = found.replace("{count}", str(incident.sign_count))
    return f"{counted} {incident.story}".strip()


def _only(found: list[Incident]) -> Incident:
    if not found:
        raise NoSuchIncidentError("This company has no such incident.")
    return found[0]
