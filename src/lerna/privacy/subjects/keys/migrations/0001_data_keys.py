from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DataKey',
            fields=[
                ('subject', models.UUIDField(primary_key=True, serialize=False)),
                ('company', models.BigIntegerField()),
                ('wrapped', models.BinaryField(max_length=60)),
                ('version', models.PositiveSmallIntegerField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'version'], name='datakey_to_rewrap')],
                'constraints': [models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='datakey_version_from_1')],
            },
        ),
    ]
