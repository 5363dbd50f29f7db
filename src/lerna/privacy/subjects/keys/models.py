"""One wrapped key a person. Destroying the row destroys every sealed value of theirs, in old backups too."""

from django.db import models


class DataKey(models.Model):
    """A person's key, wrapped by their company's. No foreign keys: person and company live in another database."""

    subject = models.UUIDField(primary_key=True)
    company = models.BigIntegerField()
    wrapped = models.BinaryField(max_length=60)
    version = models.PositiveSmallIntegerField()  # of the company's key
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["company", "version"], name="datakey_to_rewrap")]
        constraints = [models.CheckConstraint(name="datakey_version_from_1", condition=models.Q(version__gte=1))]

    def __str__(self) -> str:
        return str(self.subject)
