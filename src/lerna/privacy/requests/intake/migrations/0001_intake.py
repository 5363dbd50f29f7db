"""How far each mailbox was read, and what became of each letter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("companies", "0001_companies_and_sites"),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="companies.company",
                    ),
                ),
                ("uid_validity", models.PositiveBigIntegerField()),
                ("last_uid", models.PositiveBigIntegerField(default=0)),
                ("since", models.DateField()),
                ("read_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="companies.company",
                    ),
                ),
                (
                    "problem",
                    models.CharField(
                        choices=[
                            ("no-connection", "The mail server doesn't answer, or not over TLS as it should."),
                            ("no-login", "The mail server refuses the user name or the password."),
                            ("no-folder", "The folder to read isn't there."),
                            ("broken", "The mail server answers otherwise than the protocol says."),
                        ],
                        max_length=16,
                    ),
                ),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Taken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid_validity", models.PositiveBigIntegerField()),
                ("uid", models.PositiveBigIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("request", "a request"),
                            ("desk", "a request that a person has to make out"),
                            ("added", "added to the request that it answers"),
                            ("returned", "a letter of ours that came back"),
                            ("automatic", "an automatic answer to one of ours"),
                            ("own", "our own letter; left where it is"),
                            ("elsewhere", "not about personal data; left where it is"),
                            ("repeated", "taken before"),
                        ],
                        max_length=9,
                    ),
                ),
                ("reason", models.CharField(db_default="", default="", max_length=16)),
                ("request", models.UUIDField(null=True)),
                ("folder", models.CharField(db_default="", default="", max_length=40)),
                ("taken_at", models.DateTimeField()),
                ("moved_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="companies.company"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("moved_at", None)), fields=["company", "uid"], name="taken_to_move"
                    ),
                    models.Index(fields=["company", "taken_at"], name="taken_on"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "uid_validity", "uid"), name="taken_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "repeated"), _negated=True),
                        fields=("company", "digest"),
                        name="taken_by_content_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                ["request", "desk", "added", "returned", "automatic", "own", "elsewhere", "repeated"],
                            )
                        ),
                        name="taken_outcome_is_known",
                    ),
                ],
            },
        ),
    ]
