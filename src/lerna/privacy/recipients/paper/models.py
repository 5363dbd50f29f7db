"""What of a person's data is on paper, and what was done with it by hand. Staff stand here as bare numbers."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel

TEXT_LENGTH = 300


class Kind(models.TextChoices):
    """How paper came into it."""

    EXTRACT = "extract", _("extract on paper")  # 8.4-д
    BY_HAND = "by-hand", _("processed without automation")  # 8.4-б


class Manner(models.TextChoices):
    """How paper was destroyed: so that nobody can read it again."""

    SHREDDED = "shredded", _("shredded")
    BURNED = "burned", _("burned")
    BY_ARCHIVE = "by-archive", _("by an archive's service, by its certificate")


class PaperRecord(PersonalModel):
    """One extract until its paper is destroyed, by `keep_until` at the latest, or one act by hand."""

    kind = models.CharField(max_length=7, choices=Kind)
    purpose = models.CharField(max_length=32)
    categories = ArrayField(models.CharField(max_length=32))
    reason = EncryptedTextField(null=True)  # why it can't be done without paper, or what was done
    place = EncryptedTextField(null=True)  # where the paper lies
    staff = models.UUIDField()
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    keep_until = models.DateField(null=True)
    destroyed_on = models.DateField(null=True)
    destroyed_how = models.CharField(max_length=10, null=True, choices=Manner)  # noqa: DJ001 -- null: not destroyed
    destroyed_by = models.UUIDField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(
                name="paper_still_there",
                fields=["company", "happened_on"],
                condition=models.Q(kind="extract", destroyed_on=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(name="paper_kind_is_known", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="paper_purpose_is_known",
                condition=models.Q(purpose__in=[purpose.value for purpose in Purpose]),
            ),
            models.CheckConstraint(
                name="paper_categories_are_known",
                condition=models.Q(categories__contained_by=[category.value for category in Category])
                & ~models.Q(categories=[]),
            ),
            models.CheckConstraint(
                name="paper_is_destroyed_by_somebody",
                condition=models.Q(destroyed_on=None, destroyed_by=None, destroyed_how=None)
                | models.Q(
                    kind="extract",
                    destroyed_on__isnull=False,
                    destroyed_by__isnull=False,
                    destroyed_how__in=Manner.values,
                ),
            ),
            models.CheckConstraint(
                name="paper_extract_is_kept_until_a_day",
                condition=models.Q(kind="by-hand", keep_until=None)
                | models.Q(kind="extract", keep_until__gte=models.F("happened_on")),
            ),
        ]
