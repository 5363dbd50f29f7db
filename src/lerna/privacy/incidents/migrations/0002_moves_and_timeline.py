"""An incident moves from state to state only as it may; its timeline and the questions about it are added to and never
changed, and the notice that went to the authority stays as it went (clauses 8.3, 11.1).
"""

from django.db import migrations

MOVES = {
    "found": ("assessed", "harmless"),
    "assessed": ("harmless", "reported"),
    "harmless": ("assessed", "closed"),
    "reported": ("closed",),
    "closed": (),
}
_ALLOWED = ", ".join(f"('{before}', '{after}')" for before, moves in MOVES.items() for after in moves)

RULES = f"""
create function incidents_check_move() returns trigger language plpgsql as $$
begin
    if new.state <> old.state and (old.state, new.state) not in ({_ALLOWED}) then
        raise exception 'An incident can''t go from % to %.', old.state, new.state using errcode = 'check_violation';
    end if;
    if old.state = 'closed' then
        raise exception 'A closed incident is never changed.' using errcode = 'insufficient_privilege';
    end if;
    if (new.id, new.company_id, new.number, new.origin, new.signal, new.about, new.story, new.found_at, new.is_drill)
        is distinct from
        (old.id, old.company_id, old.number, old.origin, old.signal, old.about, old.story, old.found_at, old.is_drill)
    then
        raise exception 'What was found, and when, is never changed.' using errcode = 'insufficient_privilege';
    end if;
    if old.reported_at is not null and (new.reported_at, new.notice) is distinct from (old.reported_at, old.notice) then
        raise exception 'What was reported is never changed.' using errcode = 'insufficient_privilege';
    end if;
    if old.endangered_at is not null and new.endangered_at is distinct from old.endangered_at then
        raise exception 'That people are endangered is never taken back.' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger incident_moves before update on incidents_incident for each row execute function incidents_check_move();

create function incidents_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'What happened about an incident is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Add another row instead.';
end $$;
create trigger incident_is_not_deleted before delete or truncate
    on incidents_incident for each statement execute function incidents_refuse_change();
create trigger incident_step_never_changes before update or delete or truncate
    on incidents_step for each statement execute function incidents_refuse_change();
create trigger incident_scope_never_changes before update or delete or truncate
    on incidents_scope for each statement execute function incidents_refuse_change();
"""

UNDO = """
drop trigger incident_moves on incidents_incident;
drop trigger incident_is_not_deleted on incidents_incident;
drop trigger incident_step_never_changes on incidents_step;
drop trigger incident_scope_never_changes on incidents_scope;
drop function incidents_check_move();
drop function incidents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_incidents")]

    operations = [migrations.RunSQL(RULES, UNDO)]
