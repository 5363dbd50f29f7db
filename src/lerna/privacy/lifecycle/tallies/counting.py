"""Counting rows before they go, in the transaction that ends them: exactly once, whatever is killed (clause 8.4-ж).

Nothing is counted of whoever demanded erasure, left or withdrew, nor of data that were received unlawfully.
"""

# ruff: noqa: S608 -- what is put into statements comes from our code, never from anybody's input

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper
from django.db.models import DateTimeField

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.privacy.lifecycle.erasing.people import NAMED
from lerna.privacy.lifecycle.erasing.plan import Plan, TablePlan, replacement, still_there
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, Terms
from lerna.privacy.subjects.discovery import concrete_fields

COUNTING = frozenset({Ground.TERM, Ground.DEPERSONALIZED})

_UNWILLING = f"""
select subject from lifecycle_clock where subject = {NAMED} and ended_on is not null
union select subject from lifecycle_farewell where subject = {NAMED}
"""
_COUNT = """
with groups as (
    select {month} as month, jsonb_build_object({pairs}) as combination, count(*) as rows from {table}
    where {person} = {named} and {person} not in ({unwilling}) and ({there}) group by 1, 2
), counted as (
    insert into lifecycle_tally (company_id, source, month, combination, count)
    select %s, '{table}', month, combination, rows from groups order by month, combination
    on conflict (company_id, source, month, combination) do update set count = lifecycle_tally.count + excluded.count
)
select coalesce(sum(rows), 0) from groups
"""


def count_rows(cursor: CursorWrapper, plan: Plan, *, company: Company, ground: Ground) -> dict[str, int]:
    """Counts what is about to go into the tallies; rows by table. Inside `acting_for` the people.

    Without the rows of anybody who is leaving, or withdrew something that is still there. A query for each table that
    is counted.
    """
    counted = {}
    terms = terms_for(company)
    for table in plan.tables if ground in COUNTING else ():
        names = counted_columns(table, terms)
        if names and (rows := _count_table(cursor, table, names, company)):
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


def _count_table(cursor: CursorWrapper, table: TablePlan, names: Sequence[str], company: Company) -> int:
    fields = {field.name: field for field in concrete_fields(table.table.model)}
    values = [(fields[name].column, replacement(fields[name])) for name in names]
    sql = _COUNT.format(
        month=_month(table),
        pairs=", ".join(f"'{name}', {fields[name].column}" for name in names),
        table=table.name,
        person=table.person,
        there=still_there(values),
        named=NAMED,
        unwilling=_UNWILLING,
    )
    cursor.execute(sql, [*(blank for _, blank in values), company.pk])
    return int(cursor.fetchone()[0])


def _month(table: TablePlan) -> str:
    day = next(field for field in concrete_fields(table.table.model) if field.name == table.table.counted_on)
    local = f"{day.column} at time zone '{ZONE.key}'" if isinstance(day, DateTimeField) else day.column
    return f"date_trunc('month', {local})::date"
