"""Files of the school's own, and what was made of them for small screens and slow lines."""

from django.core.files.storage import default_storage
from django.db import models

from lerna.companies.models import Company

NAME_LENGTH = 200  # of a file


class MediaFile(models.Model):
    """A file of the school's own, kept once however often it is used; `digest` is SHA-256 of its bytes."""

    class Fault(models.TextChoices):
        UNREADABLE = "unreadable", "can't be read"
        HUGE = "huge", "more than a phone can show"

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=NAME_LENGTH)  # as its author called it
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    width = models.PositiveIntegerField(default=0)  # pixels as shown, of pictures and films
    height = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    is_made = models.BooleanField(default=False)  # by us of another file: authors have no use for it
    claimed_at = models.DateTimeField(null=True)  # by a job that makes its renditions just now
    prepared_at = models.DateTimeField(null=True)  # since when they are there, if any can be
    fault = models.CharField(max_length=10, choices=Fault, default="", blank=True)  # why there are none

    class Meta:
        constraints = [
            models.UniqueConstraint(name="mediafile_once_in_company", fields=["company", "digest"]),
            models.CheckConstraint(
                name="mediafile_digest_is_sha256", condition=models.Q(digest__regex=r"^[0-9a-f]{64}$")
            ),
            models.CheckConstraint(
                name="mediafile_fault_is_known", condition=models.Q(fault__in=["", "unreadable", "huge"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.digest[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage."""
        return media_path(self.company_id, self.digest)


class Rendition(models.Model):
    """A picture in a smaller size, or a film in one to be streamed; the source itself where it needs no other.

    `stream` of a film as `renditions.films.Stream` writes it, of a picture empty.
    """

    source = models.ForeignKey(MediaFile, on_delete=models.CASCADE, related_name="renditions")
    file = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="rendition_of")
    stream = models.JSONField(default=dict)

    class Meta:
        ordering = ["source", "file__width"]
        constraints = [models.UniqueConstraint(name="rendition_once", fields=["source", "file"])]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.file_id}"


def media_path(company_id: int, digest: str) -> str:
    """Where bytes of this digest lie in the storage."""
    return default_storage.generate_filename(f"school/{company_id}/{digest[:2]}/{digest}")
