"""A purpose's clock starts when it is permitted, stops when it no longer is, and starts anew when it is permitted
again.

By trigger, because permissions are the room of subjects', which stands below and knows nothing of clocks. Purposes
that rest on a law have no clock from this: their terms count from events that rooms tell of. Who permits nothing has
the clock 0, so that nobody is forgotten.
"""

from django.db import migrations

WATCHED = 503  # the purposes that don't rest on a law; a test compares it with the policy's terms

FOLLOW = f"""
create function lifecycle_start_clocks() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into lifecycle_clock (company_id, subject, bit, last_on)
    select person.company_id, person.id, w.bit, (now() at time zone 'Asia/Almaty')::date
    from after_change person cross join (select 1::bigint << n as bit from generate_series(0, 62) n) w
    where person.granted & {WATCHED} & w.bit <> 0;
    insert into lifecycle_clock (company_id, subject, bit, last_on)
    select company_id, id, 0, (now() at time zone 'Asia/Almaty')::date from after_change where granted & {WATCHED} = 0;
    return null;
end $$;

create function lifecycle_follow_permissions() returns trigger language plpgsql security definer
set search_path = pg_catalog, public, pg_temp as $$
declare today constant date := (now() at time zone 'Asia/Almaty')::date;
begin
    insert into lifecycle_clock as clock (company_id, subject, bit, last_on)
    select person.company_id, person.id, w.bit, today
    from after_change person join before_change was on was.id = person.id
    cross join (select 1::bigint << n as bit from generate_series(0, 62) n) w
    where person.granted & ~was.granted & {WATCHED} & w.bit <> 0
    on conflict (subject, bit) do update
    set last_on = greatest(clock.last_on, excluded.last_on), ended_on = null, warned_on = null;
    delete from lifecycle_clock clock using after_change person
    where clock.subject = person.id and clock.bit = 0 and person.granted & {WATCHED} <> 0;
    update lifecycle_clock clock set ended_on = today
    from after_change person join before_change was on was.id = person.id
    where person.granted is distinct from was.granted and clock.subject = person.id
      and was.granted & ~person.granted & {WATCHED} & clock.bit <> 0 and clock.ended_on is null;
    return null;
end $$;

revoke all on function lifecycle_start_clocks(), lifecycle_follow_permissions() from public;

create trigger clocks_start after insert on subjects_datasubject referencing new table as after_change
    for each statement execute function lifecycle_start_clocks();
create trigger clocks_follow after update on subjects_datasubject
    referencing old table as before_change new table as after_change
    for each statement execute function lifecycle_follow_permissions();
"""

UNDO = """
drop trigger clocks_start on subjects_datasubject;
drop trigger clocks_follow on subjects_datasubject;
drop function lifecycle_start_clocks();
drop function lifecycle_follow_permissions();
"""


class Migration(migrations.Migration):
    dependencies = [("lifecycle", "0001_ends"), ("subjects", "0001_subjects_and_profiles")]
    operations = [migrations.RunSQL(FOLLOW, UNDO)]
