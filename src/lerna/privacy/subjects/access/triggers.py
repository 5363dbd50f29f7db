"""The triggers that keep each row's company and permissions the person's own, generated from the data maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from lerna.privacy.subjects.access.desired import dependent_tables, subject_table
from lerna.privacy.subjects.declarations import Table

_HEAD = "returns trigger language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as"

_RECEIVE = """
declare person record;
begin
    -- Waits for whoever is changing the person's permissions now, and lets nobody change them before this row is there.
    select company_id, permitted into person from {subjects} where id = new.{column} for share;
    if not found then
        raise exception 'There is no such data subject.' using errcode = 'foreign_key_violation';
    end if;
    new.company_id := person.company_id;
    new.permitted := person.permitted;
    return new;
end
"""

_SPREAD = """
begin
{updates}
    return null;
end
"""

_SPREAD_ONE = """    update {table} set permitted = now.permitted
    from after_change now join before_change was on was.id = now.id
    where {table}.{column} = now.id and now.permitted is distinct from was.permitted;"""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One function, the trigger that calls it, and the mark by which a change is noticed."""

    table: str
    name: str
    function: str
    head: str
    body: str
    timing: str

    @property
    def mark(self) -> str:
        """Kept as the function's comment."""
        return "lerna " + sha256(f"{self.head}|{self.body}|{self.timing}".encode()).hexdigest()[:16]


def desire_triggers(tables: tuple[Table, ...], schema: str) -> Iterator[Trigger]:
    """The triggers that these data maps need."""
    subjects, dependents = subject_table(tables), dependent_tables(tables)
    head = _HEAD.format(schema=schema)
    for table, column in dependents:
        yield Trigger(
            table,
            "lerna_receive_permissions",
            f"lerna_receive_{table}",
            head,
            _RECEIVE.format(subjects=subjects, column=column),
            "before insert on {table} for each row",
        )
    updates = "\n".join(_SPREAD_ONE.format(table=table, column=column) for table, column in dependents)
    yield Trigger(
        subjects,
        "lerna_spread_permissions",
        "lerna_spread_permissions",
        head,
        _SPREAD.format(updates=updates),
        # One statement for any number of people: retention forbids a hundred thousand at once.
        "after update on {table} referencing old table as before_change new table as after_change for each statement",
    )
