"""Published versions of a company's policy: written once, changed by nobody (clauses 3.1, 11.4)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.companies.models import Company
from lerna.privacy.policy.document import LANGUAGES


class Source(models.TextChoices):
    """Where a version's text came from."""

    IMPORTED = "imported", "imported from the company's own text"
    MODEL = "model", "rendered from the model text"


class PolicyVersion(models.Model):
    """One published text. The migration adds what the ORM can't say: no update, delete or truncate, by trigger and by
    grant, and a hash that PostgreSQL itself computes again on insert.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveSmallIntegerField()
    dated_on = models.DateField()
    published_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=Source)
    # Text, not jsonb: the hash is over these very characters, and jsonb would reorder them.
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    languages = ArrayField(models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGES]))

    class Meta:
        ordering = ["company", "-number"]
        constraints = [
            models.UniqueConstraint(name="policyversion_number_once_in_company", fields=["company", "number"]),
            models.CheckConstraint(name="policyversion_number_from_1", condition=models.Q(number__gte=1)),
            models.CheckConstraint(name="policyversion_source_is_known", condition=models.Q(source__in=Source.values)),
            models.CheckConstraint(
                name="policyversion_hash_is_sha256", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(name="policyversion_has_a_language", condition=models.Q(languages__len__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.number}"
