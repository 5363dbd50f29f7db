"""A question of an open attempt as its form shows it: values and texts, and nothing that tells the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lerna.doors.look.blocks.files import Files, ShownFile
from lerna.doors.look.blocks.text import render_line, render_markdown
from lerna.school.blocks.questions import Gaps, Match, Multiple, Order, Point, Single, TrueFalse
from lerna.school.learning.quizzes.marking.reading import Fields, write_fields
from lerna.school.learning.quizzes.marking.words import split_at_gaps
from lerna.school.learning.quizzes.queries import Asked

_GAP = "\ue000"  # of the private use area: Markdown leaves it alone
_TEMPLATES = {"single": "choices", "multiple": "choices", "truefalse": "choices", "number": "typed", "formula": "typed",
              "text": "typed"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One of what may be chosen."""

    value: str
    text: SafeString
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A field of a question that has several; `text` stands before it."""

    name: str
    text: SafeString
    value: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """`value` is what stands in its one field, `sentence` why that can't be an answer. `next_hint` 0: no more hints."""

    asked: Asked
    number: int
    text: SafeString
    value: str
    options: tuple[Option, ...]
    parts: tuple[Part, ...]
    rest: SafeString  # after the last part
    picture: ShownFile | None
    hints: tuple[SafeString, ...]
    next_hint: int
    sentence: str | Promise

    @property
    def key(self) -> str:
        return self.asked.question.key

    @property
    def kind(self) -> str:
        return self.asked.question.KIND

    @property
    def template(self) -> str:
        return f"look/quiz/{_TEMPLATES.get(self.kind, self.kind)}.html"


def show_questions(
    sheet: Sequence[Asked], files: Files, given: Mapping[str, Fields], refused: Mapping[str, str | Promise]
) -> list[ShownQuestion]:
    """All of a form; what couldn't be read stands there as it was `given`, with its sentence."""
    return [
        _show(asked, number, files, given.get(asked.question.key, {}), refused.get(asked.question.key, ""))
        for number, asked in enumerate(sheet, 1)
    ]


def _show(asked: Asked, number: int, files: Files, given: Fields, sentence: str | Promise) -> ShownQuestion:
    question = asked.question
    fields = given if sentence else write_fields(question, asked.answer, asked.shown)
    pieces = (
        _split_text(question.text, files)
        if isinstance(question, Gaps)
        else (render_markdown(question.text, files, level=3),)
    )
    return ShownQuestion(
        asked=asked,
        number=number,
        text=pieces[0] if len(pieces) == 1 else mark_safe(""),
        value=_first(fields, ""),
        options=_list_options(asked, fields),
        parts=_list_gaps(question, pieces, fields) if isinstance(question, Gaps) else _list_parts(asked, fields),
        rest=pieces[-1],
        picture=files.find(question.file) if isinstance(question, Point) else None,
        hints=tuple(render_line(hint) for hint in question.hints[: asked.hints]),
        next_hint=asked.hints + 1 if asked.hints < len(question.hints) else 0,
        sentence=sentence,
    )


def _list_options(asked: Asked, fields: Fields) -> tuple[Option, ...]:
    question, chosen = asked.question, fields.get("", ())
    match question:
        case Single() | Multiple():
            texts = {str(place): render_line(question.choices[one].text) for place, one in enumerate(asked.shown)}
        case TrueFalse():
            texts = {"true": render_line(_("True")), "false": render_line(_("False"))}
        case _:
            return ()
    return tuple(Option(value, text, value in chosen) for value, text in texts.items())


def _list_parts(asked: Asked, fields: Fields) -> tuple[Part, ...]:
    question = asked.question
    match question:
        case Match():
            rights = [(str(place), render_line(question.pairs[one].right)) for place, one in enumerate(asked.shown)]
            values = [_first(fields, str(place)) for place in range(len(question.pairs))]
            return tuple(
                Part(f"{question.key}.{place}", render_line(pair.left), value, _choose(rights, value))
                for place, (pair, value) in enumerate(zip(question.pairs, values, strict=True))
            )
        case Order():
            places = [(str(place), render_line(str(place))) for place in range(1, len(asked.shown) + 1)]
            parts = []
            for place, one in enumerate(asked.shown):
                value = _first(fields, str(place))
                text = render_line(question.items[one])
                parts.append(Part(f"{question.key}.{place}", text, value, _choose(places, value)))
            return tuple(sorted(parts, key=lambda part: int(part.value) if part.value.isdecimal() else 0))
        case Point():
            return tuple(Part(f"{question.key}.{axis}", render_line(axis), _first(fields, axis)) for axis in "xy")
    return ()


def _choose(texts: Sequence[tuple[str, SafeString]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, text, value == chosen) for value, text in texts)


def _list_gaps(question: Gaps, pieces: Sequence[SafeString], fields: Fields) -> tuple[Part, ...]:
    return tuple(
        Part(f"{question.key}.{place}", piece, _first(fields, str(place))) for place, piece in enumerate(pieces[:-1])
    )


def _split_text(text: str, files: Files) -> tuple[SafeString, ...]:
    whole = render_markdown(_GAP.join(split_at_gaps(text.replace(_GAP, ""))), files, level=3)
    return tuple(mark_safe(piece) for piece in whole.split(_GAP))  # noqa: S308 -- pieces of safe HTML, put together again


def _first(fields: Fields, part: str) -> str:
    return next(iter(fields.get(part, ())), "")
