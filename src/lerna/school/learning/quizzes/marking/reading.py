"""What a browser sends for one question, read strictly; and what is kept, as the fields of the form again.

A question's fields are named by parts: `""` where there is one, `0`, `1` … for gaps, pairs and lines, `x` and `y` for a
point. Choices, lines and right halves travel as the place at which they are shown, so that nothing on the page tells
the author's order.

What is read is plain JSON by the author's numbers: a choice's number, a list of them, true or false, words, a list of
words, the number of each left half's right one (null: none yet), lines in the learner's order, percents of a point.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.school.blocks.questions import (
    Formula,
    Gaps,
    Match,
    Multiple,
    Number,
    Order,
    Point,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.learning.quizzes.marking import formulas
from lerna.school.learning.quizzes.marking.numbers import read_number
from lerna.school.learning.quizzes.marking.words import list_gaps

Answer: TypeAlias = Any  # JSON, as the text above says; None: no answer
Fields: TypeAlias = Mapping[str, Sequence[str]]
LONGEST = 300  # characters of what is typed into one field
_WHOLE = 100  # percent


class AnswerError(ValueError):
    """Why this can't be an answer; `sentence` is for whoever gave it. What they typed stays in the form."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_answer(question: Question, fields: Fields, shown: tuple[int, ...]) -> Answer:  # noqa: PLR0911 -- an arm for each kind
    """The answer in `fields`, None where nothing is filled in. `shown` as `list_shown` gives. Raises AnswerError."""
    match question:
        case Single():
            return _read_place(_only(fields), shown)
        case Multiple():
            chosen = {_read_place(text, shown) for text in fields.get("", ())} - {None}
            return sorted(chosen) or None
        case TrueFalse():
            return _read_word(_only(fields), {"true": True, "false": False})
        case ShortText() | Number() | Formula():
            return _read_typed(question, _trim(_only(fields)))
        case Gaps():
            filled = [_trim(_only(fields, str(place))) for place in range(len(list_gaps(question.text)))]
            return filled if any(filled) else None
        case Match():
            chosen_for = [_read_place(_only(fields, str(place)), shown) for place in range(len(question.pairs))]
            return None if set(chosen_for) == {None} else chosen_for
        case Order():
            return _read_order([_only(fields, str(place)) for place in range(len(shown))], shown)
        case Point():
            return _read_point(_only(fields, "x"), _only(fields, "y"))


def write_fields(  # noqa: PLR0911 -- as above
    question: Question, answer: Answer, shown: tuple[int, ...]
) -> dict[str, list[str]]:
    """The fields in which `read_answer` finds this answer."""
    if answer is None:
        return {}
    match question:
        case Single():
            return {"": [str(shown.index(answer))]}
        case Multiple():
            return {"": [str(shown.index(number)) for number in answer]}
        case TrueFalse():
            return {"": ["true" if answer else "false"]}
        case ShortText() | Number() | Formula():
            return {"": [answer]}
        case Gaps():
            return {str(place): [text] for place, text in enumerate(answer)}
        case Match():
            return {str(at): [str(shown.index(one))] for at, one in enumerate(answer) if one is not None}
        case Order():
            return {str(place): [str(answer.index(number) + 1)] for place, number in enumerate(shown)}
        case Point():
            return {"x": [f"{answer[0]:g}"], "y": [f"{answer[1]:g}"]}


def is_typed(question: Question) -> bool:
    """Whether the answer is in words of the learner's own, and not of what the author offers."""
    return isinstance(question, ShortText | Number | Formula | Gaps)


def _only(fields: Fields, part: str = "") -> str:
    values = fields.get(part, ())
    if len(values) > 1:
        raise AnswerError(_("Give one answer here."))
    return values[0] if values else ""


def _trim(text: str) -> str:
    text = text.replace("\0", "").strip()
    if len(text) > LONGEST:
        raise AnswerError(_("This is too long: a few words are enough."))
    return text


def _read_place(text: str, shown: tuple[int, ...]) -> int | None:
    """The author's number of what is shown at this place."""
    return _read_word(text, {str(place): number for place, number in enumerate(shown)})


def _read_word(text: str, words: Mapping[str, int]) -> int | None:
    if text and text not in words:
        raise AnswerError(_("Choose one of the answers on the page."))
    return words[text] if text else None


def _read_typed(question: ShortText | Number | Formula, text: str) -> str | None:
    if text and isinstance(question, Number) and read_number(text) is None:
        raise AnswerError(_("Write a number in digits, such as 9.81 or 9,81."))
    if text and isinstance(question, Formula):
        _check_formula(question, text)
    return text or None


def _check_formula(question: Formula, text: str) -> None:
    known = {one.name for one in question.ranges}
    try:
        strange = formulas.Formula(text).names - known
    except formulas.FormulaError as error:
        if not error.unknown:
            raise AnswerError(_("This can't be read as a formula. Write it like 2*x^2 + sqrt(x)/3.")) from error
        strange = frozenset({error.unknown})
    if strange:
        sentence = _("The formula has “%(name)s”, which this question doesn't know.") % {"name": min(strange)}
        raise AnswerError(sentence)


def _read_order(places: list[str], shown: tuple[int, ...]) -> list[int] | None:
    if not any(places):
        return None
    if sorted(places) != sorted(str(place + 1) for place in range(len(shown))):
        raise AnswerError(_("Give every line a place of its own."))
    by_place = {int(place): number for place, number in zip(places, shown, strict=True)}
    return [by_place[place] for place in sorted(by_place)]


def _read_point(across: str, down: str) -> list[float] | None:
    if not across.strip() and not down.strip():
        return None
    found = [read_number(across), read_number(down)]
    if any(one is None or not 0 <= one <= _WHOLE for one in found):
        raise AnswerError(_("A point needs both numbers, each from 0 to 100 percent of the picture."))
    return [round(float(one), 2) for one in found if one is not None]
