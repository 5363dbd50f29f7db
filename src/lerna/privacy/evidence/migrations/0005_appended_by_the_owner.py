"""An append costs no more for the wall around each company's ledger.

Row security would have PostgreSQL plan the insert anew each time the connection works for another purpose, and check
the row once more because the number comes back: a third of an append. So the tables' owner inserts, whom row security
doesn't hold, and the function asks what it would have asked: is the ledger the block's own company's?
"""

from django.db import migrations

FORWARDS = """
create or replace function evidence_append(company bigint, moment timestamptz, words text) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    entry bigint;
    own text := current_setting('lerna.company', true);
begin
    if own <> '' and own <> company::text then
        raise exception 'Evidence of another company than the block''s is refused.'
            using errcode = 'insufficient_privilege';
    end if;
    if not has_any_column_privilege(session_user, 'evidence_entry', 'insert') then
        raise exception 'Only the application adds to the evidence.' using errcode = 'insufficient_privilege';
    end if;
    insert into evidence_entry (company_id, at, line) values (company, moment, words) returning id into entry;
    return entry;
end $$;
"""

BACKWARDS = """
create or replace function evidence_append(company bigint, moment timestamptz, words text) returns bigint
language plpgsql security invoker as $$
declare
    entry bigint;
begin
    insert into evidence_entry (company_id, at, line) values (company, moment, words) returning id into entry;
    return entry;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_found_by_moment_and_by_entry")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
