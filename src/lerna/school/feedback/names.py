"""By what name others see whoever writes: chosen by themselves, and by default nobody's (clause 8.1-г)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.accounts.turns import take_turns
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.models import DisplayName
from lerna.school.feedback.rules import load_rules

CLAUSE = "8.1-г"


class ReservedNameError(ValueError):
    """The name would pass for one of the school's own people."""


def choose_name(*, subject: DataSubject, name: str, now: datetime) -> None:
    """From now on everything that the person posted is shown by this name; by none where it is empty.

    ReservedNameError.
    """
    name = " ".join(name.split())
    if any(word in name.casefold() for word in load_rules().reserved_names):
        raise ReservedNameError
    with transaction.atomic():
        take_turns(f"display-name:{subject.pk}")
        with processing(Purpose.LEARNING, company=subject.company, reason="somebody chooses a name to be shown"):
            known = list(DisplayName.objects.filter(subject=subject))
            if (known[0].name if known else "") == name:
                return
            chosen = known[0] if known else DisplayName(subject=subject, company=subject.company)
            if name:
                chosen.name, chosen.chosen_at = name, now
                chosen.save()
            else:
                DisplayName.objects.filter(subject=subject).delete()
        record(
            company=subject.company, operation=Operation.UPDATE, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=subject.pk, details={"field": "display-name"},
        )  # fmt: skip


def read_names(people: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those who chose one. In the block of learning. One query."""
    return {one.subject_id: one.name for one in DisplayName.objects.filter(subject__in=set(people))}


def read_name(subject: DataSubject) -> str:
    """The person's own, empty where they chose none. In the block of learning. One query."""
    return read_names([subject.pk]).get(subject.pk, "")
