"""`./lerna privacy sync`: brings roles, grants, row security and triggers to what the declarations say. Idempotent.

Runs as the owner of the tables, after each migration. Works out the difference first, so that a second run has
nothing to do and a dry run can print it all.
"""

from collections.abc import Iterator

from django.db import ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InsufficientPrivilege

from lerna.privacy.subjects.access.actual import Actual
from lerna.privacy.subjects.access.desired import COMMON, Desired, Grant, Policy, desire
from lerna.privacy.subjects.access.triggers import Trigger, desire_triggers
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import common_terms, db_table, list_tables, list_walled
from lerna.privacy.subjects.processing import ROLE_PREFIX

_FIRST_WITH_SET_OPTION = 160_000  # `grant … with inherit false, set true`: PostgreSQL 16
_APPS_ROW_RIGHTS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "USAGE"})


class SyncError(Exception):
    """The database can't be brought to what the declarations say; the sentence says what is missing."""


def sync(connection: BaseDatabaseWrapper, *, dry_run: bool = False) -> tuple[str, ...]:
    """Applies what differs in one transaction and gives the statements. SyncError where no application is served."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        statements = tuple(plan(connection))
        for statement in () if dry_run else statements:
            try:
                cursor.execute(statement)
            except ProgrammingError as error:
                if not isinstance(error.__cause__, InsufficientPrivilege):
                    raise
                raise SyncError(
                    f"The owner of the tables may not do this: {statement}. As a superuser: alter role … createrole;"
                ) from None
    return statements


def plan(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """The statements that are due, in an order in which they work."""
    actual = Actual(connection)
    # A migration may have stopped half way, for instance because it was told to.
    tables = tuple(table for table in list_tables() if db_table(table.model) in actual.tables)
    if not tables:
        return
    if not actual.applications:
        raise SyncError("The owner serves no application role: run ./lerna up, which sets the roles right.")
    walled = tuple(name for name in map(db_table, list_walled()) if name in actual.tables)
    desired = desire(tables, common_terms(), walled)
    yield from _roles(desired, actual, connection)
    yield from _grants(desired, actual)
    yield from _common_grants(desired, actual)
    yield from _security(desired, actual)
    yield from _policies(desired, actual)
    yield from _triggers(tables, actual, connection)
    for role, member in sorted(actual.members):
        if role not in {COMMON, *desired.roles} and member in actual.applications:
            # The role itself stays: another database of the same server may need it still.
            yield f"revoke {_name(role)} from {_name(member)}"


def _roles(desired: Desired, actual: Actual, connection: BaseDatabaseWrapper) -> Iterator[str]:
    for role in (COMMON, *desired.roles):
        if role not in actual.roles:
            yield f"create role {_name(role)} nologin nosuperuser nocreatedb nocreaterole inherit"
    has_option = connection.pg_version >= _FIRST_WITH_SET_OPTION  # type: ignore[attr-defined]  # PostgreSQL's wrapper has it
    for role in desired.roles:
        if (COMMON, role) not in actual.members:
            yield f"grant {COMMON} to {_name(role)}"
        for application in actual.applications:
            if (role, application) not in actual.members:
                # NOINHERIT: the application has none of these rights until it says `set role`, for one purpose.
                option = " with inherit false, set true" if has_option else ""
                yield f"grant {_name(role)} to {_name(application)}{option}"


def _grants(desired: Desired, actual: Actual) -> Iterator[str]:
    """Columns for the purposes, and nothing at all on personal tables for anybody else."""
    personal = set(desired.tables)
    now = {grant for grant in actual.grants if grant.table in personal or grant.role.startswith(ROLE_PREFIX)}
    yield from _write_grants("revoke", "from", now - desired.grants)
    yield from _write_grants("grant", "to", desired.grants - now)


def _common_grants(desired: Desired, actual: Actual) -> Iterator[str]:
    """What the application may do with tables that hold nothing personal, it may also while it works for a purpose."""
    personal = set(desired.tables)
    wanted = {
        Grant(COMMON, grant.table, grant.column, grant.privilege)
        for grant in actual.grants_of(actual.applications)
        if grant.table not in personal and grant.privilege in _APPS_ROW_RIGHTS
    }
    now = {grant for grant in actual.grants_of([COMMON]) if grant.table not in personal}
    yield from _write_grants("revoke", "from", now - wanted)
    yield from _write_grants("grant", "to", wanted - now)
    if not actual.common_uses_schema:
        yield f"grant usage on schema public to {COMMON}"


def _write_grants(verb: str, preposition: str, grants: set[Grant] | frozenset[Grant]) -> Iterator[str]:
    """One statement for each role, table and right, with all its columns."""
    together: dict[tuple[str, str, str], list[str]] = {}
    for grant in sorted(grants):
        together.setdefault((grant.role, grant.table, grant.privilege), []).append(grant.column)
    for (role, table, privilege), columns in together.items():
        named = [_name(column) for column in columns if column]
        if "" in columns:
            kind = "sequence " if privilege == "USAGE" else ""
            yield f"{verb} {privilege.lower()} on {kind}{_name(table)} {preposition} {_name(role)}"
        if named:
            yield f"{verb} {privilege.lower()} ({', '.join(named)}) on {_name(table)} {preposition} {_name(role)}"


def _security(desired: Desired, actual: Actual) -> Iterator[str]:
    for table in desired.tables:
        if table not in actual.secured:
            # Forced: the owner too sees nothing until it says for what maintenance.
            yield f"alter table {_name(table)} enable row level security, force row level security"
    # Not forced: an owner's backup takes evidence whole, and triggers that act as the owner move everybody's clocks.
    for table in sorted(set(desired.walled) - actual.walled):
        yield f"alter table {_name(table)} enable row level security"
    for table in sorted(actual.walled - {*desired.walled, *desired.tables}):
        yield f"alter table {_name(table)} disable row level security"


def _policies(desired: Desired, actual: Actual) -> Iterator[str]:
    wanted = {(policy.table, policy.name): policy for policy in desired.policies}
    for table, name in sorted(set(actual.policies) - set(wanted)):
        yield f"drop policy {_name(name)} on {_name(table)}"
    for place, policy in wanted.items():
        if actual.policies.get(place) == policy.mark:
            continue
        if place in actual.policies:
            yield f"drop policy {_name(policy.name)} on {_name(policy.table)}"
        yield from _write_policy(policy)


def _write_policy(policy: Policy) -> Iterator[str]:
    role = _name(policy.role) if policy.role else "current_user"
    yield (
        f"create policy {_name(policy.name)} on {_name(policy.table)} to {role} "
        f"using ({policy.condition}) with check ({policy.condition})"
    )
    yield f"comment on policy {_name(policy.name)} on {_name(policy.table)} is '{policy.mark}'"


def _triggers(tables: tuple[Table, ...], actual: Actual, connection: BaseDatabaseWrapper) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(current_schema())")
        (schema,) = cursor.fetchone()
    wanted = list(desire_triggers(tables, schema))
    for table, name in sorted(actual.triggers - {(trigger.table, trigger.name) for trigger in wanted}):
        yield f"drop trigger {_name(name)} on {_name(table)}"
    for name in sorted(set(actual.functions) - {trigger.function for trigger in wanted}):
        yield f"drop function {_name(name)}()"
    for trigger in wanted:
        if actual.functions.get(trigger.function) != trigger.mark:
            yield from _write_function(trigger)
        if (trigger.table, trigger.name) not in actual.triggers:
            timing = trigger.timing.format(table=_name(trigger.table))
            yield f"create trigger {trigger.name} {timing} execute function {_name(trigger.function)}()"


def _write_function(trigger: Trigger) -> Iterator[str]:
    function = f"{_name(trigger.function)}()"
    yield f"create or replace function {function} {trigger.head} $lerna${trigger.body}$lerna$"
    yield f"revoke all on function {function} from public"
    yield f"comment on function {function} is '{trigger.mark}'"


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
