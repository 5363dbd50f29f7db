"""Counting rows before they go, in the transaction that ends them: exactly once, whatever is killed (clause 8.4-ж).

Nothing is counted of whoever demanded erasure, left or withdrew, nor of data that were received unlawfully.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import DateTimeField

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.privacy.lifecycle.erasing.people import write_array
from lerna.privacy.lifecycle.erasing.plan import Plan, TablePlan, replacement, still_there
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.subjects.discovery import concrete_fields

COUNTING = frozenset({Ground.TERM, Ground.DEPERSONALIZED})

_UNWILLING = """
select subject from lifecycle_clock where subject = any(%s::uuid[]) and ended_on is not null
union select subject from lifecycle_farewell where subject = any(%s::uuid[])
"""
_COUNT = """
with groups as (
    select {month} as month, jsonb_build_object({pairs}) as combination, count(*) as rows from {table}
    where {person} = any(%s::uuid[]) and ({there}) group by 1, 2
), counted as (
    insert into lifecycle_tally (company_id, source, month, combination, count)
    select %s, '{table}', month, combination, rows from groups order by month, combination
    on conflict (company_id, source, month, combination) do update set count = lifecycle_tally.count + excluded.count
)
select coalesce(sum(rows), 0) from groups
"""


def list_countable(people: Sequence[UUID], ground: Ground) -> list[UUID]:
    """Those of these people whose rows may be counted: none who is leaving, or withdrew something that is still there.

    One query.
    """
    if ground not in COUNTING:
        return []
    listed = write_array(people)
    with connection.cursor() as cursor:
        cursor.execute(_UNWILLING, [listed, listed])
        unwilling = {subject for (subject,) in cursor.fetchall()}
    return [subject for subject in people if subject not in unwilling]


def count_rows(cursor: CursorWrapper, plan: Plan, *, company: Company, people: Sequence[UUID]) -> dict[str, int]:
    """Counts what is about to go of these people into the tallies; rows by table. Inside `acting_for` them."""
    counted = {}
    terms = terms_for(company)
    for table in plan.tables if people else ():
        names = counted_columns(table, terms)
        if names and (rows := _count_table(cursor, table, names, company, people)):
            counted[table.name] = rows
    return counted


def counted_columns(table: TablePlan, terms: Terms) -> tuple[str, ...]:
    """The columns that are counted when this table goes; none while one of them stays for another purpose.

    A company that has switched the statistics off counts nothing.
    """
    columns = table.table.columns
    names = tuple(
        name for name in table.table.counted if terms.allows(Purpose.ADVERTISING_STATISTICS, columns[name].category)
    )
    return names if set(names) <= set(table.going) else ()


def _count_table(
    cursor: CursorWrapper, table: TablePlan, names: Sequence[str], company: Company, people: Sequence[UUID]
) -> int:
    fields = {field.name: field for field in concrete_fields(table.table.model)}
    values = [(fields[name].column, replacement(fields[name])) for name in names]
    sql = _COUNT.format(
        month=_month(table),
        pairs=", ".join(f"'{name}', {fields[name].column}" for name in names),
        table=table.name,
        person=table.person,
        there=still_there(values),
    )
    cursor.execute(sql, [write_array(people), *(blank for _, blank in values), company.pk])
    return int(cursor.fetchone()[0])


def _month(table: TablePlan) -> str:
    day = next(field for field in concrete_fields(table.table.model) if field.name == table.table.counted_on)
    local = f"{day.column} at time zone '{ZONE.key}'" if isinstance(day, DateTimeField) else day.column
    return f"date_trunc('month', {local})::date"
