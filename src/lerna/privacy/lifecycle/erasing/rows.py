"""The statements that end rows: a fixed number of them for a batch, however many people and rows it has.

Names of tables and columns come from the models and never from anybody's input; they are written unquoted (see
`people`).
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.backends.utils import CursorWrapper
from django.db.models import Field

from lerna.privacy.lifecycle.erasing.people import write_array
from lerna.privacy.lifecycle.erasing.plan import Plan, TablePlan, replacement, still_there
from lerna.privacy.subjects.discovery import concrete_fields


def end_rows(cursor: CursorWrapper, plan: Plan, people: Sequence[UUID]) -> dict[str, dict[str, int]]:
    """Deletes and empties what the plan says; rows deleted and emptied by table. Inside `acting_for` these people."""
    counts: dict[str, dict[str, int]] = {}
    listed = write_array(people)
    for table in plan.tables:
        if table.deletes_rows:
            cursor.execute(f"delete from {table.name} where {table.person} = any(%s::uuid[])", [listed])
            verb = "deleted"
        elif table.going:
            _empty(cursor, table, listed)
            verb = "emptied"
        else:
            continue
        if cursor.rowcount:
            counts[table.name] = {verb: cursor.rowcount}
    if gone := _end_subjects(cursor, plan, listed, len(people)):
        counts[plan.subjects.name] = {"deleted": gone}
    return counts


def list_left(cursor: CursorWrapper, plan: Plan, people: Sequence[UUID]) -> set[UUID]:
    """Those of these people who are still there. One query."""
    cursor.execute(f"select id from {plan.subjects.name} where id = any(%s::uuid[])", [write_array(people)])
    return {subject for (subject,) in cursor.fetchall()}


def find_remains(cursor: CursorWrapper, plan: Plan, people: Sequence[UUID]) -> Iterator[tuple[str, int]]:
    """(table or column, how many rows) of what should be gone and isn't. One query a table."""
    listed = write_array(people)
    for table in plan.tables:
        if table.deletes_rows:
            cursor.execute(f"select count(*) from {table.name} where {table.person} = any(%s::uuid[])", [listed])
            (count,) = cursor.fetchone()
            if count:
                yield table.name, count
        elif table.going:
            yield from _find_values(cursor, table, listed)
    if plan.is_end:
        left = "".join(f" and not exists ({_row_of(table)})" for table in _with_rows(plan))
        cursor.execute(f"select count(*) from {plan.subjects.name} s where id = any(%s::uuid[]){left}", [listed])
        (count,) = cursor.fetchone()
        if count:
            yield plan.subjects.name, count
        yield from _find_values(cursor, plan.subjects, listed)


def _empty(cursor: CursorWrapper, table: TablePlan, listed: str) -> None:
    values = list(_replacements(table))
    cursor.execute(
        f"update {table.name} set {', '.join(f'{column} = %s' for column, _ in values)}"
        f" where {table.person} = any(%s::uuid[]) and ({still_there(values)})",
        [value for _, value in values] + [listed] + [value for _, value in values],
    )


def _find_values(cursor: CursorWrapper, table: TablePlan, listed: str) -> Iterator[tuple[str, int]]:
    values = list(_replacements(table))
    if not values:
        return
    counted = ", ".join(f"count(*) filter (where {still_there([value])})" for value in values)
    cursor.execute(
        f"select {counted} from {table.name} where {table.person} = any(%s::uuid[])",
        [value for _, value in values] + [listed],
    )
    for (column, _), count in zip(values, cursor.fetchone(), strict=True):
        if count:
            yield f"{table.name}.{column}", count


def _end_subjects(cursor: CursorWrapper, plan: Plan, listed: str, people: int) -> int:
    """Who has nothing left goes; who has is left for what is in force alone."""
    name = plan.subjects.name
    if not plan.is_end:
        cursor.execute(
            f"update {name} set granted = granted & ~%s::bigint, permitted = permitted & ~%s::bigint"
            f" where id = any(%s::uuid[]) and granted & %s <> 0",
            [plan.ending, plan.ending, listed, plan.ending],
        )
        return 0
    left = "".join(f" and not exists ({_row_of(table)})" for table in _with_rows(plan))
    cursor.execute(f"delete from {name} s where id = any(%s::uuid[]){left}", [listed])
    gone = int(cursor.rowcount)
    if gone < people:
        _keep_subjects(cursor, plan, listed)
    return gone


def _keep_subjects(cursor: CursorWrapper, plan: Plan, listed: str) -> None:
    """Whoever is left is permitted what their rows are kept for, and each row what it is kept for itself."""
    name, values = plan.subjects.name, list(_replacements(plan.subjects))
    masks = [(table, table.kept_for(plan.in_force)) for table in _with_rows(plan)]
    mask = " | ".join(
        ["%s::bigint", *(f"case when exists ({_row_of(table)}) then {bits} else 0 end" for table, bits in masks)]
    )
    emptied = "".join(f", {column} = %s" for column, _ in values)
    cursor.execute(
        f"update {name} s set granted = {mask}, permitted = {mask}{emptied} where id = any(%s::uuid[])",
        [plan.in_force, plan.in_force, *(value for _, value in values), listed],
    )
    for table, bits in masks:
        cursor.execute(
            f"update {table.name} set permitted = %s where {table.person} = any(%s::uuid[]) and permitted <> %s",
            [bits, listed, bits],
        )


def _with_rows(plan: Plan) -> Iterator[TablePlan]:
    """The tables in which something of a person may stay."""
    return (table for table in plan.tables if not table.deletes_rows)


def _row_of(table: TablePlan) -> str:
    return f"select from {table.name} t where t.{table.person} = s.id"


def _replacements(table: TablePlan) -> Iterator[tuple[str, str | None]]:
    """(database column, what takes the value's place) of each column that goes."""
    fields: dict[str, Field[object, object]] = {field.name: field for field in concrete_fields(table.table.model)}
    for name in table.going:
        yield fields[name].column, replacement(fields[name])
