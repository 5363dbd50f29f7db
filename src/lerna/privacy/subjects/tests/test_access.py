"""Every purpose × table × column, tried as raw SQL and compared with the declarations; and `privacy sync` itself."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.access.sync import plan, sync
from lerna.privacy.subjects.discovery import (
    common_terms,
    concrete_fields,
    db_table,
    insertable,
    list_tables,
    readable,
    updatable,
)
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Ask = Callable[..., list[tuple[object, ...]]]
TERMS = common_terms()
WORKING = [purpose for purpose in Purpose if not TERMS.find_purpose(purpose).depersonalized_only]  # type: ignore[union-attr]
STATEMENTS = {
    "read": "select {column} from {table} limit 0",
    "write": "update {table} set {column} = null where false",
    "fill": "insert into {table} ({column}) select null where false",
}


def is_allowed(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except ProgrammingError as error:
        assert "permission denied" in str(error)
        return False
    return True


@pytest.mark.clause("8.2")
@pytest.mark.parametrize("purpose", WORKING)
def test_each_column_is_open_to_whom_the_data_map_says(purpose: Purpose, newskills: Company) -> None:
    tried: set[tuple[str, str, str]] = set()
    declared: set[tuple[str, str, str]] = set()
    with processing(purpose, company=newskills, reason="test"):
        for table in list_tables():
            name = db_table(table.model)
            rights = {"read": readable(table, purpose, TERMS), "fill": insertable(table, purpose, TERMS),
                      "write": updatable(table, purpose, TERMS)}  # fmt: skip
            for field in concrete_fields(table.model):
                declared |= {(verb, name, field.column) for verb, fields in rights.items() if field.name in fields}
                for verb, sql in STATEMENTS.items():
                    if is_allowed(sql.format(table=name, column=field.column)):
                        tried.add((verb, name, field.column))
    assert tried == declared


@pytest.mark.parametrize("verb", ["delete from {}", "truncate {}", "drop table {}", "alter table {} disable row level security"])
def test_nobody_deletes_or_changes_tables(newskills: Company, verb: str) -> None:
    for purpose in WORKING:
        for table in list_tables():
            with processing(purpose, company=newskills, reason="test"), pytest.raises(ProgrammingError), transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(verb.format(db_table(table.model)))


def test_a_purpose_without_a_role_has_nothing(ask: Ask) -> None:
    for purpose in set(Purpose) - set(WORKING):
        with pytest.raises(Exception, match="does not exist"), transaction.atomic():
            ask(f"set local role lerna_purpose_{purpose.value.replace('-', '_')}")


def run(owner: BaseDatabaseWrapper, sql: str) -> list[tuple[object, ...]]:
    with owner.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else []


def test_nothing_is_due_after_a_migration(owner: BaseDatabaseWrapper) -> None:
    assert list(plan(owner)) == []


@pytest.mark.parametrize(
    "spoil",
    [
        "revoke select (name) on subjects_profile from lerna_purpose_marketing",
        "grant select (email_index) on subjects_profile to lerna_purpose_accounting",
        "grant delete on subjects_profile to lerna_app",
        "grant select on subjects_profile to lerna_common",
        "grant select on companies_company to lerna_purpose_marketing",
        "revoke update on companies_company from lerna_common",
        "drop policy lerna_purpose_marketing on subjects_profile",
        "create policy lerna_purpose_open on subjects_profile using (true)",
        "comment on policy lerna_purpose_marketing on subjects_profile is 'older'",
        "alter table subjects_profile no force row level security",
        "drop trigger lerna_receive_permissions on subjects_profile",
        "comment on function lerna_spread_permissions() is 'older'",
        "create function lerna_old() returns trigger language plpgsql as 'begin return null; end'",
    ],
)
def test_what_is_gone_is_put_back_and_what_is_too_much_is_taken_away(owner: BaseDatabaseWrapper, spoil: str) -> None:
    run(owner, spoil)
    due = sync(owner, dry_run=True)
    assert due
    assert sync(owner, dry_run=True) == due, "a dry run changes nothing"
    assert sync(owner) == due
    assert sync(owner) == ()


def test_the_owner_sees_nothing_until_it_says_why(owner: BaseDatabaseWrapper) -> None:
    run(owner, "select set_config('lerna.maintenance', 'test', true)")
    run(
        owner,
        "with company as (insert into companies_company (slug, bin, legal_form, short_form, name, other_names, address,"
        " email, platform_host, policy_dated, responsible_name, responsible_position, responsible_email, created_at,"
        " changed_at) select 'alma', '260140990018', t, t, t, '{}', t, 'info@alma.kz', 'alma.kz', '2026-01-02', t, t,"
        """ 'info@alma.kz', now(), now() from (values ('{"ru": "А", "kk": "А", "en": "A"}'::jsonb)) v(t) returning id)"""
        " insert into subjects_datasubject (id, company_id, site, created_at) select gen_random_uuid(), id, 'alma', now()"
        " from company",
    )
    assert run(owner, "select count(*) from subjects_datasubject") == [(1,)]
    run(owner, "select set_config('lerna.maintenance', '', true)")
    assert run(owner, "select count(*) from subjects_datasubject") == [(0,)]


def test_the_application_cannot_sync() -> None:
    with pytest.raises(CommandError, match="application role"):
        call_command("privacy", "sync")
