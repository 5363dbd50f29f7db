"""Works in their versions, the files with them, and what curators said."""

from django.core.files.storage import default_storage
from django.core.validators import MinValueValidator
from django.db import models

from lerna.companies.models import Company
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, NAME_LENGTH, Lesson
from lerna.school.learning.models import Enrollment

LINK_LENGTH = 2000
PHRASE_LENGTH = 1000
CONTENT = "content"  # of a file: the place that its bytes are sealed for, beside the row's columns


class State(models.TextChoices):
    """How far a version of a work is."""

    DRAFT = "draft", "is being written"
    HANDED_IN = "handed-in", "waits for a curator"
    RETURNED = "returned", "came back for rework"
    ACCEPTED = "accepted", "is accepted"


class Submission(PersonalModel):
    """One version of a work; `number` counts from 1. `late_days` are those of the first version: rework is never late.

    `claimed_by` is the account of the curator who has it open until `claimed_until`.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    text = EncryptedTextField(null=True)
    link = EncryptedTextField(max_length=LINK_LENGTH, null=True)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    late_days = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(
                name="submission_queue", fields=["company", "promised_at"], condition=models.Q(state=State.HANDED_IN)
            )
        ]
        constraints = [
            models.UniqueConstraint(name="submission_version_once", fields=["enrollment", "lesson", "block", "number"]),
            models.UniqueConstraint(
                name="submission_one_is_open",
                fields=["enrollment", "lesson", "block"],
                condition=models.Q(state__in=[State.DRAFT, State.HANDED_IN]),
            ),
            models.CheckConstraint(name="submission_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="submission_is_handed_in_at_a_time",
                condition=models.Q(state=State.DRAFT, handed_in_at=None, promised_at=None)
                | models.Q(handed_in_at__isnull=False, promised_at__isnull=False) & ~models.Q(state=State.DRAFT),
            ),
        ]


class SubmittedFile(PersonalModel):
    """A file of a version. Its bytes lie in the storage under the row's number, sealed under the person's key."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="files")
    name = EncryptedTextField(max_length=NAME_LENGTH, null=True)
    size = models.PositiveBigIntegerField()  # bytes, before they were sealed
    added_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        ordering = ["added_at", "pk"]


class LooseFile(models.Model):
    """Bytes in the storage that no row holds: not yet, or no more. From `due_at` on they are swept away."""

    id = models.UUIDField(primary_key=True, editable=False)  # the row's that shall hold it, or did
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)


class Review(PersonalModel):
    """What a curator said of a version. `points` by criterion, as decimal texts; `earned` of them after lateness."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", "accepted"
        RETURN = "return", "returned for rework"

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="review")
    decision = models.CharField(max_length=6, choices=Decision)
    points = models.JSONField(default=dict)
    earned = models.DecimalField(max_digits=8, decimal_places=2)
    possible = models.DecimalField(max_digits=8, decimal_places=2)
    comment = EncryptedTextField(null=True)
    reviewed_by = models.UUIDField()  # the account of the curator
    reviewed_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="review_decision_is_known", condition=models.Q(decision__in=["accept", "return"])
            ),
            models.CheckConstraint(
                name="review_is_within_what_is_possible",
                condition=models.Q(earned__gte=0, possible__gt=0, earned__lte=models.F("possible")),
            ),
        ]


class Phrase(models.Model):
    """Words that a curator says often."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    owner = models.UUIDField()  # the account of the curator
    text = models.CharField(max_length=PHRASE_LENGTH)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [models.UniqueConstraint(name="phrase_once", fields=["owner", "text"])]

    def __str__(self) -> str:
        return f"{self.owner}/{self.pk}"


def file_path(company: int, file: str) -> str:
    """Where the sealed bytes of a file lie in the storage."""
    return default_storage.generate_filename(f"learners/{company}/{file[:2]}/{file}")
