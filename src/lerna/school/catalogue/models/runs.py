"""Each time that a course is taught, and what is sold of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.school.catalogue.models.courses import KEY_LENGTH, TITLE_LENGTH, Course


class Run(models.Model):
    """One time that a course is taught. Days are local, both ends included; null leaves that side open."""

    class Opening(models.TextChoices):
        ALL = "all", "everything at the start"
        WEEKLY = "weekly", "a section a week"
        DAYS = "days", "each section so many days after the start"

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="runs")
    key = models.SlugField(max_length=KEY_LENGTH)
    starts_on = models.DateField(null=True)  # null: at once, at one's own pace
    ends_on = models.DateField(null=True)
    enroll_from = models.DateField(null=True)
    enroll_until = models.DateField(null=True)
    seats = models.PositiveIntegerField(default=0)  # 0: no limit
    opens = models.CharField(max_length=6, choices=Opening, default=Opening.ALL)
    retired_at = models.DateTimeField(null=True)  # left the course's folder, or was taken away; who is enrolled goes on

    class Meta:
        ordering = ["course", "starts_on", "key"]
        constraints = [
            models.UniqueConstraint(name="run_key_once_in_course", fields=["course", "key"]),
            models.CheckConstraint(
                name="run_ends_after_its_start",
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="run_opening_is_known", condition=models.Q(opens__in=["all", "weekly", "days"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}/{self.key}"


class Offer(models.Model):
    """What is sold of a run, and for how much. Prices in whole tenge."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="offers")
    key = models.SlugField(max_length=KEY_LENGTH)
    title = models.CharField(max_length=TITLE_LENGTH)
    price = models.PositiveIntegerField()
    old_price = models.PositiveIntegerField(default=0)  # 0: none
    installment_months = models.PositiveSmallIntegerField(default=0)  # the school's own schedule, without interest
    bank_credit = models.BooleanField(default=False)
    includes = ArrayField(models.TextField(), default=list)
    place = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(name="offer_key_once_in_run", fields=["run", "key"]),
            models.CheckConstraint(
                name="offer_old_price_is_higher",
                condition=models.Q(old_price=0) | models.Q(old_price__gt=models.F("price")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.key}"
