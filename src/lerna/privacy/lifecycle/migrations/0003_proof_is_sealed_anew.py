"""What is kept past an erasure is sealed by a new key, so that the old one can be destroyed: the proof of a consent
too.

Its sealed contents may then be written anew, by the role of erasures and nobody else. They say the same:
`contents_sha256` stands beside them, and that never changes.
"""

from django.db import migrations

_ALL_BUT_CONTENTS = (
    "id, subject_id, company_id, act, purpose, policy_id, text_id, substance, contents_sha256, language, site, form,"
    " channel, hand, given_at, expires_at"
)

ALLOW = f"""
create function lifecycle_seal_anew() returns trigger language plpgsql as $$
begin
    if current_user = 'lerna_purpose_lifecycle' then
        return null;
    end if;
    raise exception 'The proof of a consent is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Record how it ended instead.';
end $$;

drop trigger consent_never_changes on consents_consent;
create trigger consent_never_changes before update of {_ALL_BUT_CONTENTS}
    on consents_consent for each statement execute function consents_refuse_change();
create trigger consent_contents_never_change before update of contents
    on consents_consent for each statement execute function lifecycle_seal_anew();
"""

UNDO = f"""
drop trigger consent_contents_never_change on consents_consent;
drop trigger consent_never_changes on consents_consent;
create trigger consent_never_changes before update of {_ALL_BUT_CONTENTS}, contents
    on consents_consent for each statement execute function consents_refuse_change();
drop function lifecycle_seal_anew();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lifecycle", "0002_clocks_follow_permissions"),
        ("consents", "0002_proof_is_never_changed"),
    ]
    operations = [migrations.RunSQL(ALLOW, UNDO)]
