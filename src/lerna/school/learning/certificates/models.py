"""Certificates as they were issued, and the company's list of those that were revoked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.companies.models import Company
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import NAME_LENGTH
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import TITLE_LENGTH
from lerna.school.learning.models import Enrollment

NUMBER_LENGTH = 14
_SHA256 = r"^[0-9a-f]{64}$"


class Reason(models.TextChoices):
    """Why a certificate no longer stands."""

    REPLACED = "replaced", "replaced by a new one"
    MISTAKE = "mistake", "issued by mistake"
    RULES = "rules", "the rules of study were broken"


class Certificate(PersonalModel):
    """What the paper says, word for word, and the paper itself: whatever changes later, it stays as it was issued."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=NUMBER_LENGTH)
    holder = EncryptedTextField(max_length=2 * NAME_LENGTH + 1)
    course_key = models.SlugField(max_length=80)
    course_title = models.CharField(max_length=TITLE_LENGTH)
    hours = models.PositiveSmallIntegerField(default=0)
    mark = models.PositiveSmallIntegerField(null=True)  # of 100; null: the course has no grading
    language = models.CharField(max_length=2)
    site = models.SlugField()
    issued_at = models.DateTimeField()
    digest = models.CharField(max_length=64)  # SHA-256 of the PDF
    paper = EncryptedTextField()  # the PDF, in base64
    is_shown = models.BooleanField(default=True)  # to whoever has the number; its holder decides
    part = models.PositiveSmallIntegerField()  # of the status list
    place = models.PositiveIntegerField()  # in that part
    revoked_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=8, default="", db_default="", blank=True)

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="certificate_by_time", fields=["company", "-issued_at"])]
        constraints = [
            models.UniqueConstraint(name="certificate_number_once", fields=["company", "number"]),
            models.UniqueConstraint(name="certificate_place_once", fields=["company", "part", "place"]),
            models.UniqueConstraint(
                name="certificate_stands_once", fields=["enrollment"], condition=models.Q(revoked_at=None)
            ),
            models.CheckConstraint(name="certificate_digest_is_sha256", condition=models.Q(digest__regex=_SHA256)),
            models.CheckConstraint(
                name="certificate_in_a_language",
                condition=models.Q(language__in=[str(code) for code in LANGUAGE_CODES]),
            ),
            models.CheckConstraint(
                name="certificate_revoked_for_a_reason",
                condition=models.Q(revoked_at=None, reason="")
                | models.Q(revoked_at__isnull=False, reason__in=Reason.values),
            ),
        ]


class StatusList(models.Model):
    """A part of the public list of revoked certificates (W3C Bitstring Status List): places, and nobody's name."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField()
    given = models.PositiveIntegerField(default=0)  # so many places; one that was given is never given again
    revoked = ArrayField(models.PositiveIntegerField(), default=list)

    class Meta:
        ordering = ["company", "part"]
        constraints = [models.UniqueConstraint(name="statuslist_part_once", fields=["company", "part"])]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.part}"
