"""The statements that end rows: a fixed number of them for a batch, however many people, rows and tables it has.

What is done alike in every table is one statement. None names the people: `acting_for` has said who they are. Names of
tables and columns come from the models and never from anybody's input; they are written unquoted (see `people`).
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections.abc import Iterator
from uuid import UUID

from django.db.backends.utils import CursorWrapper
from django.db.models import Field

from lerna.privacy.lifecycle.erasing.people import NAMED
from lerna.privacy.lifecycle.erasing.plan import Plan, TablePlan, replacement, still_there
from lerna.privacy.subjects.discovery import concrete_fields


def end_rows(cursor: CursorWrapper, plan: Plan, people: int) -> dict[str, dict[str, int]]:
    """Deletes and empties what the plan says; rows deleted and emptied by table. Inside `acting_for` so many people."""
    counts: dict[str, dict[str, int]] = {}
    tables = [table for table in plan.tables if table.deletes_rows or table.going]
    if tables:
        parts = [_end(table) for table in tables]
        ends = ", ".join(f"t{place} as ({sql} returning 1)" for place, (sql, _) in enumerate(parts))
        counted = ", ".join(f"(select count(*) from t{place})" for place in range(len(parts)))
        cursor.execute(f"with {ends} select {counted}", [value for _, values in parts for value in values])
        for table, count in zip(tables, cursor.fetchone(), strict=True):
            if count:
                counts[table.name] = {"deleted" if table.deletes_rows else "emptied": count}
    if gone := _end_subjects(cursor, plan, people):
        counts[plan.subjects.name] = {"deleted": gone}
    return counts


def list_left(cursor: CursorWrapper, plan: Plan) -> set[UUID]:
    """Those of the people who are still there. One query, inside `acting_for` them."""
    cursor.execute(f"select id from {plan.subjects.name} where id = {NAMED}")
    return {subject for (subject,) in cursor.fetchall()}


def find_remains(cursor: CursorWrapper, plan: Plan) -> Iterator[tuple[str, int]]:
    """(table or column, how many rows) of what should be gone and isn't. One query, inside `acting_for` the people."""
    places: list[str] = []
    counted: list[str] = []
    values: list[str | None] = []
    for table in (*plan.tables, plan.subjects) if plan.is_end else plan.tables:
        theirs = f"from {table.name} where {table.person} = {NAMED}"
        if table.deletes_rows:
            places.append(table.name)
            counted.append(f"select array[count(*)] {theirs}")
        elif replaced := list(_replacements(table)):
            places += [f"{table.name}.{column}" for column, _ in replaced]
            filters = ", ".join(f"count(*) filter (where {still_there([one])})" for one in replaced)
            counted.append(f"select array[{filters}] {theirs}")
            values += [value for _, value in replaced]
    if plan.is_end:
        left = "".join(f" and not exists ({_row_of(table)})" for table in _with_rows(plan))
        places.append(plan.subjects.name)
        counted.append(f"select array[count(*)] from {plan.subjects.name} s where id = {NAMED}{left}")
    if not counted:
        return
    cursor.execute(f"select {' || '.join(f'({one})' for one in counted)}", values)
    (found,) = cursor.fetchone()
    yield from ((place, count) for place, count in zip(places, found, strict=True) if count)


def _end(table: TablePlan) -> tuple[str, list[str | None]]:
    """What ends the people's rows, or what goes of them, and its values."""
    theirs = f"{table.person} = {NAMED}"
    if table.deletes_rows:
        return f"delete from {table.name} where {theirs}", []
    replaced = list(_replacements(table))
    emptied = ", ".join(f"{column} = %s" for column, _ in replaced)
    values = [value for _, value in replaced]
    return f"update {table.name} set {emptied} where {theirs} and ({still_there(replaced)})", values * 2


def _end_subjects(cursor: CursorWrapper, plan: Plan, people: int) -> int:
    """Who has nothing left goes; who has is left for what is in force alone."""
    name = plan.subjects.name
    if not plan.is_end:
        cursor.execute(
            f"update {name} set granted = granted & ~%s::bigint, permitted = permitted & ~%s::bigint"
            f" where id = {NAMED} and granted & %s <> 0",
            [plan.ending] * 3,
        )
        return 0
    left = "".join(f" and not exists ({_row_of(table)})" for table in _with_rows(plan))
    cursor.execute(f"delete from {name} s where id = {NAMED}{left}")
    gone = int(cursor.rowcount)
    if gone < people:
        _keep_subjects(cursor, plan)
    return gone


def _keep_subjects(cursor: CursorWrapper, plan: Plan) -> None:
    """Whoever is left is permitted what their rows are kept for, and each row what it is kept for itself."""
    name, values = plan.subjects.name, list(_replacements(plan.subjects))
    masks = [(table, table.kept_for(plan.in_force)) for table in _with_rows(plan)]
    mask = " | ".join(
        ["%s::bigint", *(f"case when exists ({_row_of(table)}) then {bits} else 0 end" for table, bits in masks)]
    )
    emptied = "".join(f", {column} = %s" for column, _ in values)
    cursor.execute(
        f"update {name} s set granted = {mask}, permitted = {mask}, lapsed = 0{emptied} where id = {NAMED}",
        [plan.in_force, plan.in_force, *(value for _, value in values)],
    )
    for table, bits in masks:
        cursor.execute(
            f"update {table.name} set permitted = %s where {table.person} = {NAMED} and permitted <> %s",
            [bits, bits],
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
