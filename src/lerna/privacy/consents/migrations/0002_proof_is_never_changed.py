"""The proof of a consent is added and never changed, by nobody, the tables' owner included; it is deleted only when its own
term has passed, by whoever says why (clauses 4.1, 6.1; law 94-V, art. 25(2)(5)).
"""

from django.db import migrations

# `permitted` alone is changed, by the trigger that keeps it the person's. A statement that names another column is refused,
# also where no row matches; so are deletes without `set lerna.maintenance`, which leaves them to retention.
REFUSE = """
create function consents_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and coalesce(current_setting('lerna.maintenance', true), '') <> '' then
        return null;
    end if;
    raise exception 'The proof of a consent is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Record how it ended instead.';
end $$;

create trigger consent_never_changes before update of id, subject_id, company_id, act, purpose, policy_id, text_id,
    substance, contents, contents_sha256, language, site, form, channel, hand, given_at, expires_at
    on consents_consent for each statement execute function consents_refuse_change();
create trigger consent_is_not_deleted before delete or truncate
    on consents_consent for each statement execute function consents_refuse_change();

create trigger ending_never_changes before update of id, subject_id, company_id, consent_id, cause, channel, hand, ended_at
    on consents_ending for each statement execute function consents_refuse_change();
create trigger ending_is_not_deleted before delete or truncate
    on consents_ending for each statement execute function consents_refuse_change();

create trigger showntext_never_changes before update or delete or truncate
    on consents_showntext for each statement execute function consents_refuse_change();

alter table consents_showntext
    add constraint showntext_hash_is_of_text check (sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex'));
"""

UNDO = """
drop trigger consent_never_changes on consents_consent;
drop trigger consent_is_not_deleted on consents_consent;
drop trigger ending_never_changes on consents_ending;
drop trigger ending_is_not_deleted on consents_ending;
drop trigger showntext_never_changes on consents_showntext;
drop function consents_refuse_change();
alter table consents_showntext drop constraint showntext_hash_is_of_text;
"""

REVOKE = """
do $$
declare grantee_name name;
begin
    for grantee_name in
        select distinct grantee from information_schema.role_table_grants
        where table_schema = current_schema and table_name = 'consents_showntext'
          and grantee not in (current_user, 'PUBLIC')
    loop
        execute format('revoke update, delete, truncate on consents_showntext from %I', grantee_name);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [("consents", "0001_consents_and_endings")]

    operations = [
        migrations.RunSQL(REFUSE, UNDO),
        migrations.RunSQL(REVOKE, migrations.RunSQL.noop),
    ]
