"""A package that was sent, and how far its import is."""

from django.db import models

from lerna.companies.models import Company
from lerna.school.catalogue.models import KEY_LENGTH, NAME_LENGTH
from lerna.school.exchange.models import ImportReport


class State(models.TextChoices):
    """Waiting and running packages have their bytes in the storage; the others have none."""

    WAITING = "waiting", "waits for its turn"
    RUNNING = "running", "is being brought in"
    DONE = "done", "is brought in"
    FAILED = "failed", "could not be brought in"


class Arrival(models.Model):
    """One package. What its author wished stands in `key`, `teaches` and `sites`; empty: as the package says."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH)  # as its sender called it
    size = models.BigIntegerField()  # bytes
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    teaches = models.CharField(max_length=2, blank=True)
    sites = models.JSONField(default=list)  # keys
    only_try = models.BooleanField(default=False)
    language = models.CharField(max_length=2)  # of its author, in which faults are said
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)  # files kept so far
    total = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)  # sentences
    report = models.ForeignKey(ImportReport, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when it last moved
    sent_by = models.UUIDField()  # the account of its author

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="arrival_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(
                name="arrival_that_is_done_has_a_report",
                condition=models.Q(state=State.DONE, report__isnull=False)
                | models.Q(~models.Q(state=State.DONE), report__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company_id}/{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in {State.WAITING, State.RUNNING}


def package_path(arrival: Arrival) -> str:
    """Where the bytes lie in the storage until they are brought in."""
    return f"{PACKAGES}/{arrival.company_id}/{arrival.pk}"


PACKAGES = "packages"  # a folder of the storage
