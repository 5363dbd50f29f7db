"""Questions as items of QTI 1.2, in the profiles of Common Cartridge 1.3."""

from collections.abc import Callable

from lxml import etree

from lerna.school.blocks.questions import Choice, Multiple, Number, Question, ShortText, Single, TrueFalse
from lerna.school.exchange.foreign.xml import Element

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_RESPONSE = "response1"
_PROFILES = {
    Single: "multiple_choice",
    Multiple: "multiple_response",
    TrueFalse: "true_false",
    ShortText: "fib",
    Number: "fib",
}
Render = Callable[[str], str]
"""Markdown as HTML."""


def add_item(section: Element, question: Question, render: Render) -> bool:
    """The question as an item of the section; False where its answers can't be said, so that it became an essay."""
    profile = _PROFILES.get(type(question), "essay")
    item = _add(section, "item", ident=f"q-{question.key}", title=question.key)
    fields = _add(_add(item, "itemmetadata"), "qtimetadata")
    add_field(fields, "cc_profile", f"cc.{profile}.v0p1")
    add_field(fields, "cc_weighting", str(question.points))
    presentation = _add(item, "presentation")
    _add_words(presentation, render(question.text))
    processing = etree.Element(f"{{{QTI}}}resprocessing")
    _add(_add(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    said: dict[str, str] = {}
    if isinstance(question, Single | Multiple):
        said = _add_choices(presentation, processing, question.choices, render, is_single=isinstance(question, Single))
    elif isinstance(question, TrueFalse):
        choices = (Choice(text="True", is_right=question.is_true), Choice(text="False", is_right=not question.is_true))
        _add_choices(presentation, processing, choices, render, is_single=True)
    else:
        answers = [one.text for one in question.accepted] if isinstance(question, ShortText) else []
        answers += [one.value for one in question.accepted] if isinstance(question, Number) else []
        _add_field_for_words(presentation, processing, answers)
    item.append(processing)
    for ident, words in said.items():
        _add_words(_add(_add(item, "itemfeedback", ident=ident), "flow_mat"), render(words))
    return profile != "essay"


def add_field(fields: Element, label: str, entry: str) -> None:
    """A line of metadata."""
    field = _add(fields, "qtimetadatafield")
    _add(field, "fieldlabel").text = label
    _add(field, "fieldentry").text = entry


def _add_choices(
    presentation: Element, processing: Element, choices: tuple[Choice, ...], render: Render, *, is_single: bool
) -> dict[str, str]:
    """The choices, what is right of them, and what is said to which: feedback by its name."""
    cardinality = "Single" if is_single else "Multiple"
    response = _add(presentation, "response_lid", ident=_RESPONSE, rcardinality=cardinality)
    shown = _add(response, "render_choice")
    said = {}
    for number, choice in enumerate(choices, 1):
        _add_words(_add(shown, "response_label", ident=f"c{number}"), render(choice.text))
        if choice.feedback:
            said[f"c{number}_fb"] = choice.feedback
            condition = _add(processing, "respcondition", **{"continue": "Yes"})
            _add(_add(condition, "conditionvar"), "varequal", respident=_RESPONSE).text = f"c{number}"
            _add(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"c{number}_fb")
    condition = _add(processing, "respcondition", **{"continue": "No"})
    right = _add(_add(condition, "conditionvar"), "and")
    for number, choice in enumerate(choices, 1):
        place = right if choice.is_right else _add(right, "not") if not is_single else None
        if place is not None:
            _add(place, "varequal", respident=_RESPONSE).text = f"c{number}"
    _add(condition, "setvar", action="Set", varname="SCORE").text = "100"
    return said


def _add_field_for_words(presentation: Element, processing: Element, answers: list[str]) -> None:
    response = _add(presentation, "response_str", ident=_RESPONSE, rcardinality="Single")
    _add(_add(response, "render_fib", prompt="Box"), "response_label", ident="answer1", rshuffle="No")
    condition = _add(processing, "respcondition", **{"continue": "No"})
    accepted = _add(condition, "conditionvar")
    for answer in answers:
        _add(accepted, "varequal", respident=_RESPONSE, case="No").text = answer
    if answers:
        _add(condition, "setvar", action="Set", varname="SCORE").text = "100"
    else:
        _add(accepted, "other")


def _add_words(parent: Element, html: str) -> None:
    _add(_add(parent, "material"), "mattext", texttype="text/html").text = html


def _add(parent: Element, tag: str, **attributes: str) -> Element:
    return etree.SubElement(parent, f"{{{QTI}}}{tag}", attributes)
