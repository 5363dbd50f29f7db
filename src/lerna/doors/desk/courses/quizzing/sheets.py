"""What a question's form is made of: fields, rows of answers, rows of hints. From a question, from what a browser sent,
and back to a question.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lerna.doors.desk.courses.quizzing import fields as asked
from lerna.school.blocks import questions as kinds
from lerna.school.blocks.questions import Question

MOST_ROWS = 40
ANSWERS, HINTS = "answers", "hints"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of question. `rows` is the question's field that has several: its values are made by `make_row`; `blank`
    is how many a new question shows.
    """

    title: Any  # lazy texts
    make: type[Any]
    form: type[asked.QuestionForm] = asked.QuestionForm
    rows: str = ""
    row_form: type[asked.RowForm] = asked.RowForm
    row_title: Any = ""
    make_row: Callable[..., Any] | None = None
    blank: int = 1

    @property
    def is_wide(self) -> bool:
        """Whether a row is of figures, which stand beside each other."""
        return issubclass(self.row_form, asked.FiguresForm)


def _make_item(text: str) -> str:
    return text


KINDS: dict[str, Kind] = {
    "single": Kind(
        title=_("One right choice"), make=kinds.Single, rows="choices", row_form=asked.ChoiceForm,
        row_title=_("Choice"), make_row=kinds.Choice, blank=3,
    ),
    "multiple": Kind(
        title=_("Several right choices"), make=kinds.Multiple, rows="choices", row_form=asked.ChoiceForm,
        row_title=_("Choice"), make_row=kinds.Choice, blank=3,
    ),
    "truefalse": Kind(title=_("True or false"), make=kinds.TrueFalse, form=asked.TrueFalseForm),
    "text": Kind(
        title=_("A word or two"), make=kinds.ShortText, rows="accepted", row_form=asked.AcceptedForm,
        row_title=_("Accepted answer"), make_row=kinds.Accepted,
    ),
    "number": Kind(
        title=_("A number"), make=kinds.Number, rows="accepted", row_form=asked.NumberForm,
        row_title=_("Accepted answer"), make_row=kinds.AcceptedNumber,
    ),
    "match": Kind(
        title=_("Find the pairs"), make=kinds.Match, rows="pairs", row_form=asked.PairForm, row_title=_("Pair"),
        make_row=kinds.Pair, blank=3,
    ),
    "order": Kind(
        title=_("Put into the right order"), make=kinds.Order, rows="items", row_form=asked.ItemForm,
        row_title=_("Item"), make_row=_make_item, blank=3,
    ),
    "gaps": Kind(title=_("Fill in the gaps"), make=kinds.Gaps, form=asked.GapsForm),
    "point": Kind(
        title=_("A point on a picture"), make=kinds.Point, form=asked.PointForm, rows="areas",
        row_form=asked.AreaForm, row_title=_("Right area"), make_row=kinds.Area,
    ),
    "formula": Kind(
        title=_("A formula"), make=kinds.Formula, form=asked.FormulaForm, rows="ranges", row_form=asked.RangeForm,
        row_title=_("Where a letter is tried"), make_row=kinds.Range,
    ),
}  # fmt: skip


@dataclass(slots=True)
class Written:
    """What stands in a form, not judged yet: its own fields, and its rows by prefix."""

    own: dict[str, Any]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def write_blank(kind: str) -> Written:
    """A new question of this kind."""
    blank = KINDS[kind].blank if KINDS[kind].rows else 0
    return Written({}, {ANSWERS: [{} for _row in range(blank)], HINTS: []})


def write_question(question: Question) -> Written:
    """A question as its form shows it."""
    kind = KINDS[question.KIND]
    own = {name: getattr(question, name) for name in kind.form.base_fields if hasattr(question, name)}
    held = getattr(question, kind.rows) if kind.rows else ()
    answers = [{"text": one} if isinstance(one, str) else asdict(one) for one in held]
    return Written(own, {ANSWERS: answers, HINTS: [{"text": hint} for hint in question.hints]})


def read_sent(kind: str, data: Mapping[str, str]) -> Written:
    """What a browser sent, as it was typed."""
    own = {name: data.get(name, "") for name in KINDS[kind].form.base_fields}
    shapes: dict[str, type[asked.RowForm]] = {ANSWERS: KINDS[kind].row_form, HINTS: asked.HintForm}
    rows = {
        prefix: [
            {name: data.get(f"{prefix}-{number}-{name}", "") for name in form.base_fields}
            for number in range(_count(data.get(f"{prefix}-TOTAL_FORMS", "")))
        ]
        for prefix, form in shapes.items()
    }
    return Written(own, rows)


def reshape(written: Written, wish: str) -> None:
    """Add, remove or move a row, as the button says: `add:answers`, `up:answers:2`. Others do nothing."""
    act, _colon, where = wish.partition(":")
    prefix, _colon, place = where.partition(":")
    rows = written.rows.get(prefix, [])
    number = int(place) if place.isdecimal() and int(place) < len(rows) else None
    if act == "add" and len(rows) < MOST_ROWS:
        rows.append({})
    elif act == "remove" and number is not None:
        del rows[number]
    elif act in {"up", "down"} and number is not None:
        there = min(max(number + (1 if act == "down" else -1), 0), len(rows) - 1)
        rows.insert(there, rows.pop(number))


class Sheet:
    """The forms of one question: shown with what is written, or read from what was sent."""

    def __init__(
        self,
        kind: str,
        *,
        files: list[tuple[str, str]],
        written: Written | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> None:
        self.kind, self.spec = kind, KINDS[kind]
        form: Any = self.spec.form  # its arguments differ
        own = {"files": files} if kind == "point" else {}
        if written is None:
            self.form = form(sent, **own)
            self.answers, self.hints = (_rows(one)(sent, prefix=prefix) for prefix, one in self._shapes())
        else:
            self.form = form(initial=written.own, **own)
            self.answers, self.hints = (
                _rows(one)(initial=written.rows[prefix], prefix=prefix) for prefix, one in self._shapes()
            )

    def _shapes(self) -> tuple[tuple[str, type[asked.RowForm]], ...]:
        return (ANSWERS, self.spec.row_form), (HINTS, asked.HintForm)

    def is_valid(self) -> bool:
        """Of a sheet that was sent. All of its forms are judged, so that every fault is marked."""
        return all([self.form.is_valid(), self.answers.is_valid(), self.hints.is_valid()])

    def make_question(self, key: str) -> Question:
        """Of a valid sheet; whether it makes sense is for the reader of its text to say."""
        made = {name: value for name, value in self.form.cleaned_data.items() if name in _names(self.spec.make)}
        hints = tuple(row.cleaned_data["text"] for row in self.hints if not row.is_blank)
        if self.spec.make_row:
            rows = [row.cleaned_data for row in self.answers if not row.is_blank]
            made[self.spec.rows] = tuple(self.spec.make_row(**row) for row in rows)
        return self.spec.make(key=key, hints=hints, **made)  # type: ignore[no-any-return]  # one of the kinds


def _names(made: type[Any]) -> frozenset[str]:
    return frozenset(one.name for one in fields(made))


def _rows(form: type[asked.RowForm]) -> Any:  # noqa: ANN401 -- a class made by Django
    return forms.formset_factory(form, extra=0, max_num=MOST_ROWS, validate_max=True)


def _count(text: str) -> int:
    return min(int(text), MOST_ROWS) if text.isdecimal() else 0
