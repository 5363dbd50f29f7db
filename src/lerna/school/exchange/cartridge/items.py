"""Questions of QTI 1.2, one function for each kind: those of Common Cartridge, and those that Canvas adds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Gaps,
    Match,
    Multiple,
    Number,
    Pair,
    Question,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.exchange.foreign.answering import Answering, UncheckedError
from lerna.school.exchange.foreign.xml import Element, find_tag
from lerna.school.exchange.reasons import Reason, note

_BOUNDS = {"vargte": 1, "vargt": 1, "varlte": -1, "varlt": -1}


@dataclass(slots=True)
class QtiItem:
    """An item, taken apart: the responses it asks for, what earns points, and what is said to which answer."""

    element: Element
    kind: str
    around: Answering
    responses: list[Element] = field(default_factory=list)
    right: list[tuple[str, str]] = field(default_factory=list)  # (response, answer)
    bounds: list[tuple[int, str]] = field(default_factory=list)  # 1: at least, -1: at most
    said: dict[str, str] = field(default_factory=dict)  # answer → feedback

    def read_label(self, label: Element) -> str:
        """What a choice says, in Markdown."""
        return self.around.write_html(write_material(label)) or "—"


def take_apart(element: Element, kind: str, around: Answering) -> QtiItem:
    """The item with everything found that its question is made of."""
    item = QtiItem(element, kind, around)
    item.responses = [
        one for one in element.iter() if find_tag(one) in {"response_lid", "response_str", "response_num"}
    ]
    feedback = {one.get("ident", ""): around.write_html(write_material(one)) for one in _find(element, "itemfeedback")}
    for condition in _find(element, "respcondition"):
        equals = [(one.get("respident", ""), (one.text or "").strip()) for one in _list_equals(condition)]
        shown = [feedback.get(one.get("linkrefid", ""), "") for one in _find(condition, "displayfeedback")]
        if any(_is_positive(one) for one in _find(condition, "setvar")):
            item.right += equals
            item.bounds += [
                (_BOUNDS[find_tag(one)], one.text or "") for one in condition.iter() if find_tag(one) in _BOUNDS
            ]
        elif len(equals) == 1 and shown:
            item.said[equals[0][1]] = shown[0]
        elif any(shown):
            around.lose(Reason.HINTS)
    return item


def read_question(item: QtiItem, common: dict[str, Any]) -> Question:
    """The question; UncheckedError where its answers can't be checked here."""
    if item.kind not in _KINDS:
        raise UncheckedError(note(Reason.UNCHECKED, item.kind or "item"))
    return _KINDS[item.kind](item, common)


def write_material(element: Element) -> str:
    """The words of all materials below, as HTML."""
    return "".join(
        (one.text or "") if one.get("texttype", "") != "text/plain" else _escape(one.text)
        for one in _find(element, "mattext")
    )


def _read_single(item: QtiItem, common: dict[str, Any]) -> Question:
    choices = _list_choices(item)
    if sum(choice.is_right for choice in choices) != 1:
        return _read_multiple(item, common)
    return Single(**common, choices=choices)


def _read_multiple(item: QtiItem, common: dict[str, Any]) -> Question:
    choices = _list_choices(item)
    if len(choices) < 2 or not any(choice.is_right for choice in choices):  # noqa: PLR2004 -- a choice is between two
        raise UncheckedError(note(Reason.UNCHECKED, item.kind))
    return Multiple(**common, choices=choices)


def _read_true_false(item: QtiItem, common: dict[str, Any]) -> Question:
    right = [choice.text.lower() for choice in _list_choices(item) if choice.is_right]
    if right not in (["true"], ["false"]):
        return _read_single(item, common)
    if item.said:
        item.around.lose(Reason.HINTS)
    return TrueFalse(**common, is_true=right == ["true"])


def _list_choices(item: QtiItem) -> tuple[Choice, ...]:
    right = {answer for _, answer in item.right}
    return tuple(
        Choice(
            text=item.read_label(label),
            is_right=label.get("ident", "") in right,
            feedback=item.said.get(label.get("ident", ""), ""),
        )
        for response in item.responses[:1]
        for label in _find(response, "response_label")
    )


def _read_text(item: QtiItem, common: dict[str, Any]) -> Question:
    answers = dict.fromkeys(answer for _, answer in item.right if answer)
    if any(find_tag(one) == "varsubset" for one in item.element.iter()):
        item.around.lose(Reason.PATTERN)
    if not answers:
        raise UncheckedError(note(Reason.PATTERN))
    return ShortText(
        **common, accepted=tuple(Accepted(text=answer, feedback=item.said.get(answer, "")) for answer in answers)
    )


def _read_number(item: QtiItem, common: dict[str, Any]) -> Question:
    try:
        values = [Decimal(answer) for _, answer in item.right]
        low = max((Decimal(bound) for side, bound in item.bounds if side > 0), default=None)
        high = min((Decimal(bound) for side, bound in item.bounds if side < 0), default=None)
    except InvalidOperation as error:
        raise UncheckedError(note(Reason.UNCHECKED, item.kind)) from error
    if not values and low is not None and high is not None:
        values = [(low + high) / 2]
    if not values:
        raise UncheckedError(note(Reason.UNCHECKED, item.kind))
    within = max(values[0] - low, high - values[0]) if low is not None and high is not None else Decimal(0)
    accepted = tuple(AcceptedNumber(value=f"{value:f}", tolerance=f"{within.normalize():f}") for value in values)
    return Number(**common, accepted=accepted)


def _read_match(item: QtiItem, common: dict[str, Any]) -> Question:
    right = dict(item.right)
    pairs = []
    for response in item.responses:
        labels = {label.get("ident", ""): item.read_label(label) for label in _find(response, "response_label")}
        material = next((one for one in response if find_tag(one) == "material"), None)
        left = item.around.write_html(write_material(material)) if material is not None else ""
        answer = labels.pop(right.get(response.get("ident", ""), ""), "")
        if not left or not answer:
            raise UncheckedError(note(Reason.UNCHECKED, item.kind))
        pairs.append(Pair(left=left, right=answer))
    if len(pairs) < 2:  # noqa: PLR2004 -- one pair is no question
        raise UncheckedError(note(Reason.UNCHECKED, item.kind))
    return Match(**common, pairs=tuple(pairs))


def _read_gaps(item: QtiItem, common: dict[str, Any]) -> Question:
    """Canvas writes `[name]` where a word is missing; each name is a response of its own."""
    text = str(common["text"])
    for response in item.responses:
        name = response.get("ident", "").removeprefix("response_")
        labels = {label.get("ident", ""): item.read_label(label) for label in _find(response, "response_label")}
        forms = [labels[answer] for asked, answer in item.right if asked == response.get("ident") and answer in labels]
        if not forms or any(set("/[]") & set(form) for form in forms) or f"\\[{name}\\]" not in text:
            raise UncheckedError(note(Reason.UNCHECKED, item.kind))
        text = text.replace(f"\\[{name}\\]", f"[[{'/'.join(forms)}]]")
    if item.kind == "multiple_dropdowns":
        item.around.lose(Reason.GAPS)
    return Gaps(**{**common, "text": text})


def _find(element: Element, tag: str) -> Iterator[Element]:
    return (one for one in element.iter() if find_tag(one) == tag)


def _list_equals(condition: Element) -> list[Element]:
    """What must be answered; not what mustn't."""
    return [
        one
        for one in _find(condition, "varequal")
        if not any(find_tag(above) == "not" for above in one.iterancestors())
    ]


def _is_positive(setvar: Element) -> bool:
    try:
        return Decimal((setvar.text or "0").strip()) > 0
    except InvalidOperation:
        return False


def _escape(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")


_KINDS: dict[str, Callable[[QtiItem, dict[str, Any]], Question]] = {
    "multiple_choice": _read_single,
    "multiple_response": _read_multiple,
    "multiple_answers": _read_multiple,
    "true_false": _read_true_false,
    "fib": _read_text,
    "short_answer": _read_text,
    "pattern_match": _read_text,
    "numerical": _read_number,
    "matching": _read_match,
    "multiple_dropdowns": _read_gaps,
    "fill_in_multiple_blanks": _read_gaps,
}
