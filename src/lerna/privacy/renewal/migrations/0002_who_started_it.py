"""At the desk it is known who starts a publication; the evidence of it then says so (clause 11.4)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('renewal', '0001_publications'),
    ]

    operations = [
        migrations.AddField(
            model_name='publication',
            name='actor_id',
            field=models.UUIDField(null=True),
        ),
    ]
