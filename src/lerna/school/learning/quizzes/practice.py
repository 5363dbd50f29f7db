"""Practice: a quiz that counts for nothing, answered by anybody. What is given is marked, and forgotten.

`seed` is by chance and travels with the page: it says which questions were drawn and in which order they stood.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import Question
from lerna.school.learning.quizzes.marking.reading import AnswerError, Fields, read_answer
from lerna.school.learning.quizzes.marking.shuffles import draw_questions, list_shown
from lerna.school.learning.quizzes.queries import Asked


@dataclass(frozen=True, slots=True)
class Practiced:
    """Every question that was drawn, with its answer; by key, the sentence to what is no answer."""

    sheet: tuple[Asked, ...]
    refused: Mapping[str, str | Promise]


def may_be_practiced(quiz: Quiz) -> bool:
    """Whether nothing is to be won by knowing its right answers: it has no part in a mark, and neither attempts nor
    time run out. Learners see the right answers of such a quiz after each attempt too.
    """
    return not (quiz.part or quiz.attempts or quiz.minutes) and bool(quiz.questions)


def practice(quiz: Quiz, given: Mapping[str, Fields], *, seed: str) -> Practiced:
    """The quiz as it was drawn by this seed, with the answers in these fields, by question."""
    sheet, refused = [], dict[str, str | Promise]()
    for question in draw_questions(quiz.questions, quiz.draw, seed):
        try:
            sheet.append(_ask(question, given.get(question.key, {}), seed))
        except AnswerError as error:
            refused[question.key] = error.sentence
            sheet.append(_ask(question, {}, seed))
    return Practiced(tuple(sheet), refused)


def _ask(question: Question, fields: Fields, seed: str) -> Asked:
    shown = list_shown(question, seed)
    return Asked(question=question, shown=shown, answer=read_answer(question, fields, shown), hints=len(question.hints))
