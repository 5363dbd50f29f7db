"""Polls: one choice for each enrollment, and how many chose what."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.kinds import Poll
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.models import Enrollment, PollAnswer
from lerna.school.learning.operations import CLAUSE, complete_block


class UnknownChoiceError(Exception):
    """The poll has no such choice."""


def answer_poll(*, enrollment: Enrollment, lesson: Lesson, poll: Poll, choice: int, now: datetime) -> PollAnswer:
    """Keeps the choice, if it is the first: whoever has seen the counts chooses no more. UnknownChoiceError."""
    if not 0 <= choice < len(poll.choices):
        raise UnknownChoiceError
    company = enrollment.subject.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a poll is answered"):
        answer, is_new = PollAnswer.objects.get_or_create(
            enrollment=enrollment,
            lesson=lesson,
            block=poll.key,
            defaults={"subject_id": enrollment.subject_id, "choice": choice, "answered_at": now},
        )
        if is_new:
            record(
                company=company, operation=Operation.ACCUMULATE, clause=CLAUSE, actor=Actor.PERSON, now=now,
                purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("poll-answer", answer.pk),
            )  # fmt: skip
        complete_block(enrollment=enrollment, lesson=lesson, block=poll.key, now=now)
        return answer


def find_choices(enrollment: Enrollment, lesson: Lesson) -> Mapping[str, int]:
    """What the learner chose in this lesson, by block. One query. The caller works for LEARNING."""
    answers = PollAnswer.objects.filter(enrollment=enrollment, lesson=lesson)
    return dict(answers.values_list("block", "choice"))


def count_choices(lesson: Lesson, blocks: Iterable[str]) -> Mapping[tuple[str, int], int]:
    """How many learners of the company chose what, by block and choice. One query. The caller works for LEARNING."""
    answers = PollAnswer.objects.filter(lesson=lesson, block__in=list(blocks))
    counted = answers.values_list("block", "choice").annotate(count=Count("pk")).order_by()
    return {(block, choice): count for block, choice, count in counted}
