"""What an answer is worth: the share of the points, which parts of it are right, and what is said to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
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
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.words import list_gaps, normalize_words

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Mark:
    """`share` of the points, 0 to 1. `parts` say which pair, line or gap is right; `said` is the author's Markdown."""

    share: Fraction
    parts: tuple[bool, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong or missing."""
        return self.share == 1

    def points_of(self, question: Question) -> Decimal:
        """The points for it, to a hundredth."""
        exact = Decimal(question.points * self.share.numerator) / self.share.denominator
        return exact.quantize(_CENT, ROUND_HALF_UP)


NOTHING = Mark(Fraction(0))


def mark_answer(question: Question, answer: Answer) -> Mark:  # noqa: C901, PLR0911 -- an arm for each kind
    """The mark of an answer as `read_answer` gives it; no answer is worth nothing."""
    if answer is None:
        return NOTHING
    match question:
        case Single():
            chosen = question.choices[answer]
            return _whole(chosen.is_right, chosen.feedback)
        case Multiple():
            return _mark_multiple(question, answer)
        case TrueFalse():
            is_right = answer is question.is_true
            return _whole(is_right, question.feedback if is_right else "")
        case ShortText():
            given = normalize_words(answer)
            return _first(one for one in question.accepted if normalize_words(one.text) == given)
        case Number():
            return _first(one for one in question.accepted if _is_within(one, answer))
        case Gaps():
            forms = (map(normalize_words, accepted) for accepted in list_gaps(question.text))
            return _shares(normalize_words(text) in accepted for accepted, text in zip(forms, answer, strict=True))
        case Match():
            rights = [pair.right for pair in question.pairs]
            return _shares(one is not None and rights[one] == right for one, right in zip(answer, rights, strict=True))
        case Order():
            items = question.items
            return _shares(items[one] == item for one, item in zip(answer, items, strict=True))
        case Point():
            return _whole(_is_inside(question, *answer))
        case Formula():
            return _whole(_is_same(question, answer))


def _whole(is_right: bool, feedback: str = "") -> Mark:  # noqa: FBT001 -- it is what the mark says
    return Mark(Fraction(int(is_right)), said=(feedback,) if feedback else ())


def _first(found: Iterable[Accepted | AcceptedNumber]) -> Mark:
    for one in found:
        return _whole(is_right=True, feedback=one.feedback)
    return NOTHING


def _shares(parts: Iterable[bool]) -> Mark:
    parts = tuple(parts)
    return Mark(Fraction(sum(parts), len(parts)) if parts else Fraction(0), parts)


def _mark_multiple(question: Multiple, answer: list[int]) -> Mark:
    """A share for each right choice, less one for each wrong one, never under zero."""
    chosen = [question.choices[number] for number in answer]
    wanted = sum(choice.is_right for choice in question.choices)
    hits = sum(choice.is_right for choice in chosen)
    share = Fraction(max(0, 2 * hits - len(chosen)), wanted) if wanted else Fraction(0)
    return Mark(share, said=tuple(choice.feedback for choice in chosen if choice.feedback))


def _is_within(accepted: AcceptedNumber, answer: str) -> bool:
    numbers = (read_number(accepted.value), read_number(accepted.tolerance), read_number(answer))
    value, tolerance, given = numbers
    return value is not None and tolerance is not None and given is not None and abs(value - given) <= tolerance


def _is_inside(question: Point, across: float, down: float) -> bool:
    return any(
        area.left <= across <= area.left + area.width and area.top <= down <= area.top + area.height
        for area in question.areas
    )


def _is_same(question: Formula, answer: str) -> bool:
    try:
        return formulas.are_equal(formulas.Formula(question.formula), formulas.Formula(answer), question.ranges)
    except (formulas.FormulaError, KeyError):  # KeyError: the author gave a variable no range
        return False
