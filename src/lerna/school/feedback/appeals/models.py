"""Messages by the feedback form, and complaints, which are consumers' claims, as they were sent and answered."""

from django.db import models

from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH, NAME_LENGTH
from lerna.privacy.subjects.personal import PersonalModel

TEXT_LENGTH = 4000

_IN_A_LANGUAGE = models.Q(language__in=[str(code) for code in LANGUAGE_CODES])
_OPEN = models.Q(answered_at=None)
_ANSWERED_WHOLE = models.Q(answered_at=None, answered_by=None, answer__isnull=True) | models.Q(
    answered_at__isnull=False, answered_by__isnull=False, answer__isnull=False
)


class Topic(models.TextChoices):
    """What a message is about."""

    QUESTION = "question", "a question"
    FAULT = "fault", "something on the site doesn't work"
    IDEA = "idea", "an idea"
    THANKS = "thanks", "thanks"


class Matter(models.TextChoices):
    """What a complaint is about."""

    TEACHING = "teaching", "how it is taught"
    ACCESS = "access", "no access to what was paid for"
    REFUND = "refund", "money back"
    STAFF = "staff", "how the staff behave"
    OTHER = "other", "something else"


class Message(PersonalModel):
    """What somebody wrote by the feedback form. Name and address stand here as typed; empty where an account wrote.

    `purpose` is the ground on which it was taken: consulting by consent, or learning by the contract with a learner.
    """

    purpose = models.CharField(max_length=24)
    topic = models.CharField(max_length=8, choices=Topic)
    text = EncryptedTextField(max_length=TEXT_LENGTH)
    name = EncryptedTextField(max_length=NAME_LENGTH, null=True)
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    site = models.SlugField()
    language = models.CharField(max_length=2)
    act = models.UUIDField(null=True)  # the consents that were given with it
    received_at = models.DateTimeField()
    answer = EncryptedTextField(max_length=TEXT_LENGTH, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)  # the account of the member of staff

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="message_to_answer", fields=["company", "received_at"], condition=_OPEN),
        ]
        constraints = [
            models.CheckConstraint(name="message_topic_is_known", condition=models.Q(topic__in=Topic.values)),
            models.CheckConstraint(
                name="message_ground_is_known",
                condition=models.Q(purpose__in=[Purpose.CONSULTING.value, Purpose.LEARNING.value]),
            ),
            models.CheckConstraint(name="message_in_a_language", condition=_IN_A_LANGUAGE),
            models.CheckConstraint(name="message_answered_whole", condition=_ANSWERED_WHOLE),
        ]


class Complaint(PersonalModel):
    """A consumer's claim, which is answered in writing within the term of the law (law 274-IV, art. 42-4).

    `due_at` is the first moment that is too late. Name and address stand here as typed; empty where an account wrote.
    """

    number = models.CharField(max_length=16)  # LC-2026-000123, for reading out; addresses carry a signed id instead
    matter = models.CharField(max_length=8, choices=Matter)
    text = EncryptedTextField(max_length=TEXT_LENGTH)
    name = EncryptedTextField(max_length=2 * NAME_LENGTH, null=True)
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    site = models.SlugField()
    language = models.CharField(max_length=2)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answer = EncryptedTextField(max_length=TEXT_LENGTH, null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)  # the account of the member of staff
    letter = models.UUIDField(null=True)  # that took the answer

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="complaint_to_answer", fields=["company", "due_at"], condition=_OPEN),
            models.Index(name="complaint_of_subject", fields=["subject", "received_at"]),
        ]
        constraints = [
            models.UniqueConstraint(name="complaint_number_once", fields=["company", "number"]),
            models.CheckConstraint(name="complaint_matter_is_known", condition=models.Q(matter__in=Matter.values)),
            models.CheckConstraint(name="complaint_in_a_language", condition=_IN_A_LANGUAGE),
            models.CheckConstraint(name="complaint_answered_whole", condition=_ANSWERED_WHOLE),
        ]
