"""What is known of the end of personal data: clocks, holds, and runs of erasure. Nothing here says who anybody is.

A person stands here as a bare number without a foreign key: the record of an erasure outlives the person's row.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose

_PURPOSES = [(purpose.value, purpose.value) for purpose in Purpose]
_KNOWN = [purpose.value for purpose in Purpose]


class Clock(models.Model):
    """When a person was last active for a purpose, and since when the purpose has ended, if it has.

    A trigger starts, stops and restarts it as permissions come and go; rooms tell of activity. `bit` is the purpose's.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.UUIDField()
    bit = models.BigIntegerField()
    last_on = models.DateField()  # local day of the last activity, or of whatever event the term counts from
    ended_on = models.DateField(null=True)
    warned_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="clock_once_a_purpose", fields=["subject", "bit"])]
        indexes = [
            models.Index(
                name="clock_by_last_day", fields=["company", "bit", "last_on"], condition=models.Q(ended_on=None)
            ),
            models.Index(
                name="clock_by_end", fields=["company", "ended_on"], condition=models.Q(ended_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.bit}"


class Hold(models.Model):
    """A law orders to keep what one purpose needs of one person, until a day or until it is lifted."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=32, choices=_PURPOSES)
    law = models.TextField()  # the place in the law, as the staff cite it; names no person
    set_at = models.DateTimeField()
    until = models.DateField(null=True)  # the last day; none: until lifted
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_purpose_is_known", condition=models.Q(purpose__in=_KNOWN)),
            models.CheckConstraint(name="hold_names_its_law", condition=~models.Q(law="")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.purpose}"


class Farewell(models.Model):
    """A person asked to delete their account and may still change their mind. `granted` is what they permitted
    before.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(primary_key=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    granted = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(name="farewell_due", fields=["company", "due_at"])]

    def __str__(self) -> str:
        return str(self.subject)


class Ground(models.TextChoices):
    """Why data come to their end."""

    DEMAND = "demand", _("the person's demand")
    ACCOUNT_DELETED = "account-deleted", _("the person deleted their account")
    WITHDRAWN = "withdrawn", _("the consent was withdrawn or has ended")
    TERM = "term", _("the term has passed")
    DEPERSONALIZED = "depersonalized", _("the company depersonalizes the data")
    UNLAWFUL = "unlawful", _("the data were received or processed unlawfully")
    RESTORED = "restored", _("repeated after a backup was restored")


class ErasureRun(models.Model):
    """One erasure, of one person or of very many. It goes on where it stopped until it is verified."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground)
    actor = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(name="run_to_go_on", fields=["created_at"], condition=models.Q(finished_at=None))]
        constraints = [models.CheckConstraint(name="run_ground_is_known", condition=models.Q(ground__in=Ground.values))]

    def __str__(self) -> str:
        return str(self.pk)


class Stage(models.TextChoices):
    """How far a batch has come. Each stage is committed before the next begins, and repeats safely.

    The keys go between the last two, in a transaction of their own database.
    """

    PLANNED = "planned", "planned"
    ROWS_GONE = "rows-gone", "rows gone"
    VERIFIED = "verified", "verified"


class ErasureBatch(models.Model):
    """The manifest: people of one run for whom the same goes and the same stays. It hangs on nothing that goes.

    `ending`, `keeps_ending` and `in_force` are purposes as bits (see `plan`). `counts` are rows by table, once gone;
    `sought` are keyed hashes of old values, until the run has ended (see `values`).
    """

    run = models.ForeignKey(ErasureRun, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField()
    subjects = ArrayField(models.UUIDField())
    ending = models.BigIntegerField()
    keeps_ending = models.BigIntegerField()
    in_force = models.BigIntegerField()
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.PLANNED)
    left = ArrayField(models.UUIDField(), default=list)  # who stays for what a law or a hold keeps, or goes on
    skipped = ArrayField(models.UUIDField(), default=list)  # blocked or held meanwhile: left alone
    keys_gone = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    sought = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="batch_once_in_run", fields=["run", "number"]),
            models.CheckConstraint(name="batch_stage_is_known", condition=models.Q(stage__in=Stage.values)),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"


class Tally(models.Model):
    """How many rows of a table said the same in one month, counted before they went. It is nobody's (clause 8.4-ж).

    `combination` holds the words of closed lists that the data map has counted, by column.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=63)  # the table
    month = models.DateField()  # its first day
    combination = models.JSONField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="tally_once_a_combination", fields=["company", "source", "month", "combination"]
            ),
            models.CheckConstraint(name="tally_counts_something", condition=models.Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.month:%Y-%m}"
