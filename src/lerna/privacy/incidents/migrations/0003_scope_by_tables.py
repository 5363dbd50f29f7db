"""A scope may also ask whose rows stand in tables that were exposed."""

import django.contrib.postgres.fields
from django.db import migrations, models

_SOURCES = ['looks', 'transfers', 'exports', 'tables', 'everybody']


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0002_moves_and_timeline'),
    ]

    operations = [
        migrations.AddField(
            model_name='scope',
            name='tables',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=63), default=list, size=None),
        ),
        migrations.AlterField(
            model_name='scope',
            name='source',
            field=models.CharField(choices=[('looks', 'whom the staff looked at'), ('transfers', 'whose data went to a recipient'), ('exports', 'whose data were taken away'), ('tables', 'whose rows stand in tables that were exposed'), ('everybody', 'everybody whom the company knows')], max_length=9),
        ),
        migrations.RemoveConstraint(model_name='scope', name='incident_scope_is_known'),
        migrations.AddConstraint(
            model_name='scope',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', _SOURCES)), name='incident_scope_is_known'),
        ),
    ]
