"""Who of the staff hears of an incident, and when: at once, before a term ends, and when it has passed.

Only the room of accounts knows who that is, and says so once, in its app's `ready`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

import structlog
from django.db import models, transaction
from django.utils import translation

from lerna.companies.models import Company
from lerna.kit.localized import LanguageCode
from lerna.privacy.incidents.clocks import describe_end
from lerna.privacy.incidents.models import Happening, Incident
from lerna.privacy.incidents.queries import describe_finding
from lerna.privacy.incidents.rules import load_rules
from lerna.privacy.incidents.timeline import JOB, add_step
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.texts import load_text
from lerna.privacy.letters.values import LONGEST_VALUE, Value
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject

DESK = "desk/incidents/{number}/"

_log = structlog.get_logger("lerna.incidents")


class Occasion(StrEnum):
    """What they are told of; each is the name of its letter too."""

    FOUND = "incident-found"
    DUE = "incident-due"


StateStaff = Callable[[Company, Occasion], Iterable[DataSubject]]

_rooms: list[StateStaff] = []


def register_staff(state: StateStaff) -> None:
    """A room says whom to tell; each of them a data subject with an address of their own."""
    if state not in _rooms:
        _rooms.append(state)


def forget_staff(state: StateStaff) -> None:
    """Undoes that; for tests."""
    _rooms.remove(state)


def tell_staff(*, incident: Incident, company: Company, now: datetime) -> None:
    """What was found, and by when the authority would have to hear. The incident is new or held."""
    _tell(incident, company, Occasion.FOUND, Happening.STAFF_TOLD, now)


def list_to_remind(company: Company, now: datetime) -> tuple[Incident, ...]:
    """Whose term ends soon, and nobody was reminded of it. One query."""
    until = now + timedelta(hours=load_rules().remind_hours_before)
    return tuple(_open_ones(company).filter(due_at__gt=now, due_at__lte=until, reminded_at=None))


def list_late(company: Company, now: datetime) -> tuple[Incident, ...]:
    """Whose term has passed, and nobody was told so. One query."""
    return tuple(_open_ones(company).filter(due_at__lte=now, late_at=None))


def remind_staff(*, company: Company, now: datetime) -> int:
    """A letter before the term ends and one after, once each; gives of how many incidents."""
    with transaction.atomic():
        soon, late = list_to_remind(company, now), list_late(company, now)
        for incident in soon:
            _tell(incident, company, Occasion.DUE, Happening.REMINDED, now)
        for incident in late:
            _tell(incident, company, Occasion.DUE, Happening.LATE, now)
        Incident.objects.filter(pk__in=[incident.pk for incident in soon]).update(reminded_at=now)
        Incident.objects.filter(pk__in=[incident.pk for incident in late]).update(late_at=now)
        return len(soon) + len(late)


def _open_ones(company: Company) -> "models.QuerySet[Incident, Incident]":
    return Incident.objects.filter(company=company, closed_at=None).select_for_update(skip_locked=True)


def _tell(incident: Incident, company: Company, occasion: Occasion, happening: Happening, now: datetime) -> None:
    staff = () if incident.is_silent else tuple(person for state in _rooms for person in state(company, occasion))
    if not staff and not incident.is_silent:
        _log.warning("nobody to tell", company=company.slug, incident=incident.number)
    site = company.sites.order_by("place")[0]
    language = cast("LanguageCode", site.default_language)  # one of the three, by the loader's check
    with translation.override(language):
        due = describe_end(incident.due_at or now)
    known: dict[str, Value] = {
        "mark": load_rules().drill.in_language(language) if incident.is_drill else "",
        "number": incident.number,
        "found": describe_finding(incident, language)[:LONGEST_VALUE],
        "due": due,
        "desk": build_home(site, language) + DESK.format(number=incident.number),
    }
    for person in staff:
        send_letter(
            subject=person, purpose=Purpose.SECURITY, template=occasion.value,
            context={name: known[name] for name in load_text(occasion.value).places},
            now=now, language=language, site=site,
        )  # fmt: skip
    add_step(incident=incident, company=company, happening=happening, hand=JOB, now=now, count=len(staff))
