"""Files of the school's own."""

from django.core.files.storage import default_storage
from django.db import models

from lerna.companies.models import Company

NAME_LENGTH = 200  # of a file


class MediaFile(models.Model):
    """A file of the school's own, kept once however often it is used; `digest` is SHA-256 of its bytes."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=NAME_LENGTH)  # as its author called it
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(default=0)  # pixels, of pictures
    height = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mediafile_once_in_company", fields=["company", "digest"]),
            models.CheckConstraint(
                name="mediafile_digest_is_sha256", condition=models.Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.digest[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return media_path(self.company_id, self.digest)


def media_path(company_id: int, digest: str) -> str:
    """Where bytes of this digest lie in the storage."""
    return default_storage.generate_filename(f"school/{company_id}/{digest[:2]}/{digest}")
