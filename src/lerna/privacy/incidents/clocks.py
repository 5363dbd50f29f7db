"""By when what has to be done about an incident: every source's term side by side, and the one that rules.

To the authority within the earlier of 1 working day and 72 hours from the finding (law 94-V, art. 25(2)(8); GDPR,
art. 33); to people who are endangered at once, from when that is known (GDPR, art. 34).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import formats

from lerna.kit.clock import last_day_before, to_local
from lerna.kit.localized import Localized
from lerna.kit.terms import MOMENTS, Term
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.incidents.models import Danger, Incident
from lerna.privacy.incidents.rules import load_rules
from lerna.privacy.policy.deadlines import Source, load_deadlines


@dataclass(frozen=True, slots=True)
class Due:
    """One source's term; `at` is the first moment that is too late, `is_done` whether nothing is left to do."""

    action: Localized
    term: Term
    source: Source
    at: datetime
    is_done: bool


def list_dues(incident: Incident) -> tuple[Due, ...]:
    """Every term that binds the incident or did, the strictest first. No query."""
    has_nothing_to_report = incident.danger == Danger.NONE
    dues = [
        *_count("breach", "notify-authority", incident.found_at, has_nothing_to_report or bool(incident.reported_at))
    ]
    if incident.endangered_at is not None:
        dues += _count("breach-with-danger", "notify-people", incident.endangered_at, incident.told_at is not None)
    return tuple(sorted(dues, key=lambda due: due.at))


def rule(incident: Incident) -> datetime | None:
    """The first moment that is too late for what isn't done yet; None where nothing is due."""
    return min((due.at for due in list_dues(incident) if not due.is_done), default=None)


def report_by(incident: Incident) -> datetime:
    """The first moment that is too late for the authority, whatever has become of the incident."""
    return min(due.at for due in _count("breach", "notify-authority", incident.found_at, is_done=False))


def _count(deadline: str, step: str, began: datetime, is_done: bool) -> Iterator[Due]:  # noqa: FBT001 -- a fact of each
    found = load_deadlines(settings.LERNA_POLICIES).step(deadline, step)
    for due in found.dues(began, _calendar(settings.LERNA_POLICIES / "calendar.toml")):
        patience = timedelta(minutes=load_rules().at_once_minutes if due.term.unit in MOMENTS else 0)
        yield Due(found.action, due.term, due.source, due.at + patience, is_done)


def describe_end(moment: datetime) -> str:
    """A term's end in the active language: of a day's end the day and 24:00, as people say it; else the moment."""
    local = to_local(moment)
    if local.time() == time.min:
        return f"{formats.date_format(last_day_before(local), 'DATE_FORMAT')}, 24:00"
    return str(formats.date_format(local, "DATETIME_FORMAT"))


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
