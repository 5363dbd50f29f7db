"""How an incident is shown: its words, its countdown, its terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lerna.companies.models import Company
from lerna.doors.desk.incidents import words
from lerna.doors.look.consent_form import read_language
from lerna.kit import clock
from lerna.kit.localized import LanguageCode, Localized
from lerna.kit.terms import describe_term
from lerna.privacy.incidents.clocks import Due, describe_end
from lerna.privacy.incidents.models import Danger, Incident, Nature, State, Step
from lerna.privacy.incidents.queries import IncidentFile, describe_finding, list_evidence, time_left
from lerna.privacy.incidents.rules import Signal, load_rules
from lerna.privacy.policy.narrowing import terms_for

_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One incident of the register; `left` in words, empty where nothing is due."""

    incident: Incident
    title: str
    state: Promise
    tone: str
    found_at: datetime
    due: str
    left: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line of the timeline in words."""

    at: datetime
    happening: Promise
    actor: Promise
    measure: Localized | None
    count: int | None
    note: str


@dataclass(frozen=True, slots=True)
class ShownDue:
    """One source's term in words."""

    action: Localized
    within: str
    source: str
    until: str
    is_done: bool
    rules: bool


def show_line(incident: Incident, now: datetime) -> Line:
    """The line. No query."""
    left = time_left(incident, now)
    return Line(
        incident=incident,
        title=name_incident(incident, read_language()),
        state=words.STATES[incident.state],
        tone=words.TONES[incident.state],
        found_at=clock.to_local(incident.found_at),
        due=describe_end(incident.due_at) if incident.due_at else "",
        left=say_left(left) if left is not None else "",
        is_late=left is not None and left <= timedelta(0),
    )


def show_file(file: IncidentFile, company: Company, now: datetime) -> dict[str, Any]:
    """What the incident's page and the printed one ask for. One query, for the evidence."""
    incident, rules, language = file.incident, load_rules(), read_language()
    first = next((due for due in file.dues if not due.is_done), None)
    own = terms_for(company).categories
    return {
        "line": show_line(incident, now),
        "incident": incident,
        "found": describe_finding(incident, language),
        "nature": rules.natures[Nature(incident.nature)].title,
        "origin": words.ORIGINS[incident.origin],
        "danger": words.DANGERS.get(incident.danger, ""),
        "consequences": [rules.consequences[key].title for key in incident.consequences if key in rules.consequences],
        "scope": file.scope,
        "source": words.SOURCES[file.scope.source] if file.scope else "",
        "tables": [words.name_table(name) for name in file.scope.tables] if file.scope else [],
        "categories": [each.title for each in own if file.scope and each.key in file.scope.categories],
        "dues": [_show_due(due, language, rules=due is first) for due in file.dues],
        "steps": [_show_step(step, rules.measures) for step in file.steps],
        "evidence": list_evidence(incident),
        "is_endangering": incident.danger == Danger.HIGH,
        "has_to_be_reported": incident.state == State.ASSESSED,
    }


def name_incident(incident: Incident, language: LanguageCode) -> str:
    """In a few words: the signal, or what happened to the data."""
    rules = load_rules()
    own = rules.signals[Signal(incident.signal)] if incident.signal else rules.natures[Nature(incident.nature)]
    return own.title.in_language(language)


def say_left(left: timedelta) -> str:
    """Days and hours, or hours and minutes; of what has passed how long ago."""
    late, left = left <= timedelta(0), abs(left)
    hours, minutes = left // _HOUR, left // _MINUTE % 60
    said = [ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}] if hours else []
    said += [_("%(count)d min") % {"count": minutes}] if minutes or not hours else []
    known = {"time": " ".join(said)}
    return _("late by %(time)s") % known if late else _("%(time)s left") % known


def _show_step(step: Step, measures: Mapping[str, Localized]) -> ShownStep:
    return ShownStep(
        at=clock.to_local(step.at),
        happening=words.HAPPENINGS[step.happening],
        actor=words.ACTORS[step.actor],
        measure=measures.get(step.measure),
        count=step.count,
        note=step.note,
    )


def _show_due(due: Due, language: Any, *, rules: bool) -> ShownDue:  # noqa: ANN401 -- one of the three codes
    return ShownDue(
        due.action, describe_term(due.term), due.source.cite(language), describe_end(due.at), due.is_done, rules
    )  # fmt: skip
