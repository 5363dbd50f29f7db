"""Publications on their way: a text that is to be the policy, until it is in force and everybody has been told."""

from typing import ClassVar

from django.db import models

from lerna.companies.models import Company
from lerna.privacy.policy.models import PolicyVersion, Source


class Publication(models.Model):
    """Kept whole from its start, so that whoever goes on after a kill publishes these very words.

    Without a version, it is still stopping what it outdates; with one, it is in force, and people are told in the order
    of their numbers: everybody up to `told_until` has been.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    document = models.TextField()  # canonical JSON; emptied once the version holds it
    dated_on = models.DateField()
    source = models.CharField(max_length=8, choices=Source)
    actor = models.CharField(max_length=16)
    actor_id = models.UUIDField(null=True)  # the account of the member of staff who started it, at the desk
    started_at = models.DateTimeField()
    version = models.OneToOneField(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="publication")
    told_until = models.UUIDField(null=True)
    told = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="publication_to_go_on", fields=["started_at"], condition=models.Q(finished_at=None))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="publication_one_at_a_time", fields=["company"], condition=models.Q(version=None)
            ),
            models.CheckConstraint(
                name="publication_has_words_or_version",
                condition=models.Q(version=None) ^ models.Q(document=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.version_id or 'on its way'}"
