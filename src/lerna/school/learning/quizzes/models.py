"""Attempts at quizzes, and every step of every answer.

A migration adds what the ORM can't say: a step is added and never changed, not even by the tables' owner.
"""

import json

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.personal import PersonalModel
from lerna.school.catalogue.models import KEY_LENGTH, Lesson, LessonRevision
from lerna.school.learning.models import Enrollment
from lerna.school.learning.quizzes.marking.reading import Answer

_IS_OPEN = models.Q(finished_at=None)


class End(models.TextChoices):
    """How an attempt ended."""

    LEARNER = "learner", "by the learner"
    TIME = "time", "by the time"


class Attempt(PersonalModel):
    """One attempt at a quiz as the revision states it, with the questions that were drawn for it; its own number is
    the seed of what it shows in which order.

    `due_at` null: no limit. `settled_at`: until then answers that were given in time may still arrive, and nothing is
    said of what is right. `earned`, `possible` and `marks` are points, the last by key of question.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(Lesson, on_delete=models.PROTECT, related_name="+")
    block = models.CharField(max_length=KEY_LENGTH)
    revision = models.ForeignKey(LessonRevision, on_delete=models.PROTECT, related_name="+")
    drawn = ArrayField(models.CharField(max_length=KEY_LENGTH))
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=7, choices=End, default="", blank=True)
    earned = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    possible = models.DecimalField(max_digits=8, decimal_places=2)
    marks = models.JSONField(default=dict)

    class Meta(PersonalModel.Meta):
        indexes = [
            models.Index(name="attempt_at_quiz", fields=["lesson", "block"]),
            models.Index(name="attempt_by_end", fields=["company", "due_at"], condition=_IS_OPEN),
        ]
        constraints = [
            models.UniqueConstraint(
                name="attempt_one_is_open", fields=["enrollment", "lesson", "block"], condition=_IS_OPEN
            ),
            models.CheckConstraint(
                name="attempt_is_settled_after_its_end",
                condition=models.Q(finished_at=None, settled_at=None, ended_by="")
                | models.Q(ended_by__in=End.values, settled_at__gte=models.F("finished_at")),
            ),
            models.CheckConstraint(
                name="attempt_earns_what_is_possible",
                condition=models.Q(earned__gte=0, earned__lte=models.F("possible")),
            ),
        ]


class AnswerStep(PersonalModel):
    """One step at one question: an answer was given, changed or taken back, or a hint was shown (`hint` from 1).

    What was chosen stands in `choice`, what was typed in `words`, both as `marking.reading` says; neither: no answer.
    `step` is the browser's own number of it, so that what arrives twice is kept once. `given_at` is the browser's time
    by the server's clock, never later than `received_at`. `is_delayed`: it arrived after the time was over.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="steps")
    question = models.CharField(max_length=KEY_LENGTH)
    step = models.UUIDField()
    choice = models.JSONField(null=True)
    words = EncryptedTextField(null=True)
    hint = models.PositiveSmallIntegerField(default=0)
    given_at = models.DateTimeField()
    received_at = models.DateTimeField()
    is_delayed = models.BooleanField(default=False)

    class Meta(PersonalModel.Meta):
        constraints = [
            models.UniqueConstraint(name="answerstep_arrives_once", fields=["attempt", "step"]),
            models.UniqueConstraint(
                name="answerstep_hint_once", fields=["attempt", "question", "hint"], condition=models.Q(hint__gt=0)
            ),
            models.CheckConstraint(
                name="answerstep_is_received_after_it_was_given",
                condition=models.Q(received_at__gte=models.F("given_at")),
            ),
            models.CheckConstraint(
                name="answerstep_is_chosen_or_typed",
                condition=models.Q(choice__isnull=True) | models.Q(words__isnull=True),
            ),
        ]

    @property
    def answer(self) -> Answer:
        """What was answered, None where nothing is."""
        return json.loads(self.words) if self.words else self.choice
