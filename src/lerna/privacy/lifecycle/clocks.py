"""Clocks: when a person was last active for a purpose. Told of at most once a day, so that it costs next to nothing."""

# ruff: noqa: S608 -- what is put into statements comes from our code, never from anybody's input

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import NAMED, write_array
from lerna.privacy.lifecycle.erasing.plan import Plan
from lerna.privacy.lifecycle.models import Clock
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.subjects.permissions import BITS

_NOTE = """
insert into lifecycle_clock (company_id, subject, bit, last_on) values (%s, %s, %s, %s)
on conflict (subject, bit) do update set last_on = excluded.last_on, warned_on = null
where lifecycle_clock.last_on < excluded.last_on
"""

_SETTLE = f"delete from lifecycle_clock where subject = {NAMED} and (bit & %s = 0 or not subject = any(%s::uuid[]))"

# What laws keep counts from now on, unless a room has told of an event of its own, such as a payment.
_KEEP = """
insert into lifecycle_clock (company_id, subject, bit, last_on)
select %s, subject, bit, %s from unnest(%s::uuid[]) subject, unnest(%s::bigint[]) bit
on conflict (subject, bit) do nothing
"""


def note_activity(*, company: Company, subject: UUID, purpose: Purpose, day: date) -> None:
    """The person was active for this purpose on this day, or the event happened that its term counts from.

    One statement, which writes nothing where the day is known already. An earlier day than the known one changes
    nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [company.pk, subject, BITS[purpose], day])


def settle_clocks(cursor: CursorWrapper, plan: Plan, *, company: Company, left: Sequence[UUID], today: date) -> None:
    """After rows have gone: clocks of what ended go too; what is kept of those who are `left` has one. Two
    statements, inside `acting_for` the people.
    """
    kept = plan.kept_for if plan.is_end else ~plan.ending
    cursor.execute(_SETTLE, [kept, write_array(left)])
    if plan.is_end and left:
        bits = [bit for bit in BITS.values() if plan.kept_for & bit]
        cursor.execute(_KEEP, [company.pk, today, write_array(left), bits])


@dataclass(frozen=True, slots=True)
class Term:
    """Until when one purpose may go on for one person without new activity; the last day."""

    purpose: Purpose
    last_on: date
    ends_on: date


def list_terms(company: Company, subject: UUID) -> tuple[Term, ...]:
    """The terms that run for one person, for their cabinet. One query."""
    return list_terms_of(company, [subject]).get(subject, ())


def list_terms_of(company: Company, people: Sequence[UUID]) -> dict[UUID, tuple[Term, ...]]:
    """The same for many of them, in the policy's order. One query."""
    rows = Clock.objects.filter(company=company, subject__in=list(people), ended_on=None)
    clocks: dict[UUID, dict[int, date]] = defaultdict(dict)
    for subject, bit, last_on in rows.values_list("subject", "bit", "last_on"):
        clocks[subject][bit] = last_on
    return {
        subject: tuple(
            Term(own.key, days[BITS[own.key]], add_months(days[BITS[own.key]], months_of(own)))
            for own in timed_purposes(company)
            if BITS[own.key] in days
        )
        for subject, days in clocks.items()
    }


def timed_purposes(company: Company) -> Sequence[PurposeTerms]:
    """The purposes whose data have a term: all but those of depersonalized data."""
    return [terms for terms in terms_for(company).purposes if terms.retention is not None]


def months_of(terms: PurposeTerms) -> int:
    """How long the term of a purpose is."""
    return terms.retention.months if terms.retention else 0


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last one that the month has (Civil Code, art. 173)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
