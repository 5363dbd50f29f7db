"""The ledger: entries, and the blocks that seal them. Rows are added; nobody changes or removes one (clause 2.4)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from lerna.companies.models import Company


def _read(column: str, key: str, output_field: models.Field) -> models.GeneratedField:  # type: ignore[type-arg]
    """A column that PostgreSQL reads out of the text itself, so that the two can't disagree."""
    return models.GeneratedField(
        expression=Cast(KeyTextTransform(key, Cast(column, models.JSONField())), output_field),
        output_field=output_field,
        db_persist=True,
    )


class Entry(models.Model):
    """One act on personal data.

    `line` is text, not jsonb or columns of its own: the hash is over these very characters. The columns around it are
    what PostgreSQL reads out of it, for queries, or checks against it. The migration adds what the ORM can't say: no
    update, delete or truncate; that the application gives only company, `at` and the act's own part of the line; and
    that the database itself puts the id and its clock before that part.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()  # when the operation says it was
    # When the database heard of it, by its own clock: two clocks in one entry, so that a back-dated one shows.
    recorded_at = models.DateTimeField(
        db_default=models.Func(function="statement_timestamp", output_field=models.DateTimeField())
    )
    line = models.TextField()
    operation = _read("line", "operation", models.TextField())
    clause = _read("line", "clause", models.TextField())
    subject = _read("line", "subject", models.UUIDField(null=True))

    class Meta:
        verbose_name_plural = "entries"
        ordering = ["company", "id"]
        indexes = [
            models.Index(name="entry_of_subject", fields=["subject", "id"], condition=~models.Q(subject=None)),
            models.Index(name="entry_of_clause", fields=["company", "clause", "id"]),
            BrinIndex(name="entry_by_moment", fields=["recorded_at"]),  # some bytes for a megabyte of entries
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Block(models.Model):
    """A Merkle tree over some entries, in the order of their ids, with a header that is chained and signed.

    `header` is the signed text itself. `leaves` are the tree's leaf hashes one after another, 32 bytes each: without
    them a wrong root would say only that something changed, and not what.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    header = models.TextField()
    signature = models.BinaryField()
    entry_ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    number = _read("header", "number", models.IntegerField())
    lowest_id = _read("header", "lowest_id", models.BigIntegerField())
    highest_id = _read("header", "highest_id", models.BigIntegerField())

    class Meta:
        ordering = ["company", "number"]
        indexes = [models.Index(name="block_of_entry", fields=["company", "highest_id"])]
        constraints = [
            models.UniqueConstraint(name="block_number_once_in_company", fields=["company", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.number}"
