"""A published version never changes: PostgreSQL refuses it to everybody, the owner of the tables included (clause 11.4)."""

from django.db import migrations

REFUSE = """
create function policy_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'A published policy version never changes: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Publish a new version instead.';
end $$;

create trigger policyversion_never_changes
    before update or delete or truncate on policy_policyversion
    for each statement execute function policy_refuse_change();

alter table policy_policyversion
    add constraint policyversion_hash_is_of_document
    check (sha256 = encode(sha256(convert_to(document, 'UTF8')), 'hex'));
"""

# Default privileges gave the application's role, whatever this installation calls it, every right on rows.
REVOKE = """
do $$
declare grantee_name name;
begin
    for grantee_name in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema and table_name = 'policy_policyversion'
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke update, delete, truncate on policy_policyversion from %I', grantee_name);
    end loop;
end $$;
"""

UNDO = """
drop trigger policyversion_never_changes on policy_policyversion;
drop function policy_refuse_change();
alter table policy_policyversion drop constraint policyversion_hash_is_of_document;
"""


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_policy_versions")]

    operations = [
        migrations.RunSQL(REFUSE, UNDO),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
