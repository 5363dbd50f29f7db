"""A request moves from state to state only as it may, and what was said of it stays said: the timeline is added to and
never changed, an answer isn't taken back. Deleted is either only when its own term has passed, by whoever says why.
"""

from django.db import migrations

MOVES = {
    "received": ("verified", "refused"),
    "verified": ("working", "refused"),
    "working": ("answered", "refused"),
    "answered": ("closed",),
    "refused": ("closed",),
    "closed": (),
}
_ALLOWED = ", ".join(f"('{before}', '{after}')" for before, moves in MOVES.items() for after in moves)

# Sealed columns are written anew by the role of erasures alone, by the key of what a law keeps; they say the same.
RULES = f"""
create function requests_check_move() returns trigger language plpgsql as $$
begin
    if new.state <> old.state and (old.state, new.state) not in ({_ALLOWED}) then
        raise exception 'A request can''t go from % to %.', old.state, new.state using errcode = 'check_violation';
    end if;
    if (new.number, new.kind, new.channel, new.hand, new.site, new.received_at, new.against_id)
        is distinct from (old.number, old.kind, old.channel, old.hand, old.site, old.received_at, old.against_id) then
        raise exception 'What was demanded, and when, is never changed.' using errcode = 'insufficient_privilege';
    end if;
    if old.answered_at is not null and (
        (new.answered_at, new.outcome, new.ground) is distinct from (old.answered_at, old.outcome, old.ground)
        or new.answer is distinct from old.answer and current_user <> 'lerna_purpose_lifecycle'
    ) then
        raise exception 'An answer that was given is never changed.' using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger request_moves before update on requests_request for each row execute function requests_check_move();

create function requests_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' and coalesce(current_setting('lerna.maintenance', true), '') <> '' then
        return null;
    end if;
    if tg_op = 'UPDATE' and tg_nargs > 0 and current_user = 'lerna_purpose_lifecycle' then
        return null;
    end if;
    raise exception 'What happened to a request is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Add another step instead.';
end $$;
create trigger step_never_changes before update of id, subject_id, company_id, request_id, place, happening, at,
    actor, actor_id
    on requests_step for each statement execute function requests_refuse_change();
create trigger step_note_never_changes before update of note
    on requests_step for each statement execute function requests_refuse_change('sealed anew');
create trigger step_is_not_deleted before delete or truncate
    on requests_step for each statement execute function requests_refuse_change();
create trigger request_is_not_deleted before delete or truncate
    on requests_request for each statement execute function requests_refuse_change();
"""

UNDO = """
drop trigger request_moves on requests_request;
drop trigger request_is_not_deleted on requests_request;
drop trigger step_never_changes on requests_step;
drop trigger step_note_never_changes on requests_step;
drop trigger step_is_not_deleted on requests_step;
drop function requests_check_move();
drop function requests_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0001_requests")]

    operations = [migrations.RunSQL(RULES, UNDO)]
