"""A problem as a quiz: each of its responses a question, the words around them in the questions' texts."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from lerna.school.blocks.kinds import Block, Html, Quiz
from lerna.school.blocks.questions import Question
from lerna.school.exchange.foreign.answering import Answering, UncheckedError, write_inside
from lerna.school.exchange.foreign.html import Find, clean_html, has_words
from lerna.school.exchange.foreign.xml import Element, find_tag
from lerna.school.exchange.olx.responses import RESPONSES, read_response
from lerna.school.exchange.reasons import Reason, note

_VARIABLE = re.compile(r"\$[A-Za-z]")
_APART = frozenset({"solution", "demandhint", "script"})
_INPUTS = frozenset(
    {
        "textline", "choicegroup", "checkboxgroup", "radiogroup", "optioninput", "formulaequationinput", "imageinput",
        "responseparam", "additional_answer", "correcthint", "stringequalhint", "numericalhint", "compoundhint",
        "hintgroup", "textbox", "filesubmission", "jsinput", "designprotein2dinput", "drag_and_drop_input",
    }
)  # fmt: skip
_UNCHECKED = frozenset({"customresponse", "annotationresponse", "schematicresponse", "coderesponse", "jsmeresponse",
                    "choicetextresponse", "symbolicresponse", "externalresponse", "chemicalequationinput"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """What became of a problem: a quiz where something of it can be checked, and its words where not."""

    questions: tuple[Question, ...]
    words: str
    reasons: tuple[str, ...]


def read_problem(element: Element, key: str, find: Find) -> Problem:
    """The questions, keyed from `key` on."""
    around = Answering(find)
    whole = write_inside(element)
    try:
        questions = _read_questions(element, key, around)
    except UncheckedError as error:
        around.reasons.append(error.noted)
        questions = []
    if questions:
        return Problem(tuple(questions), "", tuple(around.reasons))
    words = clean_html(_without(whole), find)
    around.reasons += [reason for reason in words.reasons if reason not in around.reasons]
    return Problem((), words.html if has_words(words.html) else "", tuple(around.reasons))


def _read_questions(element: Element, key: str, around: Answering) -> list[Question]:
    responses = [one for one in element.iter() if find_tag(one) in RESPONSES or find_tag(one) in _UNCHECKED]
    if not responses:
        raise UncheckedError(note(Reason.UNCHECKED, "problem"))
    if any(True for _ in element.iter("script")) and _VARIABLE.search(_without(write_inside(element))):
        raise UncheckedError(note(Reason.COMPUTED))
    questions = []
    for number, response in enumerate(responses, 1):
        common: dict[str, Any] = {"key": key if len(responses) == 1 else f"{key[:70]}-{number}"}
        common["text"] = _write_text(element, response, around, first=number == 1)
        if number == 1:
            common["hints"] = _list_hints(element, around)
        if number == len(responses):
            common["explanation"] = "\n\n".join(filter(None, (around.write(one) for one in element.iter("solution"))))
        questions.append(read_response(response, common, around))
    return questions


def _list_hints(element: Element, around: Answering) -> tuple[str, ...]:
    hints = (around.write(one) for one in element.iter("hint") if find_tag(one.getparent()) == "demandhint")
    return tuple(filter(None, hints))


def make_blocks(problem: Problem, element: Element, key: str, title: str, part: str) -> tuple[Block, ...]:
    """The quiz or the words of one problem."""
    if problem.questions:
        attempts = element.get("max_attempts", "")
        return (
            Quiz(
                key=key,
                title=title,
                questions=problem.questions,
                attempts=int(attempts) if attempts.isdigit() else 0,
                part=part,
            ),
        )
    return (Html(key=key, html=problem.words),) if problem.words else ()


def _write_text(problem: Element, response: Element, around: Answering, *, first: bool) -> str:
    """The question's text: what stands in the response, and before the first one what stands around it."""
    inside = around.write(_bare(response))
    if not first and inside:
        return inside
    before = ""
    if first:
        other = etree.fromstring(etree.tostring(problem))
        before = around.write(_bare(other, frozenset(RESPONSES)))
    return "\n\n".join(filter(None, (before, inside))) or problem.get("display_name") or "—"


def _bare(element: Element, more: frozenset[str] = frozenset()) -> Element:
    """A copy without what is read apart: inputs, solutions, hints, and the tags in `more`."""
    copy = etree.fromstring(etree.tostring(element, with_tail=False))
    for one in list(copy.iter()):
        if find_tag(one) in _APART | _INPUTS | more and one.getparent() is not None:
            _remove(one)
    for label in copy.iter("label", "description"):
        label.tag = "p"
    return copy


def _remove(element: Element) -> None:
    """Take the element out of its parent, but leave the words behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _without(written: str) -> str:
    root = etree.fromstring(f"<problem>{written}</problem>")
    for one in list(root.iter()):
        if find_tag(one) in _APART and one.getparent() is not None:
            _remove(one)
    for choice in root.iter("choice", "option"):
        choice.tag = "li"
    for group in root.iter("choicegroup", "checkboxgroup", "options"):
        group.tag = "ul"
    for label in root.iter("label", "description", "comment", "comment_prompt", "text", "tag_prompt"):
        label.tag = "p"
    return write_inside(root)
