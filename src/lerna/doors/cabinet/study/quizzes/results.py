"""A question of an attempt that has ended: what was answered, what it was worth, and what may be said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lerna.doors.look.blocks.files import Files
from lerna.doors.look.blocks.text import render_line, render_markdown
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
from lerna.school.learning.quizzes.marking.reading import Answer
from lerna.school.learning.quizzes.marking.words import list_gaps, split_at_gaps
from lerna.school.learning.quizzes.queries import Asked

_BLANK = " … "


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
            )
        )
    return shown


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
            return [_("%(across)s %% across, %(down)s %% down") % {"across": answer[0], "down": answer[1]}]
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
            return [
                f"{one.value} ± {one.tolerance}" if float(one.tolerance) else one.value for one in question.accepted
            ]
        case Match():
            return [_pair(pair.left, pair.right) for pair in question.pairs]
        case Order():
            return list(question.items)
        case Gaps():
            return [" / ".join(forms) for forms in list_gaps(question.text)]
        case Point():
            return []  # the explanation says it, and the picture shows where
        case Formula():
            return [_escape(question.formula)]


def _pair(left: str, right: str) -> str:
    return f"{left} → {right}"


def _escape(text: str) -> str:
    """What isn't Markdown, written so that it stays as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|~&" else sign for sign in text)
