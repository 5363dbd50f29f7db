"""Retention: whose data are due to go on a day, by purpose, because their term has passed or the purpose has ended.

Terms are months counted from the last activity (or the event that the terms name). They are read from the policy each
time, so a narrowed term works at once; due people are found by an index on (company, purpose, last day).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.clocks import add_months, months_of, timed_purposes
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING
from lerna.privacy.lifecycle.erasure import start_erasure
from lerna.privacy.lifecycle.models import ErasureRun, Ground
from lerna.privacy.lifecycle.queries import list_planned
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.subjects.permissions import BITS

# Whoever is leaving has a time of their own.
_DUE = """
select subject from lifecycle_clock clock where company_id = %s and bit = %s and ended_on is null and last_on <= %s
and not exists (select from lifecycle_farewell f where f.subject = clock.subject)
"""
_ENDED = """
select subject, bit from lifecycle_clock clock where company_id = %s and ended_on <= %s
and not exists (select from lifecycle_farewell f where f.subject = clock.subject)
"""
_FORECAST = """
select date_trunc('month', last_on + make_interval(months => %s))::date as month, count(*) from lifecycle_clock
where company_id = %s and bit = %s and ended_on is null and last_on <= %s group by 1 order by 1
"""


NO_PURPOSE = 0  # the clock of a person who came and permitted nothing: they go when the longest term has passed


@dataclass(frozen=True, slots=True)
class Due:
    """Everybody for whom the same purposes end. `law_ending` are those of them that rest on a law (bits, both).

    The ground is the term only where none of them had ended before by a withdrawal or with its consent (clause 6.5).
    """

    ground: Ground
    ending: int
    law_ending: int
    people: tuple[UUID, ...]


def find_due(company: Company, on: date) -> tuple[Due, ...]:
    """Who is due on this day, grouped by what ends for them. One query for each purpose, and two more."""
    ending: dict[UUID, int] = defaultdict(int)
    withdrawn: set[UUID] = set()
    laws = 0
    with connection.cursor() as cursor:
        for terms in timed_purposes(company):
            bit = BITS[terms.key]
            laws |= bit if terms.basis is LegalBasis.LAW else 0
            cursor.execute(_DUE, [company.pk, bit, latest_activity(terms, on)])
            for (subject,) in cursor.fetchall():
                ending[subject] |= bit
        cursor.execute(_ENDED, [company.pk, on - timedelta(days=read_times().ended_days)])
        for subject, bit in cursor.fetchall():
            ending[subject] |= bit
            withdrawn.add(subject)
        cursor.execute(_DUE, [company.pk, NO_PURPOSE, add_months(on, -terms_for(company).limit.months)])
        for (subject,) in cursor.fetchall():
            ending[subject] |= EVERYTHING
    groups: dict[tuple[Ground, int], list[UUID]] = defaultdict(list)
    for subject, mask in ending.items():
        groups[Ground.WITHDRAWN if subject in withdrawn else Ground.TERM, mask].append(subject)
    return tuple(Due(ground, mask, mask & laws, tuple(people)) for (ground, mask), people in sorted(groups.items()))


def run_retention(*, company: Company, now: datetime, on: date) -> Iterator[ErasureRun]:
    """An erasure for each group that is due; the caller takes each to its end (`continue_erasure`).

    The blocked stay, and whom an interrupted erasure has in its manifest goes with that.
    """
    planned = list_planned(company)
    for due in find_due(company, on):
        run = start_erasure(
            company=company,
            people=[subject for subject in due.people if subject not in planned],
            ground=due.ground,
            actor=Actor.JOB,
            now=now,
            ending=due.ending,
            keeps_ending=due.law_ending,
        )
        if run.batches.exists():
            yield run
        else:
            run.delete()  # everybody was blocked, or is on their way


def forecast(company: Company, *, on: date, months: int) -> Iterator[tuple[Purpose, date, int]]:
    """(purpose, first day of a month, how many people's terms pass in it) for so many months, if nobody does
    anything.
    """
    last = add_months(on.replace(day=1), months)
    with connection.cursor() as cursor:
        for terms in timed_purposes(company):
            term = months_of(terms)
            cursor.execute(_FORECAST, [term, company.pk, BITS[terms.key], add_months(last, -term)])
            for month, count in cursor.fetchall():
                if month < last:
                    yield terms.key, month, count


def latest_activity(terms: PurposeTerms, on: date) -> date:
    """The latest day of activity whose term has passed by `on`, that day included (law 94-V, art. 12, 18: on the
    date).
    """
    months = months_of(terms)
    # Months differ: a term of three months from 28, 29 or 30 November ends on 28 February alike.
    day = add_months(on, -months) + timedelta(days=3)
    while add_months(day, months) > on:
        day -= timedelta(days=1)
    return day
