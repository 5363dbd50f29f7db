"""How the questions of a quiz do: numbers of first attempts and of nobody; nothing of fewer than `LEAST`."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import StatisticsError, correlation, fmean
from typing import Any
from uuid import UUID

from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import Choice, Multiple, Question, Single
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import Lesson, LessonRevision
from lerna.school.learning.quizzes.models import AnswerStep, Attempt
from lerna.school.learning.quizzes.queries import read_quiz

LEAST = 5  # attempts: numbers of fewer would tell of people


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question. `share` is what of its points is reached, in percent: the lower, the harder.

    `discrimination` is the correlation of its points with those of all other questions, -1 to 1: near 0 or below it
    tells nobody apart who knows from who doesn't; None where either is the same for all. `choices` are the author's,
    with how many chose each. All are None or empty where fewer than `LEAST` were asked.
    """

    question: Question
    asked: int | None
    share: int | None = None
    discrimination: float | None = None
    choices: tuple[tuple[Choice, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Score:
    """Of one attempt at one question: the shares of its own points and of the others'."""

    attempt: UUID
    own: float
    others: float


def list_quizzes(company_id: int) -> Sequence[tuple[Lesson, Quiz]]:
    """Every published quiz of a company with its lesson, by course. One query."""
    lessons = Lesson.objects.filter(course__company=company_id, retired_at=None, published__isnull=False)
    found = lessons.select_related("course", "published").order_by("course__title", "course", "section__place", "place")
    return [
        (lesson, block)
        for lesson in found
        if lesson.published
        for block in read_blocks(lesson.published.blocks)
        if isinstance(block, Quiz)
    ]


def read_statistics(lesson: Lesson, quiz: Quiz) -> tuple[Item, ...]:
    """Of each question as it is published now; attempts at other words of it don't count, nor do second attempts.

    Three queries. The caller works for LEARNING.
    """
    attempts = Attempt.objects.filter(lesson=lesson, block=quiz.key, finished_at__isnull=False)
    first = list(attempts.order_by("enrollment", "started_at", "pk").distinct("enrollment"))
    revisions = LessonRevision.objects.in_bulk({attempt.revision_id for attempt in first})
    asked = {number: _questions_of(read_quiz(revision, quiz.key)) for number, revision in revisions.items()}
    scores: dict[str, list[_Score]] = {question.key: [] for question in quiz.questions}
    for attempt in first:
        for question in quiz.questions:
            if question.key in attempt.marks and asked[attempt.revision_id].get(question.key) == question:
                scores[question.key].append(_score(attempt, question))
    told = {key: {one.attempt for one in own} for key, own in scores.items() if len(own) >= LEAST}
    chosen = _count_choices(quiz, told)
    return tuple(_describe(question, scores[question.key], chosen[question.key]) for question in quiz.questions)


def _questions_of(quiz: Quiz | None) -> Mapping[str, Question]:
    return {question.key: question for question in quiz.questions} if quiz else {}


def _score(attempt: Attempt, question: Question) -> _Score:
    own, points = Decimal(attempt.marks[question.key]), Decimal(question.points)
    rest = attempt.possible - points
    others = (attempt.earned - own) / rest if rest else Decimal(0)
    return _Score(attempt.pk, float(own / points) if points else 0.0, float(others))


def _count_choices(quiz: Quiz, told: Mapping[str, set[UUID]]) -> Mapping[str, Counter[int]]:
    """By question, how many chose which of the author's choices in the end."""
    counts: dict[str, Counter[int]] = {question.key: Counter() for question in quiz.questions}
    keys = [one.key for one in quiz.questions if isinstance(one, Single | Multiple) and one.key in told]
    steps = AnswerStep.objects.filter(question__in=keys, hint=0, attempt__in=set().union(*told.values()))
    newest = steps.order_by("attempt", "question", "-given_at", "-received_at").distinct("attempt", "question")
    for attempt, key, choice in newest.values_list("attempt", "question", "choice"):
        if attempt in told[key]:
            counts[key].update(_numbers(choice))
    return counts


def _numbers(choice: Any) -> Iterable[int]:  # noqa: ANN401 -- JSON
    return () if choice is None else choice if isinstance(choice, list) else (choice,)


def _describe(question: Question, scores: Sequence[_Score], chosen: Counter[int]) -> Item:
    if len(scores) < LEAST:
        return Item(question=question, asked=None)
    own = [one.own for one in scores]
    try:
        discrimination = round(correlation(own, [one.others for one in scores]), 2)
    except StatisticsError:  # somebody of them is the same for all
        discrimination = None
    return Item(
        question=question,
        asked=len(scores),
        share=round(100 * fmean(own)),
        discrimination=discrimination,
        choices=tuple(
            (choice, chosen[number])
            for number, choice in enumerate(question.choices if isinstance(question, Single | Multiple) else ())
        ),
    )
