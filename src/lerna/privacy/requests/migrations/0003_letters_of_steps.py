"""A step names the letter that went out with it, and never changes that either."""

from django.db import migrations, models

_COLUMNS = "id, subject_id, company_id, request_id, place, happening, at, actor, actor_id"
_TRIGGER = """
drop trigger step_never_changes on requests_step;
create trigger step_never_changes before update of {columns}
    on requests_step for each statement execute function requests_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_moves_and_timeline")]

    operations = [
        migrations.AddField(model_name="step", name="letter", field=models.UUIDField(null=True)),
        migrations.RunSQL(_TRIGGER.format(columns=f"{_COLUMNS}, letter"), _TRIGGER.format(columns=_COLUMNS)),
    ]
