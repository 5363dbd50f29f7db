"""Factors of two kinds, each shown to work; what was only begun moves to ceremonies.

A key that was never confirmed goes: whoever began sees a new one at the next log-in.
"""

import django.db.models.deletion
import lerna.privacy.subjects.fields
import uuid
from django.db import migrations, models

# The owner is held to row security too, and sees no row without a purpose; `privacy sync` forces it again after migrating.
_FORGET_UNCONFIRMED = """
alter table accounts_factor no force row level security;
delete from accounts_factor where confirmed_at is null;
alter table accounts_factor force row level security;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_accounts'),
    ]

    operations = [
        migrations.RunSQL(_FORGET_UNCONFIRMED, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name='factor', name='factor_one_of_a_person'),
        migrations.RenameField(model_name='factor', old_name='step', new_name='counter'),
        migrations.RenameField(model_name='factor', old_name='confirmed_at', new_name='used_at'),
        migrations.AlterField(model_name='factor', name='used_at', field=models.DateTimeField()),
        migrations.AlterField(model_name='factor', name='secret', field=lerna.privacy.subjects.fields.EncryptedTextField(max_length=2000)),
        migrations.AddField(model_name='factor', name='kind', field=models.CharField(choices=[('program', 'an authenticator program'), ('passkey', 'a passkey')], default='program', max_length=7), preserve_default=False),
        migrations.AddField(model_name='factor', name='name', field=lerna.privacy.subjects.fields.EncryptedTextField(max_length=60, null=True)),
        migrations.AddField(model_name='factor', name='host', field=models.CharField(db_default='', default='', max_length=253)),
        migrations.AddField(model_name='factor', name='digest', field=models.BinaryField(max_length=32, null=True)),
        migrations.AddConstraint(model_name='factor', constraint=models.UniqueConstraint(fields=('company', 'digest'), name='factor_passkey_is_added_once')),
        migrations.AddConstraint(model_name='factor', constraint=models.CheckConstraint(condition=models.Q(models.Q(('digest', None), ('host', ''), ('kind', 'program')), models.Q(models.Q(('host', ''), _negated=True), ('digest__isnull', False), ('kind', 'passkey')), _connector='OR'), name='factor_passkey_has_its_host')),
        migrations.CreateModel(
            name='Ceremony',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('permitted', models.BigIntegerField(db_default=0, editable=False)),
                ('kind', models.CharField(choices=[('new-program', 'a program gets its key'), ('new-passkey', 'a passkey is made'), ('passkey', 'a passkey is shown')], max_length=11)),
                ('secret', lerna.privacy.subjects.fields.EncryptedTextField(max_length=2000)),
                ('expires_at', models.DateTimeField()),
                ('company', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('sign_in', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.signin')),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='subjects.datasubject')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['new-program', 'new-passkey', 'passkey'])), name='ceremony_kind_is_known'), models.UniqueConstraint(fields=('sign_in', 'kind'), name='ceremony_latest_of_its_kind')],
            },
        ),
    ]
