"""What was ticked in one form belongs together: a receipt shows it, and one page takes it back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('abroad', '0001_abroad'),
    ]

    operations = [
        migrations.AddField(
            model_name='abroadconsent',
            name='act',
            field=models.UUIDField(null=True),
        ),
        migrations.AddIndex(
            model_name='abroadconsent',
            index=models.Index(condition=models.Q(('act__isnull', False)), fields=['act'], name='abroad_of_act'),
        ),
    ]
