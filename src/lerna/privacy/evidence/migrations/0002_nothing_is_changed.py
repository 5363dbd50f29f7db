"""Entries and blocks are added and never changed: PostgreSQL refuses it to everybody, the tables' owner included; and
no entry can hold what might name a person (clauses 2.4, 8.3).
"""

from django.db import migrations

REFUSE = """
create function evidence_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'Evidence is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Record another entry instead.';
end $$;

create trigger entry_never_changes before update or delete or truncate on evidence_entry
    for each statement execute function evidence_refuse_change();
create trigger block_never_changes before update or delete or truncate on evidence_block
    for each statement execute function evidence_refuse_change();
"""

# The database's own word stands at the head of each line: which entry it is, and when this server heard of it.
HEAD = """
create function evidence_line_head(id bigint, recorded_at timestamptz, at timestamptz) returns text
    language sql stable parallel safe
    return '{"id":' || id || ',"recorded_at":"' || (recorded_at at time zone 'UTC') || '","at":"' || (at at time zone 'UTC')
        || '",';

create function evidence_write_head() returns trigger language plpgsql as $$
begin
    new.recorded_at := statement_timestamp();
    new.line := evidence_line_head(new.id, new.recorded_at, new.at) || substr(new.line, 2);
    return new;
end $$;

create trigger entry_has_a_head before insert on evidence_entry for each row execute function evidence_write_head();

alter table evidence_entry add constraint entry_head_is_true check (
    starts_with(line, evidence_line_head(id, recorded_at, at)) and operation is not null and clause is not null
);

-- A back-dated entry is found at once, among however many.
create index entry_strays on evidence_entry (company_id, id)
    where recorded_at - at not between interval '-1 hour' and interval '1 hour';
"""

# The operation checks each value by its kind. This is the second wall, for what came some other way: after the head no
# white space, no capital letter, no @, no letter beyond ASCII but one alone at the end of a word (a clause's item: 7.1-а), no
# number longer than nine digits. No name, address or sentence has such a shape. One expression: each append pays for it.
SHAPE = r"""
alter table evidence_entry
    add constraint entry_line_is_short check (length(line) <= 2200),
    add constraint entry_line_names_nobody check (
        substr(line, strpos(line, '"operation":')) !~ '[^!-?\[-~а-я]|[а-я][^"]|[":,+][0-9]{10,}[",}]'
    );

alter table evidence_block
    add constraint block_number_from_1 check (number >= 1),
    add constraint block_signature_is_ed25519 check (length(signature) = 64),
    add constraint block_has_a_hash_for_each_entry check (length(leaves) = 32 * cardinality(entry_ids));
"""

# Default privileges gave the application's role, whatever this installation calls it, every right on rows. It keeps
# reading, and adding without a word on `id` and `recorded_at`, which are the database's own.
GRANT = """
do $$
declare grantee_name name;
begin
    for grantee_name in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema and table_name in ('evidence_entry', 'evidence_block')
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke insert, update, delete, truncate on evidence_entry, evidence_block from %I', grantee_name);
        execute format('grant insert (company_id, at, line) on evidence_entry to %I', grantee_name);
        execute format(
            'grant insert (company_id, header, signature, entry_ids, leaves) on evidence_block to %I', grantee_name
        );
    end loop;
end $$;
"""

UNDO = """
drop trigger entry_never_changes on evidence_entry;
drop trigger block_never_changes on evidence_block;
drop trigger entry_has_a_head on evidence_entry;
drop function evidence_refuse_change();
drop function evidence_write_head();
drop index entry_strays;
alter table evidence_entry
    drop constraint entry_head_is_true, drop constraint entry_line_is_short, drop constraint entry_line_names_nobody;
drop function evidence_line_head(bigint, timestamptz, timestamptz);
alter table evidence_block
    drop constraint block_number_from_1, drop constraint block_signature_is_ed25519,
    drop constraint block_has_a_hash_for_each_entry;
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_entries_and_blocks")]

    operations = [
        migrations.RunSQL(REFUSE + HEAD + SHAPE, UNDO),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
