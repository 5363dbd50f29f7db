"""The outbox: every letter to a person, from the moment it is decided on until it is sent, refused or given up."""

from django.db import models
from django.db.models.functions import Now

from lerna.companies.models import Company
from lerna.kit.localized import LANGUAGE_CODES
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH
from lerna.privacy.subjects.personal import PersonalModel


class State(models.TextChoices):
    """Where a letter is. Only `queued` is ever sent."""

    QUEUED = "queued", "queued"
    SENT = "sent", "sent"
    REFUSED = "refused", "refused"  # the person had not permitted its purpose, or no longer did
    FAILED = "failed", "failed"
    BOUNCED = "bounced", "bounced"  # accepted, and returned by a server further on


class Letter(PersonalModel):
    """One letter. Address and values are sealed, and emptied as soon as nobody needs them to send it."""

    site = models.SlugField()  # key of the site that writes
    purpose = models.SlugField(max_length=40)
    template = models.SlugField(max_length=40)
    language = models.CharField(max_length=2)
    address = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    context = EncryptedTextField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    outcome = models.CharField(max_length=24, default="", blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()  # not to be touched before; while it is being sent, when to take it for lost
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="letter_due", fields=["company", "due_at"], condition=models.Q(state="queued")),
            models.Index(name="letter_of_subject", fields=["subject", "created_at"]),
            models.Index(name="letter_failed", fields=["company", "ended_at"], condition=models.Q(state="failed")),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_for_a_purpose", condition=models.Q(purpose__in=[purpose.value for purpose in Purpose])
            ),
            models.CheckConstraint(
                name="letter_in_a_language", condition=models.Q(language__in=[str(code) for code in LANGUAGE_CODES])
            ),
            models.CheckConstraint(name="letter_state", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="letter_ended_or_queued",
                condition=models.Q(state="queued", ended_at=None)
                | models.Q(~models.Q(state="queued"), ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="letter_sent_keeps_nothing",
                condition=models.Q(state__in=["queued", "failed"])
                | models.Q(address__isnull=True, context__isnull=True),
            ),
        ]


class LastLetter(models.Model):
    """What a person is told once nothing of theirs is left. Address and values are sealed under a key of its own.

    Nothing else says whose it is: the person stands here as a number that leads nowhere. The key is destroyed with the
    sending, so it opens in no backup either. Without a `due_at` it isn't released yet; `sealed` is emptied at its end.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    act = models.UUIDField(db_index=True)  # the erasure that it tells of
    site = models.SlugField()
    template = models.SlugField(max_length=40)
    language = models.CharField(max_length=2)
    sealed = models.BinaryField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="last_letter_due", fields=["company", "due_at"])]
        constraints = [
            models.CheckConstraint(
                name="last_letter_in_a_language",
                condition=models.Q(language__in=[str(code) for code in LANGUAGE_CODES]),
            ),
        ]

    def __str__(self) -> str:
        return f"LastLetter {self.pk}"
