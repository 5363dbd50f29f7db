"""What a package keeps of a learner, once for each place in a lesson, and each time that it was opened."""

from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Lesson
from lerna.school.learning.models import Enrollment

LOCATION_LENGTH = 1000  # characters, the larger of both standards
SUSPEND_LENGTH = 64_000


class Completion(models.TextChoices):
    """How far the learner is, as the package says."""

    UNKNOWN = "", "it doesn't say"
    INCOMPLETE = "incomplete", "begun"
    COMPLETED = "completed", "completed"


class Success(models.TextChoices):
    """Whether the learner knows enough, as the package says."""

    UNKNOWN = "", "it doesn't say"
    PASSED = "passed", "passed"
    FAILED = "failed", "not passed"


class PackageRecord(PersonalModel):
    """What the package said last of all, and gets back when it is opened again. `sitting`: in which one it said it.

    `location` and `suspend_data` are the package's own words, which nobody else reads. A score's `raw` stands between
    `low` and `high` where those are known; `scaled` goes from -1 to 1.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    location = EncryptedTextField(max_length=LOCATION_LENGTH, null=True)
    suspend_data = EncryptedTextField(max_length=SUSPEND_LENGTH, null=True)
    completion = models.CharField(max_length=10, choices=Completion, default=Completion.UNKNOWN, blank=True)
    success = models.CharField(max_length=6, choices=Success, default=Success.UNKNOWN, blank=True)
    raw = models.DecimalField(max_digits=14, decimal_places=7, null=True)
    low = models.DecimalField(max_digits=14, decimal_places=7, null=True)
    high = models.DecimalField(max_digits=14, decimal_places=7, null=True)
    scaled = models.DecimalField(max_digits=8, decimal_places=7, null=True)
    interactions = models.PositiveIntegerField(default=0)
    sitting = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="packagerecord_once", fields=["enrollment", "lesson", "block"]),
            models.CheckConstraint(
                name="packagerecord_says_known_words",
                condition=models.Q(completion__in=Completion.values, success__in=Success.values),
            ),
            models.CheckConstraint(
                name="packagerecord_scaled_is_from_minus_one_to_one",
                condition=models.Q(scaled=None) | models.Q(scaled__gte=-1, scaled__lte=1),
            ),
        ]


class PackageSitting(PersonalModel):
    """One opening of a package, numbered from 1. `message`: the number of the latest message from it that was kept."""

    record = models.ForeignKey(PackageRecord, on_delete=models.CASCADE, related_name="sittings")
    number = models.PositiveIntegerField()
    message = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="packagesitting_once", fields=["record", "number"])]
