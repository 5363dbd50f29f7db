"""Comparing with the thresholds: an incident is opened once, and goes on while its signal grows (clause 8.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.incidents.models import Happening, Incident, Origin, Source
from lerna.privacy.incidents.operations import Finding, hold_watch, open_incident, state_scope
from lerna.privacy.incidents.rules import Signal, load_rules
from lerna.privacy.incidents.scope.counting import Question
from lerna.privacy.incidents.signals.tallies import DRILL, PATIENCE, forget_old, is_drill, read_ledger, slot_of
from lerna.privacy.incidents.telling import tell_staff
from lerna.privacy.incidents.timeline import JOB, add_step

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GROWS_BY = 2  # an open incident speaks of its signal again once it has counted twice as many: no storm of steps

# What came before the last incident of the same signal was closed is settled: a false alarm isn't raised again.
_SUMS = """
select signal, about, coalesce(sum(count) filter (where slot >= %(hour)s), 0), sum(count), min(slot)
from incidents_tally as tally
where company_id = %(company)s and slot >= %(day)s and slot > coalesce((
    select max(closed_at) from incidents_incident as closed
    where closed.company_id = tally.company_id and closed.signal = tally.signal and closed.about = tally.about
), '-infinity')
group by signal, about order by signal, about
"""


@dataclass(frozen=True, slots=True)
class Sign:
    """A signal over its threshold; `count` within 24 hours, the first of them in the ten minutes after `since`."""

    signal: Signal
    about: str
    count: int
    since: datetime


def detect(
    *, company: Company, now: datetime, patience: timedelta = PATIENCE, writes_in_drills: bool = False
) -> tuple[Incident, ...]:
    """Looks at what is new and gives the incidents that were opened or went on. One transaction a company.

    Safe to repeat, and to run twice at a time.
    """
    with transaction.atomic():
        watch = hold_watch(company)
        while not read_ledger(company=company, watch=watch, patience=patience):
            pass
        forget_old(company, now)
        concerned = [_take(sign, company, now, writes_in_drills) for sign in list_signs(company, now)]
        return tuple(incident for incident in concerned if incident is not None)


def list_signs(company: Company, now: datetime) -> Iterator[Sign]:
    """What is over its threshold now, of what was counted so far. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SUMS, {"company": company.pk, "hour": slot_of(now - HOUR), "day": slot_of(now - DAY)}
        )  # fmt: skip
        rows = cursor.fetchall()
    for key, about, in_hour, in_day, since in rows:
        rules = load_rules().signals[Signal(key)]
        if in_hour >= rules.per_hour or in_day >= rules.per_day:
            yield Sign(rules.key, about, in_day, since)


def _take(sign: Sign, company: Company, now: datetime, writes_in_drills: bool) -> Incident | None:  # noqa: FBT001
    open_ones = Incident.objects.filter(company=company, signal=sign.signal, about=sign.about, closed_at=None)
    for incident in open_ones.select_for_update():
        if sign.count < incident.sign_count * GROWS_BY:
            return None
        incident.sign_count = sign.count
        incident.save(update_fields=["sign_count"])
        add_step(
            incident=incident, company=company, happening=Happening.SEEN_AGAIN, hand=JOB, now=now, count=sign.count
        )  # fmt: skip
        _count_people(incident, sign, company, now)
        return incident
    incident = _open(sign, company, now, writes_in_drills)
    _count_people(incident, sign, company, now)
    tell_staff(incident=incident, company=company, now=now)
    return incident


def _open(sign: Sign, company: Company, now: datetime, writes_in_drills: bool) -> Incident:  # noqa: FBT001
    finding = Finding(
        origin=Origin.SIGNAL, nature=load_rules().signals[sign.signal].nature, signal=sign.signal, about=sign.about,
        count=sign.count, happened_at=sign.since, is_drill=is_drill(sign.about),
    )  # fmt: skip
    return open_incident(company=company, finding=finding, hand=JOB, now=now, writes_in_drills=writes_in_drills)


def _count_people(incident: Incident, sign: Sign, company: Company, now: datetime) -> None:
    """Where the ledger knows whose data it is about, the figures come with the incident."""
    sources = {Signal.MASS_LOOKS: Source.LOOKS, Signal.MASS_EXPORTS: Source.EXPORTS}
    if sign.signal not in sources or incident.telling_at is not None or incident.blocked_at is not None:
        return
    staff = sign.about.removeprefix(DRILL) if sign.signal is Signal.MASS_LOOKS else ""
    question = Question(
        source=sources[sign.signal], since=sign.since, until=now + timedelta(seconds=1), staff=staff
    )  # fmt: skip
    state_scope(company=company, incident_id=incident.pk, question=question, hand=JOB, now=now)
