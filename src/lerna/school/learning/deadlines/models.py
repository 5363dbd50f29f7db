"""Longer last days that curators gave, and the secret addresses of calendars."""

from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Lesson
from lerna.school.learning.models import Enrollment

REASON_LENGTH = 300
TOKEN_LENGTH = 64


class Extension(PersonalModel):
    """A later last day for one person's work, and why. The latest one given counts."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    due_on = models.DateField()  # the last day, as the calendar in Kazakhstan shows it
    reason = EncryptedTextField(max_length=REASON_LENGTH, null=True)
    given_by = models.UUIDField()  # the account of the member of staff
    given_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="extension_once_for_a_work", fields=["enrollment", "lesson", "block"]),
        ]


class FeedAddress(PersonalModel):
    """By which secret a person's calendar is read; `digest` is SHA-256 of the token, to find it by."""

    token = EncryptedTextField(max_length=TOKEN_LENGTH, null=True)
    digest = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="feedaddress_once_for_a_person", fields=["subject"])]
