"""The last letter to a person: what they are told once nothing of theirs is left, sealed under a key of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0001_companies_and_sites'),
        ('letters', '0002_each_purpose_its_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastLetter',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('act', models.UUIDField(db_index=True)),
                ('site', models.SlugField()),
                ('template', models.SlugField(max_length=40)),
                ('language', models.CharField(max_length=2)),
                ('sealed', models.BinaryField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'due_at'], name='last_letter_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('language__in', ['ru', 'kk', 'en'])), name='last_letter_in_a_language')],
            },
        ),
    ]
