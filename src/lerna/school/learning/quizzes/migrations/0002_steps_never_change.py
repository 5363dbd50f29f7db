"""Every step of an answer stays as it arrived, and nobody changes it, the tables' owner included: what a mark rests on
can be read again for as long as it is kept. It goes with its person's erasure, by the role of erasures alone.
"""

from django.db import migrations

# `permitted` alone is changed, by the trigger that keeps it the person's. Sealed words are written anew by the role of
# erasures where a hold keeps them past their key; they say the same.
RULES = """
create function quizzes_refuse_change() returns trigger language plpgsql as $$
begin
    if tg_nargs > 0 and current_user = 'lerna_purpose_lifecycle' then
        return null;
    end if;
    raise exception 'A step of an answer is never changed: % on % is refused.', tg_op, tg_table_name
        using errcode = 'insufficient_privilege', hint = 'Add another step instead.';
end $$;
create trigger answerstep_never_changes before update of id, subject_id, company_id, attempt_id, question, step, choice,
    hint, given_at, received_at, is_delayed
    on quizzes_answerstep for each statement execute function quizzes_refuse_change();
create trigger answerstep_words_never_change before update of words
    on quizzes_answerstep for each statement execute function quizzes_refuse_change('sealed anew');
"""

UNDO = """
drop trigger answerstep_never_changes on quizzes_answerstep;
drop trigger answerstep_words_never_change on quizzes_answerstep;
drop function quizzes_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0001_attempts")]
    operations = [migrations.RunSQL(RULES, UNDO)]
