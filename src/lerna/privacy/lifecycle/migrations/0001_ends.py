import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0001_companies_and_sites'),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasureRun',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('ground', models.CharField(choices=[('demand', "the person's demand"), ('account-deleted', 'the person deleted their account'), ('withdrawn', 'the consent was withdrawn'), ('term', 'the term has passed'), ('unlawful', 'the data were received or processed unlawfully'), ('restored', 'repeated after a backup was restored')], max_length=16)),
                ('actor', models.CharField(max_length=16)),
                ('created_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('finished_at', None)), fields=['created_at'], name='run_to_go_on'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ground__in', ['demand', 'account-deleted', 'withdrawn', 'term', 'unlawful', 'restored'])), name='run_ground_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ErasureBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('subjects', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('ending', models.BigIntegerField()),
                ('keeps_ending', models.BigIntegerField()),
                ('in_force', models.BigIntegerField()),
                ('stage', models.CharField(choices=[('planned', 'planned'), ('keyed', 'new keys wait'), ('rows-gone', 'rows gone'), ('verified', 'verified')], default='planned', max_length=12)),
                ('left', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('skipped', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None)),
                ('keys_gone', models.PositiveIntegerField(default=0)),
                ('counts', models.JSONField(default=dict)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='lifecycle.erasurerun')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('run', 'number'), name='batch_once_in_run'),
                    models.CheckConstraint(condition=models.Q(('stage__in', ['planned', 'keyed', 'rows-gone', 'verified'])), name='batch_stage_is_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Farewell',
            fields=[
                ('subject', models.UUIDField(primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('granted', models.BigIntegerField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['company', 'due_at'], name='farewell_due'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.UUIDField(db_index=True)),
                ('purpose', models.CharField(choices=[('consulting', 'consulting'), ('personal-offers', 'personal-offers'), ('site-quality', 'site-quality'), ('advertising-statistics', 'advertising-statistics'), ('marketing', 'marketing'), ('audience-research', 'audience-research'), ('bank-credit', 'bank-credit'), ('payments', 'payments'), ('learning', 'learning'), ('accounting', 'accounting'), ('state-bodies', 'state-bodies'), ('security', 'security'), ('requests', 'requests'), ('consent-proof', 'consent-proof')], max_length=32)),
                ('law', models.TextField()),
                ('set_at', models.DateTimeField()),
                ('until', models.DateField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('purpose__in', ['consulting', 'personal-offers', 'site-quality', 'advertising-statistics', 'marketing', 'audience-research', 'bank-credit', 'payments', 'learning', 'accounting', 'state-bodies', 'security', 'requests', 'consent-proof'])), name='hold_purpose_is_known'),
                    models.CheckConstraint(condition=models.Q(('law', ''), _negated=True), name='hold_names_its_law'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.UUIDField()),
                ('bit', models.BigIntegerField()),
                ('last_on', models.DateField()),
                ('ended_on', models.DateField(null=True)),
                ('warned_on', models.DateField(null=True)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_on', None)), fields=['company', 'bit', 'last_on'], name='clock_by_last_day'), models.Index(condition=models.Q(('ended_on__isnull', False)), fields=['company', 'ended_on'], name='clock_by_end')],
                'constraints': [models.UniqueConstraint(fields=('subject', 'bit'), name='clock_once_a_purpose')],
            },
        ),
    ]
