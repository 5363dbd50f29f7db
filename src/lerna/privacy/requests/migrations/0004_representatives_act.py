"""A step may have been taken by a representative, whose word is longer than the column was.

PostgreSQL alters no column that a trigger names, so the trigger is put aside meanwhile.
"""

from django.db import migrations, models

DROP = "drop trigger step_never_changes on requests_step"
CREATE = """
create trigger step_never_changes before update of id, subject_id, company_id, request_id, place, happening, at, actor,
    actor_id, letter on requests_step for each statement execute function requests_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_letters_of_steps")]

    operations = [
        migrations.RunSQL(DROP, CREATE),
        migrations.AlterField(model_name="step", name="actor", field=models.CharField(max_length=14)),
        migrations.RunSQL(CREATE, DROP),
    ]
