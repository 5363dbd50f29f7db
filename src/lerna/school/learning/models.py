"""Who is enrolled in which run, and how far they have come in it."""

from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Lesson, Run

NOTE_LENGTH = 10_000


class State(models.TextChoices):
    """How an enrollment stands."""

    ACTIVE = "active", "studies"
    FINISHED = "finished", "has finished the course"
    LEFT = "left", "is no longer enrolled"


class Origin(models.TextChoices):
    """By whose hand somebody was enrolled."""

    STAFF = "staff", "a member of staff"
    ORDER = "order", "an order that was paid"
    SELF = "self", "the person themselves, in a free course"


class Enrollment(PersonalModel):
    """A person's place in a run: once, however often they leave and come back. `ends_at` null: stays open."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    origin = models.CharField(max_length=5, choices=Origin)
    enrolled_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="enrollment_of_run", fields=["run", "state"])]
        constraints = [
            models.UniqueConstraint(name="enrollment_once_in_run", fields=["subject", "run"]),
            models.CheckConstraint(name="enrollment_state_is_known", condition=models.Q(state__in=State.values)),
            models.CheckConstraint(name="enrollment_origin_is_known", condition=models.Q(origin__in=Origin.values)),
            models.CheckConstraint(
                name="enrollment_is_finished_at_a_time",
                condition=~models.Q(state=State.FINISHED) | models.Q(finished_at__isnull=False),
            ),
        ]


class LessonProgress(PersonalModel):
    """Where a learner is in a lesson. `place` is how far they scrolled, in percent; `video` seconds by block."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="progress")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # the latest visit
    completed_at = models.DateTimeField(null=True)
    place = models.PositiveSmallIntegerField(default=0)
    video = models.JSONField(default=dict)

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="lessonprogress_once", fields=["enrollment", "lesson"]),
            models.CheckConstraint(name="lessonprogress_place_is_percent", condition=models.Q(place__lte=100)),
        ]


class BlockCompletion(PersonalModel):
    """A block that asked something of the learner, and got it."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    done_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="blockcompletion_once", fields=["enrollment", "lesson", "block"]),
        ]


class Result(PersonalModel):
    """What a block earned of what was possible. `part` is of the course's grading; empty: for the learner alone."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="results")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    part = models.CharField(max_length=KEY_LENGTH, default="", blank=True)
    earned = models.DecimalField(max_digits=8, decimal_places=2)
    possible = models.DecimalField(max_digits=8, decimal_places=2)
    noted_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="result_once", fields=["enrollment", "lesson", "block"]),
            models.CheckConstraint(
                name="result_is_within_what_is_possible",
                condition=models.Q(earned__gte=0, possible__gt=0, earned__lte=models.F("possible")),
            ),
        ]


class PollAnswer(PersonalModel):
    """What somebody chose in a poll, once; `choice` counts from 0."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    choice = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        indexes = [models.Index(name="pollanswer_by_choice", fields=["lesson", "block", "choice"])]
        constraints = [
            models.UniqueConstraint(name="pollanswer_once", fields=["enrollment", "lesson", "block"]),
        ]


class Note(PersonalModel):
    """What a learner wrote beside a lesson, for themselves."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(max_length=NOTE_LENGTH)
    changed_at = models.DateTimeField()

    class Meta(PersonalModel.Meta):
        constraints = [models.UniqueConstraint(name="note_once_in_lesson", fields=["enrollment", "lesson"])]
