"""The proof of consent: what was agreed to, word for word, and how it ended; added, never changed (4.1, 6.1)."""

from django.db import models

from lerna.companies.models import Company
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel

_PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
_IS_SHA256 = r"^[0-9a-f]{64}$"


class Channel(models.TextChoices):
    """By what way a consent came, or its withdrawal."""

    SITE = "site", "form on the site"
    CABINET = "cabinet", "the person's cabinet"
    LETTER = "letter", "letter"
    DESK = "desk", "said to the staff"
    PAPER = "paper", "on paper"


class Hand(models.TextChoices):
    """Who acted."""

    PERSON = "person", "the person"
    REPRESENTATIVE = "representative", "their legal representative"
    STAFF = "staff", "a member of staff, on the person's word"
    SYSTEM = "system", "a rule of the software"


class Cause(models.TextChoices):
    """Why a consent ended."""

    WITHDRAWN = "withdrawn", "withdrawn"
    EXPIRED = "expired", "its term ended"
    OUTDATED = "outdated", "what it permitted has changed, and silence is no consent"


class ShownText(models.Model):
    """A text as it stood beside a box. Nothing in it is anyone's; many people saw the same one."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="showntext_has_a_sha256", condition=models.Q(sha256__regex=_IS_SHA256))
        ]

    def __str__(self) -> str:
        return self.sha256


class Consent(PersonalModel):
    """One tick of one box. `contents` are the eight of law 94-V, art. 8(4), as JSON sealed for the person; with them
    the same act's other facts and a random salt, so that `contents_sha256` tells nothing to whoever guesses names.

    `act` is the same for what was ticked at one time. `substance` is what the consent means, apart from its words.
    """

    act = models.UUIDField()
    purpose = models.CharField(max_length=32, choices=_PURPOSES)
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

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="consent_of_act", fields=["act"]),
            # With what row security and a count ask for, so that a forecast reads the index alone.
            models.Index(name="consent_by_end", fields=["company", "expires_at"], include=["id", "permitted"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_ends_after_it_began", condition=models.Q(expires_at__gt=models.F("given_at"))
            ),
            models.CheckConstraint(
                name="consent_purpose_is_known", condition=models.Q(purpose__in=[purpose.value for purpose in Purpose])
            ),
            models.CheckConstraint(name="consent_channel_is_known", condition=models.Q(channel__in=Channel.values)),
            models.CheckConstraint(name="consent_hand_is_known", condition=models.Q(hand__in=Hand.values)),
            models.CheckConstraint(
                name="consent_hashes_are_sha256",
                condition=models.Q(contents_sha256__regex=_IS_SHA256, substance__regex=_IS_SHA256),
            ),
        ]


class Ending(PersonalModel):
    """How one consent ended; it has one at most."""

    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="ending")
    cause = models.CharField(max_length=9, choices=Cause)
    channel = models.CharField(max_length=8, choices=Channel, default="", db_default="")  # empty where nobody said it
    hand = models.CharField(max_length=14, choices=Hand)
    ended_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="ending_by_cause", fields=["company", "cause", "ended_at"])]
        constraints = [
            models.CheckConstraint(name="ending_cause_is_known", condition=models.Q(cause__in=Cause.values)),
            models.CheckConstraint(name="ending_hand_is_known", condition=models.Q(hand__in=Hand.values)),
        ]


class Settlement(models.Model):
    """Everything that this version outdates under these terms has been ended: until one of the two changes, no job
    has to look at anybody's consents for it.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, primary_key=True, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    settled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="settlement_terms_are_sha256", condition=models.Q(terms_sha256__regex=_IS_SHA256)
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.version_id}"
