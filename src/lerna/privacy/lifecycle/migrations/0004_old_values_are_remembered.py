"""What identified the erased is remembered as keyed hashes until nobody else's row holds it; new keys no longer wait in a
stage of their own.
"""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('lifecycle', '0003_proof_is_sealed_anew'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='erasurebatch',
            name='batch_stage_is_known',
        ),
        migrations.RunSQL("update lifecycle_erasurebatch set stage = 'planned' where stage = 'keyed'", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='erasurebatch',
            name='sought',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='erasurebatch',
            name='stage',
            field=models.CharField(choices=[('planned', 'planned'), ('rows-gone', 'rows gone'), ('verified', 'verified')], default='planned', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='erasurebatch',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['planned', 'rows-gone', 'verified'])), name='batch_stage_is_known'),
        ),
    ]
