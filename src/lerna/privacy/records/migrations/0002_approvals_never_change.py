"""An approved copy never changes: PostgreSQL refuses it to everybody, the owner of the table included."""

from django.db import migrations

REFUSE = """
create function records_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'An approved copy never changes: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Approve the document again instead.';
end $$;

create trigger approval_never_changes
    before update or delete or truncate on records_approval
    for each statement execute function records_refuse_change();

alter table records_approval
    add constraint approval_hash_is_of_document
    check (sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex'));
"""

# Default privileges gave the application's role, whatever this installation calls it, every right on rows.
REVOKE = """
do $$
declare grantee_name name;
begin
    for grantee_name in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema and table_name = 'records_approval'
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke update, delete, truncate on records_approval from %I', grantee_name);
    end loop;
end $$;
"""

UNDO = """
drop trigger approval_never_changes on records_approval;
drop function records_refuse_change();
alter table records_approval drop constraint approval_hash_is_of_document;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_approvals")]

    operations = [
        migrations.RunSQL(REFUSE, UNDO),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
