"""What the marked lines of a quiz mean, one function for each kind of question."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from lerna.kit.sentences import say
from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Area,
    Choice,
    Formula,
    Gaps,
    Match,
    Multiple,
    Number,
    Order,
    Pair,
    Point,
    Question,
    Range,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.exchange.folder.items import Asked, Item, split_questions
from lerna.school.exchange.folder.lines import KEY, KEY_SENTENCE, Faults
from lerna.school.exchange.folder.places import Files

GAP = re.compile(r"\[\[([^\[\]]+)\]\]")
_NUMBER = r"[-+]?[0-9.,]+(?:[eE][-+]?[0-9]+)?"
_ACCEPTED_NUMBER = re.compile(rf"({_NUMBER})(?:\s*(?:±|\+-)\s*({_NUMBER}))?")
_AREA = re.compile(r"([0-9.]+),([0-9.]+) ([0-9.]+)x([0-9.]+)")
_RANGE = re.compile(rf"([A-Za-z][A-Za-z0-9_]*) in ({_NUMBER})\.\.({_NUMBER})")
_TO = " => "
_FULL = 100  # percent


def read_questions(path: Path, text: str, first_line: int, files: Files, faults: Faults) -> tuple[Question, ...]:
    """The questions of a quiz; faults are gathered, and a question with one is left out."""
    questions: dict[str, Question] = {}
    with faults.gathered():
        for number, asked in enumerate(split_questions(path, text, first_line), 1):
            with faults.gathered():
                key = asked.key or str(number)
                if key in questions:
                    raise asked.fault(say(_('The key "%(key)s" stands twice in this quiz.'), key=key))
                questions[key] = _read_question(asked, key, files)
    return tuple(questions.values())


def _read_question(asked: Asked, key: str, files: Files) -> Question:
    make = _KINDS.get(asked.kind)
    if make is None:
        pattern = _('"%(kind)s" is no kind of question; it must be one of %(kinds)s.')
        raise asked.fault(say(pattern, kind=asked.kind, kinds=", ".join(_KINDS)))
    if not KEY.fullmatch(key):
        raise asked.fault(KEY_SENTENCE)
    if not asked.text:
        raise asked.fault(say(_("The question has no text.")))
    files.check_references(asked.text, asked.path, asked.line + 1)
    for item in asked.items:
        if not item.text:
            raise asked.fault(say(_("Nothing stands behind this mark.")), item)
        if item.feedback and item.mark not in {"[x]", "[ ]", "="}:
            raise asked.fault(say(_("`>` belongs under a choice or an answer.")), item)
        files.check_references(item.text, asked.path, item.line)
    explanations, points = asked.take("?"), asked.take("*")
    for extra in (*explanations[1:], *points[1:]):
        raise asked.fault(say(_("`%(mark)s` stands twice in this question."), mark=extra.mark), extra)
    if asked.kind in {"single", "multiple"}:
        unwanted = asked.take("=")
        pattern = _("A question of the kind %(kind)s has choices: `- [x]` right, `- [ ]` wrong.")
    else:
        unwanted = asked.take("[x]", "[ ]")
        pattern = _("A question of the kind %(kind)s has answers: `= …`.")
    if unwanted:
        raise asked.fault(say(pattern, kind=asked.kind), unwanted[0])
    common = {
        "key": key,
        "text": asked.text,
        "points": int(points[0].text) if points else 1,
        "hints": tuple(item.text for item in asked.take("!")),
        "explanation": explanations[0].text if explanations else "",
    }
    return make(asked, common, files)


def _read_choices(asked: Asked) -> tuple[Choice, ...]:
    items = asked.take("[x]", "[ ]")
    if len(items) < 2:  # noqa: PLR2004 -- a choice is between two
        raise asked.fault(say(_("A question with choices has two or more: `- [x]` right, `- [ ]` wrong.")))
    return tuple(Choice(text=item.text, is_right=item.mark == "[x]", feedback=item.feedback) for item in items)


def _read_single(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    choices = _read_choices(asked)
    if sum(choice.is_right for choice in choices) != 1:
        raise asked.fault(say(_("A question of the kind single has one right choice: `- [x]`.")))
    return Single(**common, choices=choices)


def _read_multiple(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    return Multiple(**common, choices=_read_choices(asked))


def _read_true_false(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    (item,) = _answers(asked, 1, 1)
    if item.text not in {"true", "false"}:
        raise asked.fault(say(_("The answer is `= true` or `= false`.")), item)
    return TrueFalse(**common, is_true=item.text == "true", feedback=item.feedback)


def _read_text(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    accepted = (Accepted(text=item.text, feedback=item.feedback) for item in _answers(asked, 1))
    return ShortText(**common, accepted=tuple(accepted))


def _read_number(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    accepted = []
    for item in _answers(asked, 1):
        found = _ACCEPTED_NUMBER.fullmatch(item.text)
        value, tolerance = (_decimal(found[1]), _decimal(found[2] or "0")) if found else ("", "")
        if not value or not tolerance:
            raise asked.fault(say(_("An answer is a number, such as `= 9.81 ± 0.05`.")), item)
        accepted.append(AcceptedNumber(value=value, tolerance=tolerance, feedback=item.feedback))
    return Number(**common, accepted=tuple(accepted))


def _read_match(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    pairs = []
    for item in _answers(asked, 2):
        sides = [side.strip().replace(" \\=> ", _TO) for side in item.text.split(_TO)]
        if len(sides) != 2 or not all(sides):  # noqa: PLR2004 -- a pair
            raise asked.fault(say(_("A pair is written `= left => right`.")), item)
        pairs.append(Pair(left=sides[0], right=sides[1]))
    return Match(**common, pairs=tuple(pairs))


def _read_order(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    return Order(**common, items=tuple(item.text for item in _answers(asked, 2)))


def _read_gaps(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    _answers(asked, 0, 0)
    if not GAP.search(asked.text):
        raise asked.fault(say(_("The text has no gap: `[[word/another form]]`.")))
    return Gaps(**common)


def _read_point(asked: Asked, common: Mapping[str, Any], files: Files) -> Question:
    image, *rest = _answers(asked, 2)
    name, _space, alt = image.text.partition(" ")
    files.check(name, asked.path, image.line)
    if not alt.strip():
        sentence = say(_("Say behind the image's name what it shows, without the answer: `= files/map.webp A map`."))
        raise asked.fault(sentence, image)
    areas = []
    for item in rest:
        found = _AREA.fullmatch(item.text)
        if found is None:
            sentence = say(_("A right area is written in percent: `= left,top widthxheight`, as in `= 40,25 20x15`."))
            raise asked.fault(sentence, item)
        left, top, width, height = (float(figure) for figure in found.groups())
        if left + width > _FULL or top + height > _FULL or not (width and height):
            sentence = say(_("The area isn't inside the image: left and width, top and height make 100 at most."))
            raise asked.fault(sentence, item)
        areas.append(Area(left=left, top=top, width=width, height=height))
    return Point(**common, file=name, alt=alt.strip(), areas=tuple(areas))


def _read_formula(asked: Asked, common: Mapping[str, Any], _files: Files) -> Question:
    formula, *rest = _answers(asked, 1)
    ranges = []
    for item in rest:
        found = _RANGE.fullmatch(item.text)
        low, high = (_decimal(found[2]), _decimal(found[3])) if found else ("", "")
        if found is None or not low or not high or Decimal(low) >= Decimal(high):
            raise asked.fault(say(_("A range is written `= x in -5..5`, the lower end first.")), item)
        ranges.append(Range(name=found[1], low=float(low), high=float(high)))
    return Formula(**common, formula=formula.text, ranges=tuple(ranges))


def _answers(asked: Asked, least: int, most: int | None = None) -> list[Item]:
    items = asked.take("=")
    if len(items) < least or (most is not None and len(items) > most):
        pattern = _("A question of the kind %(kind)s has at least this many lines of `= …`: %(least)s.")
        if most is not None:
            pattern = _("A question of the kind %(kind)s has exactly this many lines of `= …`: %(least)s.")
        raise asked.fault(say(pattern, kind=asked.kind, least=least))
    feeding = {"truefalse", "text", "number"}
    if asked.kind not in feeding and (told := [item for item in items if item.feedback]):
        raise asked.fault(say(_("`>` has no place in a question of the kind %(kind)s."), kind=asked.kind), told[0])
    return items


def _decimal(text: str) -> str:
    """The number with a point; nothing where it is none."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return ""
    return text.replace(",", ".") if value.is_finite() else ""


_KINDS: dict[str, Callable[[Asked, Mapping[str, Any], Files], Question]] = {
    "single": _read_single,
    "multiple": _read_multiple,
    "truefalse": _read_true_false,
    "text": _read_text,
    "number": _read_number,
    "match": _read_match,
    "order": _read_order,
    "gaps": _read_gaps,
    "point": _read_point,
    "formula": _read_formula,
}
