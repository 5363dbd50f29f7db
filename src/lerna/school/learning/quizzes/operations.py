"""Every write of this room: an attempt begins, answers arrive, hints are shown, and it ends."""

import json
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import Processing, processing
from lerna.school.blocks.questions import Question
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.access import is_lesson_open
from lerna.school.learning.models import Enrollment
from lerna.school.learning.operations import CLAUSE
from lerna.school.learning.quizzes.ending import end_attempt, mark_anew, settle
from lerna.school.learning.quizzes.marking.reading import Answer, AnswerError, Fields, is_typed, read_answer
from lerna.school.learning.quizzes.marking.shuffles import draw_questions, list_shown
from lerna.school.learning.quizzes.models import AnswerStep, Attempt, End
from lerna.school.learning.quizzes.queries import WITH_ALL, count_left, list_attempts, list_drawn, read_quiz
from lerna.school.learning.quizzes.timing import GRACE, Arrival, bound_moment, is_over, judge_arrival

MOST_STEPS = 3000  # of one attempt; nobody answers as often, only a program does
Refused = dict[str, str | Promise]  # a sentence by the question's key


class QuizClosedError(Exception):
    """There is no such quiz in the lesson, or the lesson isn't open to the learner."""


class NoAttemptLeftError(Exception):
    """Every attempt has been made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a browser sent for one question. `step` is its own number of it, None where it has none.

    `given_at` is when, None: now. `as_of` is when the page was made that sends every question at once: what stands
    there as it stood then was not touched, and is no answer of now.
    """

    question: str
    fields: Fields
    step: UUID | None = None
    given_at: datetime | None = None
    as_of: datetime | None = None


def start_attempt(*, enrollment: Enrollment, lesson: Lesson, block: str, now: datetime) -> Attempt:
    """A new attempt at the published quiz, or the one that is open. QuizClosedError, NoAttemptLeftError."""
    company = enrollment.subject.company
    with transaction.atomic(), _studying(company, "an attempt begins"):
        Enrollment.objects.select_for_update(of=("self",)).get(pk=enrollment.pk)  # two tabs must not begin two
        quiz = read_quiz(lesson.published, block)
        if quiz is None or lesson.published is None or not is_lesson_open(enrollment, lesson, now):
            raise QuizClosedError
        attempts = list_attempts(enrollment, lesson, block)
        for earlier in attempts:
            if earlier.finished_at is None and not is_over(earlier, now):
                return earlier
            settle(_hold(earlier), now)
        if count_left(quiz, attempts) == 0:
            raise NoAttemptLeftError
        number = uuid4()
        drawn = draw_questions(quiz.questions, quiz.draw, str(number))
        attempt = Attempt.objects.create(
            pk=number,
            subject=enrollment.subject,
            enrollment=enrollment,
            lesson=lesson,
            block=block,
            revision=lesson.published,
            drawn=[question.key for question in drawn],
            started_at=now,
            due_at=now + timedelta(minutes=quiz.minutes) if quiz.minutes else None,
            possible=sum(question.points for question in drawn),
        )
        record(
            company=company, operation=Operation.RECORD, clause=CLAUSE, actor=Actor.PERSON, now=now,
            purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("attempt", attempt.pk),
            details={"event": "attempt-started"},
        )  # fmt: skip
        note_activity(company=company, subject=enrollment.subject_id, purpose=Purpose.LEARNING, day=local_day(now))
        return attempt


def give_answers(
    *, attempt: Attempt, given: Sequence[Given], now: datetime, hint: tuple[str, int] | None = None
) -> Refused:
    """Keeps every answer that is new and can be read; the others get a sentence each. What was kept stays kept.

    What arrives twice is kept once. Of two tabs the newest answer counts, and both are kept. `hint` is the question
    and the number of the hint that the learner wants to see with it; hints come one after another.
    """
    company = attempt.company
    with transaction.atomic(), _studying(company, "answers are given"):
        held = _hold(attempt)
        known = list(held.steps.filter(hint=0).order_by("given_at", "received_at", "pk"))
        if len(known) >= MOST_STEPS:
            return {one.question: _("This was changed too often; what you answered last counts.") for one in given}
        steps, refused = _read_steps(held, known, given, now)
        AnswerStep.objects.bulk_create(steps)
        if held.finished_at is not None:
            if steps:
                mark_anew(held, now)
        elif is_over(held, now):
            end_attempt(held, by=End.TIME, now=now)
        elif hint:
            _note_hint(held, *hint, now)
        note_activity(company=company, subject=held.subject_id, purpose=Purpose.LEARNING, day=local_day(now))
        return refused


def finish_attempt(*, attempt: Attempt, now: datetime) -> Attempt:
    """The learner ends the attempt, and what it earned is noted. One that has ended already stays as it is."""
    with transaction.atomic(), _studying(attempt.company, "an attempt ends"):
        held = _hold(attempt)
        if held.finished_at is None:
            end_attempt(held, by=End.TIME if is_over(held, now) else End.LEARNER, now=now)
        return held


def settle_attempt(*, attempt: Attempt, now: datetime) -> None:
    """The learner of an attempt that the time has ended wants the marks now; nothing that arrives later counts."""
    with transaction.atomic(), _studying(attempt.company, "an attempt is settled"):
        held = _hold(attempt)
        if is_over(held, now):
            settle(held, now)


def end_overdue(*, company: Company, now: datetime) -> int:
    """Ends the attempts whose time is over; gives how many."""
    with transaction.atomic(), _studying(company, "attempts whose time is over end"):
        overdue = _list_overdue(company, now).select_for_update(of=("self",), skip_locked=True)
        for attempt in overdue:
            end_attempt(attempt, by=End.TIME, now=now)
        return len(overdue)


def count_overdue(*, company: Company, now: datetime) -> int:
    """How many attempts `end_overdue` would end."""
    with _studying(company, "how many attempts are overdue"):
        return _list_overdue(company, now).count()


def _read_steps(
    held: Attempt, known: Sequence[AnswerStep], given: Sequence[Given], now: datetime
) -> tuple[list[AnswerStep], Refused]:
    """What of it is new, as steps to keep, and what can't be taken."""
    questions = {question.key: question for question in list_drawn(held)}
    arrived, steps, refused = {step.step for step in known}, [], Refused()
    for one in given:
        question = questions.get(one.question)
        if question is None or one.step in arrived:
            continue
        given_at = bound_moment(held, one.given_at, now)
        arrival = judge_arrival(held, given_at, now)
        if arrival is Arrival.LATE:
            refused[question.key] = _("This came after the attempt had ended, and doesn't count.")
            continue
        try:
            answer = read_answer(question, one.fields, list_shown(question, str(held.pk)))
        except AnswerError as error:
            refused[question.key] = error.sentence
            continue
        if answer not in _known_before(question, known, one, given_at):
            step = _make_step(held, question, one, answer)
            step.given_at, step.received_at, step.is_delayed = given_at, now, arrival is Arrival.DELAYED
            steps.append(step)
            arrived.add(step.step)
    return steps, refused


def _known_before(
    question: Question, known: Sequence[AnswerStep], one: Given, given_at: datetime
) -> tuple[Answer, ...]:
    """Which answers would say nothing new: the one that stood at that moment; of a whole page the one that stood when
    it was made, which nobody touched, and the one that stands now.
    """
    of_question = [step for step in known if step.question == question.key]
    if one.as_of is None:
        return (_newest(step for step in of_question if step.given_at <= given_at),)
    return _newest(step for step in of_question if step.received_at <= one.as_of), _newest(of_question)


def _newest(steps: Iterable[AnswerStep]) -> Answer:
    return next((step.answer for step in reversed(list(steps))), None)


def _note_hint(held: Attempt, key: str, number: int, now: datetime) -> None:
    question = next((one for one in list_drawn(held) if one.key == key), None)
    seen = held.steps.filter(question=key, hint__gt=0).count()
    if question is not None and number == seen + 1 <= len(question.hints):
        AnswerStep.objects.create(
            subject_id=held.subject_id, attempt=held, question=key, step=uuid4(), hint=number, given_at=now,
            received_at=now,
        )  # fmt: skip


def _make_step(held: Attempt, question: Question, one: Given, answer: Answer) -> AnswerStep:
    step = AnswerStep(subject_id=held.subject_id, attempt=held, question=question.key, step=one.step or uuid4())
    if answer is not None and is_typed(question):
        step.words = json.dumps(answer, ensure_ascii=False)
    else:
        step.choice = answer
    return step


def _list_overdue(company: Company, now: datetime) -> QuerySet[Attempt]:
    overdue = Attempt.objects.filter(company=company, finished_at=None, due_at__lt=now - GRACE)
    return overdue.select_related(*WITH_ALL).order_by("due_at")


def _hold(attempt: Attempt) -> Attempt:
    """The attempt as it is now, till the end of the transaction."""
    return Attempt.objects.select_for_update(of=("self",)).select_related(*WITH_ALL).get(pk=attempt.pk)


def _studying(company: Company, reason: str) -> AbstractContextManager[Processing]:
    return processing(Purpose.LEARNING, company=company, reason=reason)
