"""Bytes whose row goes are swept away, whoever deletes it: a learner, a retention, an erasure.

By trigger, because an erasure deletes rows by their tables alone and knows nothing of files.
"""

from django.db import migrations

LOOSEN = """
create function assignments_loosen_file() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into assignments_loosefile (id, company_id, due_at) values (old.id, old.company_id, now());
    return null;
end $$;

revoke all on function assignments_loosen_file() from public;

create trigger file_is_loose after delete on assignments_submittedfile
    for each row execute function assignments_loosen_file();
"""

UNDO = """
drop trigger file_is_loose on assignments_submittedfile;
drop function assignments_loosen_file();
"""


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_works")]
    operations = [migrations.RunSQL(LOOSEN, UNDO)]
