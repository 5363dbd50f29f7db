"""Every write about one incident but telling the people and blocking them (`notices`, `blocks`): it is found, looked
into, judged, reported, closed (clauses 8.3, 11.1; law 94-V, art. 25(2)(8); GDPR, art. 33).
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.incidents.clocks import rule
from lerna.privacy.incidents.models import Danger, Happening, Incident, Nature, Origin, Scope, State, Watch
from lerna.privacy.incidents.queries import find_scope, hold_incident
from lerna.privacy.incidents.rules import Signal, load_rules
from lerna.privacy.incidents.scope.counting import Question, count_scope
from lerna.privacy.incidents.timeline import Hand, add_step
from lerna.privacy.incidents.words import check_words

PREFIX = "LI"


class WrongStateError(Exception):
    """The incident isn't in a state for this; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found. `signal`, `about` and `count` where the software found it; else `story` says it in words."""

    origin: Origin
    nature: Nature
    story: str = field(default="", repr=False)
    happened_at: datetime | None = None
    signal: Signal | None = None
    about: str = ""
    count: int = 0
    is_drill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment:
    """How dangerous it is to the people, why, and what it may lead to (keys of `policies/incidents.toml`)."""

    danger: Danger
    reasons: str = field(repr=False)
    nature: Nature
    consequences: tuple[str, ...] = ()


def hold_watch(company: Company) -> Watch:
    """The company's own row of the watch, locked: whoever holds it opens incidents alone. Two queries."""
    Watch.objects.bulk_create([Watch(company=company)], ignore_conflicts=True)
    return Watch.objects.select_for_update().get(pk=company.pk)


def open_incident(
    *, company: Company, finding: Finding, hand: Hand, now: datetime, writes_in_drills: bool = False
) -> Incident:
    """Takes down what may be a breach; from now on the terms run. NamesSomebodyError.

    A drill in production writes no letter, unless it `writes_in_drills`.
    """
    with transaction.atomic():
        incident = Incident(
            company=company,
            number=_take_number(company, now),
            origin=finding.origin,
            signal=finding.signal or "",
            about=finding.about,
            sign_count=finding.count,
            nature=finding.nature,
            story=check_words(finding.story),
            found_at=now,
            happened_at=finding.happened_at,
            is_drill=finding.is_drill,
            is_silent=finding.is_drill and settings.IN_PRODUCTION and not writes_in_drills,
        )
        incident.due_at = rule(incident)
        incident.save(force_insert=True)
        add_step(
            incident=incident, company=company, happening=Happening.FOUND, hand=hand, now=now,
            count=finding.count or None, details={"ground": finding.signal or finding.origin},
        )  # fmt: skip
        return incident


def add_note(  # noqa: PLR0913 -- a line of the timeline
    *, company: Company, incident_id: UUID, note: str, hand: Hand, now: datetime, measure: str = ""
) -> None:
    """Adds a line to the timeline: a note, or a measure that was taken. NamesSomebodyError, WrongStateError."""
    if measure and measure not in load_rules().measures:
        raise ValueError("incidents.toml knows no such measure.")
    with transaction.atomic():
        incident = _hold_open(company, incident_id)
        happening = Happening.MEASURE if measure else Happening.NOTED
        add_step(
            incident=incident, company=company, happening=happening, hand=hand, now=now, note=note, measure=measure
        )  # fmt: skip


def state_scope(*, company: Company, incident_id: UUID, question: Question, hand: Hand, now: datetime) -> Scope:
    """Asks the ledger whose data are concerned, and keeps question and figures. Three queries and the steps.

    WrongStateError once people are being told or blocked: they are told and blocked by this very scope.
    """
    with transaction.atomic():
        incident = _hold_open(company, incident_id)
        if incident.telling_at is not None or incident.blocked_at is not None:
            raise WrongStateError("People were told or blocked by this scope; another part is another incident.")
        counted = count_scope(company, question)
        scope = Scope.objects.create(
            incident=incident, source=question.source, since=question.since, until=question.until,
            staff=question.staff, screen=question.screen, recipient=question.recipient,
            tables=list(question.tables), stated_at=now,
            people=counted.people, acts=counted.acts, categories=[each.value for each in counted.categories],
        )  # fmt: skip
        add_step(
            incident=incident, company=company, happening=Happening.SCOPED, hand=hand, now=now, count=counted.people,
            details={"reason": question.source, "rows": counted.acts},
        )  # fmt: skip
        return scope


def assess_incident(*, company: Company, incident_id: UUID, judgment: Judgment, hand: Hand, now: datetime) -> Incident:
    """Decides, with reasons, how dangerous it is. May be decided anew until it is reported; after that the danger may
    only turn out greater. NamesSomebodyError, WrongStateError.
    """
    reasons = check_words(judgment.reasons)
    if judgment.danger == Danger.HIGH and not judgment.consequences:
        raise ValueError("Whoever is endangered is told of what: name a consequence.")
    _check_consequences(judgment.consequences)
    with transaction.atomic():
        incident = _hold_open(company, incident_id)
        if incident.endangered_at is not None and judgment.danger != Danger.HIGH:
            raise WrongStateError("That people are endangered isn't taken back.")
        if incident.state == State.REPORTED and judgment.danger != Danger.HIGH:
            raise WrongStateError("After the report the danger may only turn out greater.")
        if not reasons:
            raise ValueError("A judgment has its reasons.")
        incident.danger, incident.reasons, incident.assessed_at = judgment.danger, reasons, now
        incident.nature, incident.consequences = judgment.nature, list(judgment.consequences)
        if incident.state != State.REPORTED:
            incident.state = State.HARMLESS if judgment.danger == Danger.NONE else State.ASSESSED
        if judgment.danger == Danger.HIGH and incident.endangered_at is None:
            incident.endangered_at = now
        _save(incident, "danger", "reasons", "assessed_at", "nature", "consequences", "state", "endangered_at")
        add_step(
            incident=incident, company=company, happening=Happening.ASSESSED, hand=hand, now=now, note=reasons,
            details={"outcome": judgment.danger},
        )  # fmt: skip
        return incident


def report_incident(  # noqa: PLR0913 -- what was sent, by whom, when
    *, company: Company, incident_id: UUID, notice: str, note: str, hand: Hand, now: datetime
) -> Incident:
    """The notice has gone to the authority: this very page is kept, its hash stands in the evidence.

    `note` says by what way it went and under which number it was received. NamesSomebodyError, WrongStateError.
    """
    with transaction.atomic():
        incident = _hold_open(company, incident_id)
        if incident.state != State.ASSESSED:
            raise WrongStateError("Reported is what was judged dangerous, and once.")
        incident.state, incident.reported_at, incident.notice = State.REPORTED, now, notice
        _save(incident, "state", "reported_at", "notice")
        add_step(
            incident=incident, company=company, happening=Happening.REPORTED, hand=hand, now=now, note=note,
            details={"document": sha256(notice.encode()).hexdigest()},
        )  # fmt: skip
        return incident


def close_incident(*, company: Company, incident_id: UUID, note: str, hand: Hand, now: datetime) -> Incident:
    """Ends it, once all that its danger asks for is done. NamesSomebodyError; WrongStateError says what isn't."""
    with transaction.atomic():
        incident = _hold_open(company, incident_id)
        if incident.state == State.FOUND:
            raise WrongStateError("It isn't judged yet.")
        if incident.danger != Danger.NONE and incident.reported_at is None:
            raise WrongStateError("The authority hasn't been told.")
        if incident.danger == Danger.HIGH and incident.told_at is None:
            raise WrongStateError("Not everybody concerned has been told.")
        if incident.blocked_at is not None:
            raise WrongStateError("Data are still blocked for it.")
        incident.state, incident.closed_at = State.CLOSED, now
        _save(incident, "state", "closed_at")
        add_step(incident=incident, company=company, happening=Happening.CLOSED, hand=hand, now=now, note=note)
        return incident


def find_stated_scope(incident: Incident) -> Scope:
    """By what people are told and blocked. WrongStateError where nobody has asked the ledger."""
    scope = find_scope(incident)
    if scope is None:
        raise WrongStateError("It isn't counted yet whose data are concerned.")
    return scope


def _hold_open(company: Company, incident_id: UUID) -> Incident:
    incident = hold_incident(company, incident_id)
    if incident.state == State.CLOSED:
        raise WrongStateError("The incident is closed.")
    return incident


def _save(incident: Incident, *fields: str) -> None:
    """With the term that rules now; whoever was reminded of another one is reminded again."""
    due_at = None if incident.state == State.CLOSED else rule(incident)
    if due_at != incident.due_at:
        incident.due_at, incident.reminded_at, incident.late_at = due_at, None, None
    incident.save(update_fields=[*fields, "due_at", "reminded_at", "late_at"])


def _check_consequences(keys: Collection[str]) -> None:
    if unknown := set(keys) - set(load_rules().consequences):
        raise ValueError(f"incidents.toml knows no such consequences: {', '.join(sorted(unknown))}.")


def _take_number(company: Company, now: datetime) -> str:
    watch, year = hold_watch(company), local_day(now).year
    watch.year, watch.last = year, watch.last + 1 if watch.year == year else 1
    watch.save(update_fields=["year", "last"])
    return f"{PREFIX}-{year}-{watch.last:04}"
