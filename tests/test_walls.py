"""No purpose, no data, table by table: what the application's role gets by raw SQL where rows of both companies stand.

Each personal table of each room holds a row for each company and purpose, permitted for that purpose alone. So whoever
works for one purpose and one company may see one row, where the data map lets the purpose see anything. A room that
comes is tried without a word here.
"""

# ruff: noqa: S608 -- statements are made of the names of our own tables, and as raw SQL on purpose

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid5

import psycopg
import pytest
from django.db import connections
from django.db.models import Model
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidTextRepresentation, UndefinedObject

from lerna.config.postgres import roles
from lerna.config.postgres.cluster import Cluster
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.access.desired import LIFECYCLE
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import (
    common_terms,
    concrete_fields,
    db_table,
    insertable,
    list_tables,
    list_walled,
    readable,
    updatable,
)
from lerna.privacy.subjects.permissions import BITS
from lerna.privacy.subjects.processing import role_of

Connection = psycopg.Connection[tuple[object, ...]]

NEWSKILLS, KERBEZ = 1, 2
TERMS = common_terms()
WORKING = [purpose.key for purpose in TERMS.purposes if not purpose.depersonalized_only]
TABLES = sorted(list_tables(), key=lambda table: db_table(table.model))
WALLED = sorted(map(db_table, list_walled()))
PEOPLE = UUID("a1a1a1a1-0000-4000-8000-000000000000")
# What a column holds that must hold something, by its type; each time another value, for columns that are unique.
FILLING = {
    "uuid": "gen_random_uuid()",
    "bytea": "decode(md5(random()::text), 'hex')",
    "boolean": "false",
    "jsonb": "'{}'",
    "date": "current_date",
    "timestamp with time zone": "now()",
    **dict.fromkeys(("smallint", "integer", "bigint"), "nextval('pg_temp.filling')"),
    "numeric": "0",
}
TEXT = "md5(random()::text)"
COLUMNS = """
select attname, format_type(atttypid, null), format_type(atttypid, atttypmod) from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity = ''
  and attnotnull and not atthasdef
"""
CHECKS = """
select conrelid::regclass::text, conname from pg_constraint
where contype = 'c' and connamespace = current_schema()::regnamespace and conrelid = any(%s::text[]::regclass[])
"""


def person_of(company: int, purpose: Purpose) -> UUID:
    return uuid5(PEOPLE, f"{company} {purpose}")


@pytest.fixture(scope="module")
def app(cluster: Cluster, django_db_setup: None) -> Iterator[Connection]:  # noqa: ARG001 -- makes the database
    """The application's own session, in a transaction that ends with the module; the tables are full."""
    name = str(connections["default"].settings_dict["NAME"])
    with cluster.connect(name) as connection, connection.transaction(force_rollback=True):
        _fill(connection)
        connection.execute(sql.SQL("set local session authorization {}").format(sql.Identifier(roles.APP)))
        yield connection


def _fill(connection: Connection) -> None:
    """As superuser: what the rows say doesn't matter, only whose they are, so nothing checks them."""
    connection.execute("set local session_replication_role = replica")
    connection.execute("create temporary sequence filling")
    names = [*(db_table(table.model) for table in TABLES), *WALLED]
    for table, check in connection.execute(CHECKS, [names]).fetchall():
        connection.execute(f"alter table {table} drop constraint {check}")
    for table in TABLES:
        for company in (NEWSKILLS, KERBEZ):
            for purpose in WORKING:
                _insert(connection, table, company, purpose)
    for name in WALLED:
        for company in (NEWSKILLS, KERBEZ):
            _insert_row(connection, name, {"company_id": str(company)})
    connection.execute("set local session_replication_role = origin")


def _insert(connection: Connection, table: Table, company: int, purpose: Purpose) -> None:
    name, frame = db_table(table.model), {field.name: field.column for field in concrete_fields(table.model)}
    person = "id" if table.subject == "self" else frame[table.subject]
    bit = BITS[purpose]
    values = {"company_id": str(company), person: f"'{person_of(company, purpose)}'", "permitted": str(bit)}
    values |= {column: str(bit) for column in ("granted",) if column in frame}
    values |= {"purpose": f"'{purpose}'"} if "purpose" in frame else {}
    _insert_row(connection, name, values)


def _insert_row(connection: Connection, name: str, given: dict[str, str]) -> None:
    values = {
        str(column): "'{}'" if str(kind).endswith("[]") else f"{FILLING.get(str(kind), TEXT)}::{exact}"
        for column, kind, exact in connection.execute(COLUMNS, [name]).fetchall()
    }
    values |= {column: "'{}'" for column in ("line", "header") if column in values}  # of evidence, which is JSON
    values |= given
    connection.execute(f"insert into {name} ({', '.join(values)}) values ({', '.join(values.values())})")


@contextmanager
def working(app: Connection, role: str, company: int | str | None) -> Iterator[None]:
    """What `processing` says to PostgreSQL, and nothing of Lerna's own checks; taken back at the end."""
    with app.transaction(force_rollback=True):
        app.execute("select set_config('role', %s, true)", [role])
        if company is not None:
            app.execute("select set_config('lerna.company', %s, true)", [str(company)])
        yield


def is_refused(app: Connection, statement: str) -> bool:
    try:
        with app.transaction(force_rollback=True):
            app.execute(statement)
    except InsufficientPrivilege:
        return True
    return False


def column_names(model: type[Model], fields: frozenset[str]) -> list[str]:
    return sorted(field.column for field in concrete_fields(model) if field.name in fields)


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("table", TABLES, ids=lambda table: db_table(table.model))
def test_without_a_purpose_every_statement_is_refused(app: Connection, table: Table) -> None:
    name = db_table(table.model)
    for statement in (
        "select * from {}",
        "select 1 from {}",
        "select count(*) from {}",
        "select exists (select from {})",
        "copy {} to stdout",
        "insert into {} default values",
        "update {} set permitted = -1",
        "delete from {}",
        "truncate {}",
        "lock table {} in access share mode",
        "create view pg_temp.mine as select * from {}; select * from pg_temp.mine",
        "alter table {} owner to current_user",
        "alter table {} disable row level security",
        "create trigger mine after insert on {} execute function lerna_spread_permissions()",
        "drop table {}",
    ):
        assert is_refused(app, statement.format(name)), statement


@pytest.mark.parametrize("role", [roles.OWNER, "postgres", "pg_read_all_data", "lerna_purpose_audience_research"])
def test_the_application_becomes_nobody_else(app: Connection, role: str) -> None:
    with (
        pytest.raises((InsufficientPrivilege, psycopg.errors.InvalidParameterValue)),
        app.transaction(force_rollback=True),
    ):
        app.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("company", [NEWSKILLS, KERBEZ], ids=["newskills", "kerbez"])
@pytest.mark.parametrize("purpose", WORKING)
def test_a_purpose_sees_its_own_companys_people_who_permit_it(app: Connection, purpose: Purpose, company: int) -> None:
    for table in TABLES:
        name, fields = db_table(table.model), readable(table, purpose, TERMS)
        with working(app, role_of(purpose), company):
            if not fields:
                assert is_refused(app, f"select company_id from {name}"), name
                continue
            seen = app.execute(f"select company_id, permitted from {name}").fetchall()
            assert seen == [(company, BITS[purpose])], name
            columns = ", ".join(column_names(table.model, fields))
            assert len(app.execute(f"select {columns} from {name}").fetchall()) == 1, name


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("purpose", WORKING)
def test_a_purpose_changes_and_deletes_nothing_of_anybody_else(app: Connection, purpose: Purpose) -> None:
    for table in TABLES:
        name, changing = db_table(table.model), column_names(table.model, updatable(table, purpose, TERMS))
        sees = bool(readable(table, purpose, TERMS))
        with working(app, role_of(purpose), NEWSKILLS):
            for column in changing:
                with app.transaction(force_rollback=True):
                    changed = app.execute(f"update {name} set {column} = {column}").rowcount
                    assert changed == (1 if sees else 0), (name, column)
            delete = f"delete from {name}"
            if purpose in table.deletes:
                with app.transaction(force_rollback=True):
                    assert app.execute(delete).rowcount == 1, name
            else:
                assert is_refused(app, delete), name


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("purpose", WORKING)
def test_a_row_about_the_other_companys_person_is_refused(app: Connection, purpose: Purpose) -> None:
    """A copy of a row of one's own that would be Aigerim's, under either company's number."""
    aigerim = person_of(NEWSKILLS, purpose)
    for table in TABLES:
        name, fields = db_table(table.model), insertable(table, purpose, TERMS)
        if table.subject not in fields:
            continue
        own = column_names(table.model, fields - {"id", "company", table.subject})
        for company in (NEWSKILLS, KERBEZ):
            columns = ", ".join(["id", "company_id", "subject_id", *own])
            copied = ", ".join(["gen_random_uuid()", str(company), f"'{aigerim}'", *own])
            with (
                working(app, role_of(purpose), KERBEZ),
                pytest.raises(InsufficientPrivilege, match="row-level security"),
                app.transaction(),
            ):
                app.execute(f"insert into {name} ({columns}) select {copied} from {name}")


@pytest.mark.parametrize("purpose", WORKING)
def test_a_purpose_that_names_no_company_sees_nothing(app: Connection, purpose: Purpose) -> None:
    refused = (InsufficientPrivilege, UndefinedObject, InvalidTextRepresentation)
    for table in TABLES:
        for company in (None, ""):
            with working(app, role_of(purpose), company), pytest.raises(refused), app.transaction():
                app.execute(f"select 1 from {db_table(table.model)}")


def test_who_ends_data_sees_whom_they_name_and_of_their_company_alone(app: Connection) -> None:
    boris = person_of(KERBEZ, Purpose.CONSULTING)
    for table in TABLES:
        name = db_table(table.model)
        for company, people, expected in ((KERBEZ, str(boris), 1), (NEWSKILLS, str(boris), 0), (KERBEZ, "", 0)):
            with working(app, LIFECYCLE, company):
                app.execute("select set_config('lerna.people', %s, true)", [people])
                found = app.execute(f"select 1 from {name}").fetchall()
                assert len(found) == expected, (name, company)


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("name", WALLED)
@pytest.mark.parametrize("role", ["none", role_of(Purpose.CONSENT_PROOF), LIFECYCLE])
def test_rows_that_name_nobody_stay_with_their_company_too(app: Connection, name: str, role: str) -> None:
    for company in (NEWSKILLS, KERBEZ):
        with working(app, role, company):
            assert app.execute(f"select distinct company_id from {name}").fetchall() == [(company,)]
            with app.transaction(force_rollback=True):
                others = f"where company_id <> {company}"
                assert is_refused(app, f"delete from {name} {others} returning 1") or (
                    app.execute(f"delete from {name} {others}").rowcount == 0
                )
            assert is_refused(app, f"update {name} set company_id = {NEWSKILLS + KERBEZ - company}")


@pytest.mark.parametrize("name", WALLED)
def test_only_who_works_for_no_purpose_goes_over_all_companies(app: Connection, name: str) -> None:
    for company in (None, ""):
        with working(app, "none", company):
            assert len(app.execute(f"select distinct company_id from {name}").fetchall()) == 2
        with working(app, role_of(Purpose.CONSENT_PROOF), company):
            assert app.execute(f"select 1 from {name}").fetchall() == []


@pytest.mark.clause("2.4")
@pytest.mark.parametrize("role", ["none", role_of(Purpose.CONSENT_PROOF)])
@pytest.mark.parametrize(
    "add",
    [
        "select evidence_append({}, now(), {}) is not null",
        "insert into evidence_entry (company_id, at, line) values ({}, now(), {})",
    ],
    ids=["one", "many"],
)
def test_evidence_is_added_to_ones_own_companys_ledger_alone(app: Connection, role: str, add: str) -> None:
    line = """'{"operation":"look","clause":"8.3"}'"""
    with working(app, role, KERBEZ):
        assert is_refused(app, add.format(NEWSKILLS, line))
        with app.transaction(force_rollback=True):
            assert app.execute(add.format(KERBEZ, line)).rowcount == 1


def test_a_stranger_to_the_evidence_appends_nothing(app: Connection) -> None:
    with app.transaction(force_rollback=True):
        app.execute("reset session authorization")
        app.execute("create role lerna_stranger")
        app.execute("set local session authorization lerna_stranger")
        assert is_refused(app, """select evidence_append(1, now(), '{"operation":"look","clause":"8.3"}')""")
