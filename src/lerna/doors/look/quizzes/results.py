"""A question of an attempt that has ended: what was answered, what it was worth, and what may be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lerna.doors.look.blocks.files import Files, ShownFile
from lerna.doors.look.blocks.text import render_line, render_markdown
from lerna.school.blocks.questions import (
    AcceptedNumber,
    Area,
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
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.words import list_gaps, split_at_gaps
from lerna.school.learning.quizzes.queries import Asked

_BLANK = "[…]"
_ARM = 3  # of the cross at the answer, in percent of the picture


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """The picture of a question; `mark` at the answer and `areas` that are right are paths of SVG, in percent of it."""

    picture: ShownFile
    alt: str
    mark: str
    areas: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownResult:
    """One question; `right` and `explanation` are empty while they may not be seen."""

    number: int
    text: SafeString
    answer: tuple[SafeString, ...]
    earned: str
    possible: str
    tone: str
    said: tuple[SafeString, ...]
    right: tuple[SafeString, ...]
    explanation: SafeString | None
    hints: int
    point: ShownPoint | None


def show_results(sheet: Sequence[Asked], files: Files, *, may_see_right: bool) -> list[ShownResult]:
    """All of an attempt. What is right is told only where it may be."""
    shown = []
    for number, asked in enumerate(sheet, 1):
        question, mark = asked.question, asked.mark
        earned = mark.points_of(question)
        shown.append(
            ShownResult(
                number=number,
                text=render_markdown(_text_of(question), files, level=3),
                answer=tuple(map(render_line, _describe(question, asked.answer))),
                earned=write_points(earned),
                possible=write_points(Decimal(question.points)),
                tone="good" if mark.is_right else "warn" if earned else "bad",
                said=tuple(map(render_line, mark.said)),
                right=tuple(map(render_line, _list_right(question))) if may_see_right and not mark.is_right else (),
                explanation=render_markdown(question.explanation, files, level=3) if may_see_right else None,
                hints=asked.hints,
                point=_draw(question, asked.answer, files, may_see_right=may_see_right),
            )
        )
    return shown


def _draw(question: Question, answer: Answer, files: Files, *, may_see_right: bool) -> ShownPoint | None:
    """The picture on which a point was set; None for other questions, or where its file is missing."""
    picture = files.find(question.file) if isinstance(question, Point) else None
    if picture is None or not isinstance(question, Point):
        return None
    cross = ""
    if answer is not None:
        across, down = answer
        cross = f"M{across - _ARM:g} {down:g}h{2 * _ARM}M{across:g} {down - _ARM:g}v{2 * _ARM}"
    areas = (f"M{one.left:g} {one.top:g}h{one.width:g}v{one.height:g}h{-one.width:g}z" for one in question.areas)
    return ShownPoint(picture, question.alt, cross, " ".join(areas) if may_see_right else "")


def write_points(points: Decimal) -> str:
    """Points as people write them: 2, 1,5."""
    return number_format(points.normalize(), use_l10n=True)


def _text_of(question: Question) -> str:
    return _BLANK.join(split_at_gaps(question.text)) if isinstance(question, Gaps) else question.text


def _describe(question: Question, answer: Answer) -> list[str]:  # noqa: PLR0911 -- an arm for each kind
    """The answer in the author's words or the learner's own."""
    if answer is None:
        return []
    match question:
        case Single():
            return [question.choices[answer].text]
        case Multiple():
            return [question.choices[one].text for one in answer]
        case TrueFalse():
            return [_("True") if answer else _("False")]
        case Match():
            rights = [question.pairs[one].right if one is not None else _BLANK for one in answer]
            return [_pair(pair.left, right) for pair, right in zip(question.pairs, rights, strict=True)]
        case Order():
            return [question.items[one] for one in answer]
        case Gaps():
            return [_escape(text) or _BLANK for text in answer]
        case Point():
            return [_say_place(*answer)]
    return [_escape(answer)]


def _list_right(question: Question) -> list[str]:  # noqa: PLR0911 -- as above
    match question:
        case Single() | Multiple():
            return [choice.text for choice in question.choices if choice.is_right]
        case TrueFalse():
            return [_("True") if question.is_true else _("False")]
        case ShortText():
            return [one.text for one in question.accepted]
        case Number():
            return [_say_number(one) for one in question.accepted]
        case Match():
            return [_pair(pair.left, pair.right) for pair in question.pairs]
        case Order():
            return list(question.items)
        case Gaps():
            return [" / ".join(forms) for forms in list_gaps(question.text)]
        case Point():
            return [_say_middle(area) for area in question.areas]
        case Formula():
            return [_escape(question.formula)]


def _say_number(accepted: AcceptedNumber) -> str:
    value, tolerance = write_points(Decimal(accepted.value)), Decimal(accepted.tolerance)
    return f"{value} ± {write_points(tolerance)}" if tolerance else value


def _say_place(across: float, down: float) -> str:
    places = (write_points(round(Decimal(place), 1)) for place in (across, down))
    return _("%(across)s %% across, %(down)s %% down") % dict(zip(("across", "down"), places, strict=True))


def _say_middle(area: Area) -> str:
    return _say_place(area.left + area.width / 2, area.top + area.height / 2)


def _pair(left: str, right: str) -> str:
    return f"{left} → {right}"


def _escape(text: str) -> str:
    """What isn't Markdown, written so that it stays as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|~&" else sign for sign in text)
