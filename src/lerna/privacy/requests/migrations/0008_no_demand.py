"""Of a letter that demands nothing that may be said, whoever sent it (clause 6.4)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("companies", "0001_companies_and_sites"),
        ("requests", "0007_queue"),
        ("subjects", "0001_subjects_and_profiles"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="request",
            name="request_unverified_is_only_refused",
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_at__isnull", False),
                    ("outcome", ""),
                    models.Q(("ground__in", ["identity", "no-demand"]), ("outcome", "refused")),
                    _connector="OR",
                ),
                name="request_unverified_is_only_refused",
            ),
        ),
    ]
