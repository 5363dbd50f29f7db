"""Accounts: who may log in, by what, and from where they are logged in. Names and contacts stand in the profile."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import EMAIL_LENGTH, DataSubject
from lerna.privacy.subjects.personal import PersonalManager, PersonalModel

DEVICE_LENGTH = 80
FACTOR_NAME_LENGTH = 60
HOST_LENGTH = 253  # RFC 1035
WORDS_LENGTH = 300  # in which a member of staff says why they look at a person
SECRET_LENGTH = 2000  # a passkey's id has up to 1023 bytes, an RSA key some 300 more


class User(AbstractBaseUser, PersonalModel):
    """One person's account at one company. By whom they log in is found through the profile's blind indexes.

    `role` is empty for a learner, else a key of `policies/roles.toml`.
    """

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    last_login = None  # the sign-ins say more

    subject = models.OneToOneField(DataSubject, on_delete=models.PROTECT, related_name="user")
    role = models.SlugField(max_length=40, default="", db_default="", blank=True)
    joined_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)  # the code sent to the e-mail came back; nobody logs in before

    objects: ClassVar = PersonalManager()

    class Meta(PersonalModel.Meta):
        pass

    def __str__(self) -> str:
        return f"User {self.pk}"

    @property
    def is_staff(self) -> bool:
        """Whether the person works here, and so needs a second factor."""
        return bool(self.role)


class CodeKind(models.TextChoices):
    """What a code that was sent by letter is for."""

    CONFIRM = "confirm", "confirm the address of a new account"
    SIGN_IN = "sign-in", "log in"
    NEW_EMAIL = "new-email", "confirm a new address"


class Code(PersonalModel):
    """A code that was sent. What it brings into force (a password, an address) waits here until it is typed in."""

    kind = models.CharField(max_length=10, choices=CodeKind)
    digest = models.BinaryField(max_length=32)
    password = models.CharField(max_length=128, default="", db_default="")
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta(PersonalModel.Meta):
        constraints = [
            models.CheckConstraint(name="code_is_for_something", condition=models.Q(kind__in=CodeKind.values)),
            models.UniqueConstraint(name="code_latest_of_its_kind", fields=["subject", "kind"]),
        ]


class SignIn(PersonalModel):
    """One log-in: a browser that holds a token whose hash stands here. Kept past its end as the log of log-ins."""

    token = models.BinaryField(max_length=32, unique=True)
    device = EncryptedTextField(max_length=DEVICE_LENGTH, null=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    proven_at = models.DateTimeField(null=True)  # by a second factor
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="signin_by_time", fields=["company", "created_at"])]


class FactorKind(models.TextChoices):
    """By what a member of staff shows that it is really them."""

    PROGRAM = "program", "an authenticator program"
    PASSKEY = "passkey", "a passkey"


class Factor(PersonalModel):
    """A second factor that works: it was shown when it was added.

    Of a program `secret` is its key in base32 (RFC 6238), of a passkey its id and public key in base64url (WebAuthn,
    section 6.5.1). `counter` is that of the latest use: half-minutes since 1970, or what the authenticator counts.
    """

    kind = models.CharField(max_length=7, choices=FactorKind)
    name = EncryptedTextField(max_length=FACTOR_NAME_LENGTH, null=True)
    secret = EncryptedTextField(max_length=SECRET_LENGTH)
    host = models.CharField(max_length=HOST_LENGTH, default="", db_default="")  # where it works; empty: on every site
    digest = models.BinaryField(max_length=32, null=True)  # of a passkey's id, so that it is added once
    counter = models.BigIntegerField(default=0, db_default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="factor_passkey_is_added_once", fields=["company", "digest"]),
            models.CheckConstraint(
                name="factor_passkey_has_its_host",
                condition=models.Q(kind=FactorKind.PROGRAM, host="", digest=None)
                | models.Q(~models.Q(host=""), kind=FactorKind.PASSKEY, digest__isnull=False),
            ),
        ]


class CeremonyKind(models.TextChoices):
    """What a log-in has begun."""

    NEW_PROGRAM = "new-program", "a program gets its key"
    NEW_PASSKEY = "new-passkey", "a passkey is made"
    PASSKEY = "passkey", "a passkey is shown"


class Ceremony(PersonalModel):
    """What a log-in has begun of its second factor, and it alone may finish, within minutes: a program's key, or the
    challenge that a passkey has to sign. The latest of its kind counts.
    """

    sign_in = models.ForeignKey(SignIn, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=11, choices=CeremonyKind)
    secret = EncryptedTextField(max_length=SECRET_LENGTH)
    expires_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.CheckConstraint(name="ceremony_kind_is_known", condition=models.Q(kind__in=CeremonyKind.values)),
            models.UniqueConstraint(name="ceremony_latest_of_its_kind", fields=["sign_in", "kind"]),
        ]


class Look(PersonalModel):
    """A member of staff said why they look at the person: `actor_id` is their account, `role` theirs then, `reason`
    a key of `policies/looks.toml`. After `expires_at` it has to be said anew.
    """

    actor_id = models.UUIDField()
    role = models.SlugField(max_length=40)
    purpose = models.SlugField(max_length=40)
    reason = models.SlugField(max_length=40)
    words = EncryptedTextField(max_length=WORDS_LENGTH, null=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="look_at_subject", fields=["subject", "opened_at"])]


class Throttle(models.Model):
    """How often something was tried since its window opened, by a keyed hash of who tried what."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
