import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import lerna.privacy.subjects.crypto.blind
import lerna.privacy.subjects.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_companies_and_sites'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataSubject',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('site', models.SlugField()),
                ('created_at', models.DateTimeField()),
                ('granted', models.BigIntegerField(db_default=0)),
                ('permitted', models.BigIntegerField(db_default=0)),
                ('blocked_at', models.DateTimeField(null=True)),
                ('representative_basis', models.CharField(choices=[('parent', 'parent'), ('adopter', 'adoptive parent'), ('guardian', 'guardian'), ('trustee', 'trustee'), ('attorney', 'by power of attorney')], db_default='', default='', max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('representative', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represented', to='subjects.datasubject')),
            ],
            options={
                'base_manager_name': 'objects',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('permitted', django.db.models.expressions.CombinedExpression(models.F('permitted'), '&', models.F('granted')))), name='datasubject_permits_only_what_is_granted'),
                    models.CheckConstraint(condition=models.Q(('blocked_at__isnull', False), ('permitted', models.F('granted')), _connector='OR'), name='datasubject_is_whole_unless_blocked'),
                    models.CheckConstraint(condition=models.Q(models.Q(('representative', None), ('representative_basis', '')), models.Q(('representative__isnull', False), ('representative_basis__in', ['parent', 'adopter', 'guardian', 'trustee', 'attorney'])), _connector='OR'), name='datasubject_representative_has_a_basis'),
                    models.CheckConstraint(condition=models.Q(('representative', None), models.Q(('representative', models.F('id')), _negated=True), _connector='OR'), name='datasubject_represents_not_itself'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('permitted', models.BigIntegerField(db_default=0, editable=False)),
                ('name', lerna.privacy.subjects.fields.EncryptedTextField(max_length=100, null=True)),
                ('surname', lerna.privacy.subjects.fields.EncryptedTextField(max_length=100, null=True)),
                ('email', lerna.privacy.subjects.fields.EncryptedTextField(max_length=254, null=True)),
                ('phone', lerna.privacy.subjects.fields.EncryptedTextField(max_length=32, null=True)),
                ('name_tokens', lerna.privacy.subjects.fields.BlindTokensField(editable=False, normalize=lerna.privacy.subjects.crypto.blind.name_tokens, null=True, source='name')),
                ('surname_tokens', lerna.privacy.subjects.fields.BlindTokensField(editable=False, normalize=lerna.privacy.subjects.crypto.blind.name_tokens, null=True, source='surname')),
                ('email_index', lerna.privacy.subjects.fields.BlindIndexField(editable=False, normalize=lerna.privacy.subjects.crypto.blind.email_key, null=True, source='email')),
                ('phone_index', lerna.privacy.subjects.fields.BlindIndexField(editable=False, normalize=lerna.privacy.subjects.crypto.blind.phone_key, null=True, source='phone')),
                ('changed_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('company', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
                ('subject', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='profile', to='subjects.datasubject')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [
                    django.contrib.postgres.indexes.GinIndex(fields=['name_tokens'], name='profile_by_name'),
                    django.contrib.postgres.indexes.GinIndex(fields=['surname_tokens'], name='profile_by_surname'),
                    models.Index(fields=['company', 'email_index'], name='profile_by_email'),
                    models.Index(fields=['company', 'phone_index'], name='profile_by_phone'),
                ],
            },
        ),
    ]
