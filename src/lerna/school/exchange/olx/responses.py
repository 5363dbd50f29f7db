"""One response of a problem as a question of ours, where it can be."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Area,
    Choice,
    Formula,
    Multiple,
    Number,
    Point,
    Question,
    Range,
    ShortText,
    Single,
)
from lerna.school.exchange.foreign.answering import Answering, UncheckedError
from lerna.school.exchange.foreign.markdown import write_plain
from lerna.school.exchange.foreign.xml import Element, find_tag
from lerna.school.exchange.reasons import Reason, note

_OPTIONS = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_SPAN = re.compile(r"\s*([\[(])\s*([^,]+),\s*([^,]+?)\s*([\])])\s*")
_SAMPLES = re.compile(r"([^@]+)@([^:]+):([^#]+)(?:#\d+)?")
_RECTANGLE = re.compile(r"\((\d+),(\d+)\)-\((\d+),(\d+)\)")
_PERCENT = 100


def read_response(element: Element, common: dict[str, Any], around: Answering) -> Question:
    """The question; UncheckedError where it can't be checked here."""
    tag = find_tag(element)
    if tag not in RESPONSES:
        raise UncheckedError(note(Reason.UNCHECKED, tag))
    if any("$" in value for part in element.iter() for value in part.attrib.values()):
        raise UncheckedError(note(Reason.COMPUTED))
    if any(
        find_tag(one) in {"correcthint", "stringequalhint", "numericalhint", "compoundhint"} for one in element.iter()
    ):
        around.lose(Reason.HINTS)
    return RESPONSES[tag](element, common, around)


def _read_choice(element: Element, common: dict[str, Any], around: Answering) -> Question:
    choices = _list_choices(element, around)
    right = sum(choice.is_right for choice in choices)
    if len(choices) < 2 or not right:  # noqa: PLR2004 -- a choice is between two
        raise UncheckedError(note(Reason.UNCHECKED, find_tag(element)))
    if right == 1:
        return Single(**common, choices=choices)
    around.lose(Reason.ONE_OF_SEVERAL)
    return Multiple(**common, choices=choices)


def _read_choices(element: Element, common: dict[str, Any], around: Answering) -> Question:
    choices = _list_choices(element, around)
    if len(choices) < 2:  # noqa: PLR2004 -- a choice is between two
        raise UncheckedError(note(Reason.UNCHECKED, find_tag(element)))
    return Multiple(**common, choices=choices)


def _list_choices(element: Element, around: Answering) -> tuple[Choice, ...]:
    choices = []
    for choice in element.iter("choice"):
        feedback = ""
        for hint in choice.findall("choicehint"):
            choice.remove(hint)
            if hint.get("selected", "true").lower() == "true":
                feedback = around.write(hint)
            else:
                around.lose(Reason.HINTS)
        is_right = choice.get("correct", "false").lower() == "true"
        choices.append(Choice(text=around.write(choice) or "—", is_right=is_right, feedback=feedback))
    return tuple(choices)


def _read_option(element: Element, common: dict[str, Any], around: Answering) -> Question:
    menu = element.find(".//optioninput")
    if menu is None:
        raise UncheckedError(note(Reason.UNCHECKED, "optionresponse"))
    if menu.get("options"):
        words = [single or double for single, double in _OPTIONS.findall(menu.get("options", ""))]
        choices = tuple(Choice(text=word, is_right=word == menu.get("correct", "").strip("'\"")) for word in words)
    else:
        choices = ()
        for option in menu.iter("option"):
            feedback = "".join(around.write(hint) for hint in option.findall("optionhint"))
            for hint in option.findall("optionhint"):
                option.remove(hint)
            is_right = option.get("correct", "").lower() == "true"
            choices += (Choice(text=around.write(option) or "—", is_right=is_right, feedback=feedback),)
    if len(choices) < 2 or sum(choice.is_right for choice in choices) != 1:  # noqa: PLR2004 -- as above
        raise UncheckedError(note(Reason.UNCHECKED, "optionresponse"))
    return Single(**common, choices=choices)


def _read_string(element: Element, common: dict[str, Any], around: Answering) -> Question:
    kind = element.get("type", "").split()
    if "regexp" in kind:
        raise UncheckedError(note(Reason.PATTERN))
    if "ci" not in kind:
        around.lose(Reason.LETTER_CASE)
    answers = [element.get("answer", ""), *(one.get("answer", "") for one in element.findall("additional_answer"))]
    accepted = tuple(Accepted(text=answer.strip()) for answer in answers if answer.strip())
    if not accepted:
        raise UncheckedError(note(Reason.UNCHECKED, "stringresponse"))
    return ShortText(**common, accepted=accepted)


def _read_number(element: Element, common: dict[str, Any], around: Answering) -> Question:
    answers = [element.get("answer", ""), *(one.get("answer", "") for one in element.findall("additional_answer"))]
    tolerance = next(
        (one.get("default", "0") for one in element.iter("responseparam") if one.get("type") == "tolerance"), "0"
    )
    return Number(**common, accepted=tuple(_read_accepted(answer, tolerance, around) for answer in answers))


def _read_accepted(answer: str, tolerance: str, around: Answering) -> AcceptedNumber:
    try:
        if span := _SPAN.fullmatch(answer):
            low, high = Decimal(span[2]), Decimal(span[3])
            if span[1] == "(" or span[4] == ")":
                around.lose(Reason.HINTS)
            return AcceptedNumber(value=_plain((low + high) / 2), tolerance=_plain((high - low) / 2))
        value = Decimal(answer.strip())
        within = tolerance.strip()
        distance = abs(value) * Decimal(within[:-1]) / _PERCENT if within.endswith("%") else Decimal(within or "0")
    except InvalidOperation as error:
        raise UncheckedError(note(Reason.UNCHECKED, "numericalresponse")) from error
    return AcceptedNumber(value=_plain(value), tolerance=_plain(distance))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _read_formula(element: Element, common: dict[str, Any], _: Answering) -> Question:
    samples = _SAMPLES.fullmatch(element.get("samples", "").replace(" ", ""))
    if samples is None or not element.get("answer", "").strip():
        raise UncheckedError(note(Reason.UNCHECKED, "formularesponse"))
    names, lows, highs = (samples[number].split(",") for number in (1, 2, 3))
    try:
        ranges = tuple(
            Range(name=name, low=float(low), high=float(high))
            for name, low, high in zip(names, lows, highs, strict=True)
        )
    except ValueError as error:
        raise UncheckedError(note(Reason.UNCHECKED, "formularesponse")) from error
    return Formula(**common, formula=element.get("answer", "").strip(), ranges=ranges)


def _read_image(element: Element, common: dict[str, Any], around: Answering) -> Question:
    image = element.find(".//imageinput")
    rectangle = _RECTANGLE.findall(image.get("rectangle", "")) if image is not None else []
    name = around.find(image.get("src", "")) if image is not None else None
    if image is None or not name or not rectangle:
        raise UncheckedError(note(Reason.UNCHECKED, "imageresponse"))
    width, height = int(image.get("width", "0")), int(image.get("height", "0"))
    areas = tuple(
        Area(
            left=_PERCENT * int(left) / width,
            top=_PERCENT * int(top) / height,
            width=_PERCENT * (int(right) - int(left)) / width,
            height=_PERCENT * (int(bottom) - int(top)) / height,
        )
        for left, top, right, bottom in rectangle
        if width and height
    )
    if not areas:
        raise UncheckedError(note(Reason.UNCHECKED, "imageresponse"))
    return Point(**common, file=name, alt=image.get("alt") or write_plain(common["text"]), areas=areas)


RESPONSES: dict[str, Callable[[Element, dict[str, Any], Answering], Question]] = {
    "multiplechoiceresponse": _read_choice,
    "truefalseresponse": _read_choice,
    "choiceresponse": _read_choices,
    "optionresponse": _read_option,
    "stringresponse": _read_string,
    "numericalresponse": _read_number,
    "formularesponse": _read_formula,
    "imageresponse": _read_image,
}
