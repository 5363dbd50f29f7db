"""To which recipient abroad a person let their data go, for what, and how that ended."""

from datetime import datetime
from typing import NamedTuple

from django.db import models

from lerna.privacy.consents.models import Cause, Channel, Hand, ShownText
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import HOME, Recipient
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel

_IS_SHA256 = r"^[0-9a-f]{64}$"


class End(NamedTuple):
    """How one ended, as the ending of a consent to a purpose says it."""

    cause: Cause
    hand: Hand
    ended_at: datetime


class AbroadConsent(PersonalModel):
    """One tick of one box. `contents` are the eight of law 94-V, art. 8(4), as a consent to a purpose keeps them.

    `act` is that of the consents that were ticked with it; without them, in the cabinet, there is none. It permits
    nothing by itself: it holds beside a consent to the purpose that is not younger. `substance` is what it means: the
    purpose's own terms, the recipient, its country and what may go there.
    """

    act = models.UUIDField(null=True)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=32)
    country = models.CharField(max_length=2)  # ISO 3166-1
    policy = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(ShownText, on_delete=models.PROTECT, related_name="+")
    substance = models.CharField(max_length=64)
    contents = EncryptedTextField()
    contents_sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    site = models.SlugField()
    form = models.SlugField()
    channel = models.CharField(max_length=8, choices=Channel)
    hand = models.CharField(max_length=14, choices=Hand)
    given_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    cause = models.CharField(max_length=9, choices=Cause, default="", db_default="")  # why it ended
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="abroad_of_act", fields=["act"], condition=models.Q(act__isnull=False)),
            models.Index(
                name="abroad_by_end", fields=["company", "expires_at"], condition=models.Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="abroad_one_stands",
                fields=["subject", "recipient", "purpose"],
                condition=models.Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(name="abroad_is_not_home", condition=~models.Q(country=HOME)),
            models.CheckConstraint(
                name="abroad_purpose_is_known", condition=models.Q(purpose__in=[purpose.value for purpose in Purpose])
            ),
            models.CheckConstraint(
                name="abroad_ends_after_it_began", condition=models.Q(expires_at__gt=models.F("given_at"))
            ),
            models.CheckConstraint(name="abroad_hand_is_known", condition=models.Q(hand__in=Hand.values)),
            models.CheckConstraint(name="abroad_channel_is_known", condition=models.Q(channel__in=Channel.values)),
            models.CheckConstraint(
                name="abroad_ended_for_a_cause",
                condition=models.Q(ended_at=None, cause="") | models.Q(ended_at__isnull=False, cause__in=Cause.values),
            ),
            models.CheckConstraint(
                name="abroad_hashes_are_sha256",
                condition=models.Q(contents_sha256__regex=_IS_SHA256, substance__regex=_IS_SHA256),
            ),
        ]

    @property
    def ending(self) -> End | None:
        """How it ended; None while it stands. What a rule ends, nobody's hand does."""
        if self.ended_at is None:
            return None
        cause = Cause(self.cause)
        return End(cause, Hand(self.hand) if cause is Cause.WITHDRAWN else Hand.SYSTEM, self.ended_at)
