"""Which letters wait for their automatic answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0001_companies_and_sites"),
        ("intake", "0001_intake"),
    ]

    operations = [
        migrations.AddField(
            model_name="taken",
            name="held_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="taken",
            index=models.Index(
                condition=models.Q(("held_at__isnull", False)), fields=["company", "held_at"], name="taken_held"
            ),
        ),
    ]
