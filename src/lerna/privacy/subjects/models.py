"""A data subject per company and person, and the profile that says who it is."""

import uuid
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from lerna.companies.models import Company
from lerna.privacy.subjects.crypto import blind
from lerna.privacy.subjects.fields import BlindIndexField, BlindTokensField, EncryptedTextField
from lerna.privacy.subjects.personal import PersonalManager, PersonalModel

NAME_LENGTH = 100
EMAIL_LENGTH = 254  # RFC 5321
PHONE_LENGTH = 32


class RepresentativeBasis(models.TextChoices):
    """By what right somebody acts for a person under 18 or without capacity (clauses 2.1, 8.1-а)."""

    PARENT = "parent", "parent"
    ADOPTER = "adopter", "adoptive parent"
    GUARDIAN = "guardian", "guardian"
    TRUSTEE = "trustee", "trustee"
    ATTORNEY = "attorney", "by power of attorney"


class DataSubject(models.Model):
    """A person whom one company knows; the same person at another company is another one. Says nothing of who it is.

    `granted` holds what stands permitted, a bit for each purpose; `permitted` what may be done now: the same, or, while
    the person is blocked, what a law orders alone. `lapsed` is what a rule ended and the person hasn't permitted since:
    who has none needs no question about what waits for them.
    """

    FRAME: ClassVar[tuple[str, ...]] = (
        "id", "company", "site", "created_at", "granted", "permitted", "lapsed", "blocked_at",
    )  # fmt: skip
    INSERTED: ClassVar[tuple[str, ...]] = FRAME
    CHANGING: ClassVar[tuple[str, ...]] = ("granted", "permitted", "lapsed", "blocked_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    site = models.SlugField()  # key of the site where the person came first
    created_at = models.DateTimeField()
    granted = models.BigIntegerField(db_default=0)
    permitted = models.BigIntegerField(db_default=0)
    lapsed = models.BigIntegerField(default=0, db_default=0)
    blocked_at = models.DateTimeField(null=True)
    representative = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="represented")
    representative_basis = models.CharField(max_length=8, choices=RepresentativeBasis, default="", db_default="")

    objects = PersonalManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                name="datasubject_permits_only_what_is_granted",
                condition=models.Q(permitted=CombinedExpression(models.F("permitted"), "&", models.F("granted"))),
            ),
            models.CheckConstraint(
                name="datasubject_is_whole_unless_blocked",
                condition=models.Q(blocked_at__isnull=False) | models.Q(permitted=models.F("granted")),
            ),
            models.CheckConstraint(
                name="datasubject_representative_has_a_basis",
                condition=models.Q(representative=None, representative_basis="")
                | models.Q(representative__isnull=False, representative_basis__in=RepresentativeBasis.values),
            ),
            models.CheckConstraint(
                name="datasubject_represents_not_itself",
                condition=models.Q(representative=None) | ~models.Q(representative=models.F("id")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Profile(PersonalModel):
    """Who the person is and how to reach them, as they stated it (clauses 4.1, 8.1)."""

    subject = models.OneToOneField(DataSubject, on_delete=models.PROTECT, related_name="profile")
    name = EncryptedTextField(max_length=NAME_LENGTH, null=True)
    surname = EncryptedTextField(max_length=NAME_LENGTH, null=True)
    email = EncryptedTextField(max_length=EMAIL_LENGTH, null=True)
    phone = EncryptedTextField(max_length=PHONE_LENGTH, null=True)
    name_tokens = BlindTokensField(source="name", normalize=blind.name_tokens)
    surname_tokens = BlindTokensField(source="surname", normalize=blind.name_tokens)
    email_index = BlindIndexField(source="email", normalize=blind.email_key)
    phone_index = BlindIndexField(source="phone", normalize=blind.phone_key)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta(PersonalModel.Meta):
        indexes = [
            GinIndex(fields=["name_tokens"], name="profile_by_name"),
            GinIndex(fields=["surname_tokens"], name="profile_by_surname"),
            models.Index(fields=["company", "email_index"], name="profile_by_email"),
            models.Index(fields=["company", "phone_index"], name="profile_by_phone"),
        ]
