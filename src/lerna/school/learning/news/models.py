"""What learners are told of their studies, and what of that they want by letter."""

from django.db import models

from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Lesson
from lerna.school.learning.models import Enrollment


class Kind(models.TextChoices):
    """What happened."""

    ACCEPTED = "accepted", "a work was accepted"
    RETURNED = "returned", "a work came back for rework"
    DEADLINE = "deadline", "a last day is near"
    EXTENDED = "extended", "a last day was moved"


class Notice(PersonalModel):
    """One piece of news, about one work; its words are made when it is shown. `due_on` where it speaks of a day."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    kind = models.CharField(max_length=8, choices=Kind)
    due_on = models.DateField(null=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="notice_of_person", fields=["subject", "-told_at"])]
        constraints = [
            models.CheckConstraint(name="notice_kind_is_known", condition=models.Q(kind__in=Kind.values)),
            # A last day is announced once, also by two jobs at a time; moved, it is another one.
            models.UniqueConstraint(
                name="notice_of_a_last_day_once",
                fields=["enrollment", "lesson", "block", "due_on"],
                condition=models.Q(kind=Kind.DEADLINE),
            ),
        ]


class SiteOnly(PersonalModel):
    """A kind of news that the person wants on the site alone; what has no row comes by letter too."""

    kind = models.CharField(max_length=8, choices=Kind)
    chosen_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="siteonly_once_for_a_kind", fields=["subject", "kind"]),
            models.CheckConstraint(name="siteonly_kind_is_known", condition=models.Q(kind__in=Kind.values)),
        ]
