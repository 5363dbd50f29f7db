"""Clocks: when a person was last active for a purpose. Told of at most once a day, so that it costs next to nothing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import write_array
from lerna.privacy.lifecycle.erasing.plan import Plan
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.permissions import BITS

_NOTE = """
insert into lifecycle_clock (company_id, subject, bit, last_on) values (%s, %s, %s, %s)
on conflict (subject, bit) do update set last_on = excluded.last_on, warned_on = null
where lifecycle_clock.last_on < excluded.last_on
"""

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


def settle_clocks(*, company: Company, people: Sequence[UUID], left: Sequence[UUID], plan: Plan, today: date) -> None:
    """After rows have gone: clocks of what ended go too; what is kept of those who are `left` has one. Two
    statements.
    """
    kept = plan.kept_for if plan.is_end else ~plan.ending
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from lifecycle_clock where subject = any(%s::uuid[])"
            " and (bit & %s = 0 or not subject = any(%s::uuid[]))",
            [write_array(people), kept, write_array(left)],
        )
        if plan.is_end and left:
            bits = [bit for bit in BITS.values() if plan.kept_for & bit]
            cursor.execute(_KEEP, [company.pk, today, write_array(left), bits])
