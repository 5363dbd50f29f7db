"""Who has nothing that a rule ended isn't looked through for it on every page."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('subjects', '0001_subjects_and_profiles'),
    ]

    operations = [
        migrations.AddField(
            model_name='datasubject',
            name='lapsed',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
    ]
