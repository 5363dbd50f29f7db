"""`./lerna privacy sync`: idempotent, puts back what is gone, takes away what is too much."""

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from lerna.privacy.subjects.access.sync import plan, sync


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
        "with company as (insert into companies_company (slug, bin, legal_form, short_form, name, other_names,"
        " address, email, platform_host, policy_dated, responsible_name, responsible_position, responsible_email,"
        " created_at, changed_at) select 'alma', '260140990018', t, t, t, '{}', t, 'info@alma.kz', 'alma.kz',"
        " '2026-01-02', t, t, 'info@alma.kz', now(), now()"
        """ from (values ('{"ru": "А", "kk": "А", "en": "A"}'::jsonb)) v(t) returning id)"""
        " insert into subjects_datasubject (id, company_id, site, created_at)"
        " select gen_random_uuid(), id, 'alma', now() from company",
    )
    assert run(owner, "select count(*) from subjects_datasubject") == [(1,)]
    run(owner, "select set_config('lerna.maintenance', '', true)")
    assert run(owner, "select count(*) from subjects_datasubject") == [(0,)]
