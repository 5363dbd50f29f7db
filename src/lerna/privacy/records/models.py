"""Papers as the privacy officer approved them: kept word for word, changed by nobody."""

from typing import ClassVar

from django.db import models

from lerna.companies.models import Company
from lerna.privacy.records.document import Kind


class Approval(models.Model):
    """One approved copy. The migration adds what the ORM can't say: no update, delete or truncate, and a hash that
    PostgreSQL itself computes again.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in Kind])
    number = models.PositiveSmallIntegerField()
    document = models.TextField()  # canonical JSON; the hash is over these very characters
    sha256 = models.CharField(max_length=64)
    approved_at = models.DateTimeField()
    approved_by = models.UUIDField()  # the account of the member of staff

    class Meta:
        ordering: ClassVar = ["company", "kind", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="approval_number_once", fields=["company", "kind", "number"]),
            models.CheckConstraint(name="approval_number_from_1", condition=models.Q(number__gte=1)),
            models.CheckConstraint(
                name="approval_kind_is_known", condition=models.Q(kind__in=[kind.value for kind in Kind])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.kind}/{self.number}"
