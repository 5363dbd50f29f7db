"""An assessment as a quiz; what a person has to mark becomes works beside it."""

from dataclasses import dataclass, field
from typing import Any, Literal

from lerna.school.blocks.kinds import Assignment, Block, Quiz, Text
from lerna.school.blocks.questions import Question
from lerna.school.exchange.cartridge.items import read_question, take_apart, write_material
from lerna.school.exchange.foreign.answering import Answering, UncheckedError
from lerna.school.exchange.foreign.html import Find
from lerna.school.exchange.foreign.keys import Keys
from lerna.school.exchange.foreign.markdown import write_plain
from lerna.school.exchange.foreign.xml import Element, find_tag
from lerna.school.exchange.ledger import Entry, Outcome, judge
from lerna.school.exchange.reasons import Reason

_BY_HAND: dict[str, tuple[Literal["text", "files"], ...]] = {"essay": ("text",), "file_upload": ("files",)}


@dataclass(slots=True)
class Assessment:
    """What became of an assessment: blocks, and an entry for each of its items."""

    title: str
    blocks: tuple[Block, ...] = ()
    entries: list[Entry] = field(default_factory=list)


def read_assessment(root: Element, source: str, lesson: str, find: Find, keys: Keys) -> Assessment:
    """The quiz and the works beside it; `source` is the file's path in the package."""
    assessment = next((one for one in root.iter() if find_tag(one) == "assessment"), root)
    result = Assessment(title=assessment.get("title", ""))
    facts = _read_fields(assessment)
    key = keys.give("quiz", "quiz")
    questions: list[Question] = []
    before: list[Block] = []
    after: list[Block] = []
    for element in (one for one in assessment.iter() if find_tag(one) == "item"):
        around = Answering(find)
        kind = _find_kind(element)
        made = _read_item(element, kind, around, keys)
        if isinstance(made, Assignment):
            after.append(made)
        elif isinstance(made, Text):
            before.append(made)
        else:
            questions.append(made)
        result.entries.append(_make_entry(element, source, kind, around, lesson, made.key))
    attempts, seconds = facts.get("cc_maxattempts", ""), facts.get("qmd_timelimit", "")
    quiz = Quiz(
        key=key,
        title=result.title,
        questions=tuple(questions),
        attempts=int(attempts) if attempts.isdigit() else 0,
        minutes=int(seconds) if seconds.isdigit() else 0,
    )
    result.blocks = (*before, *((quiz,) if questions else ()), *after)
    return result


def _read_item(element: Element, kind: str, around: Answering, keys: Keys) -> Question | Assignment | Text:
    asked = "".join(write_material(one) for one in _list_materials(element))
    text = around.write_html(asked) or element.get("title") or "—"
    key = keys.give(element.get("ident", ""), "question")
    if kind in _BY_HAND:
        around.lose(Reason.ESSAY)
        title = element.get("title") or write_plain(asked)[:80]
        return Assignment(key=key, title=title, task=text, accepts=_BY_HAND[kind])
    common: dict[str, Any] = {"key": key, "text": text, "points": _find_points(element)}
    if kind == "text_only":
        return Text(key=key, markdown=text)
    try:
        return read_question(take_apart(element, kind, around), common)
    except UncheckedError as error:
        around.reasons.append(error.noted)
        return Text(key=key, markdown=text)


def _list_materials(item: Element) -> list[Element]:
    """What is asked: the materials of the presentation that belong to no answer."""
    return [
        one
        for presentation in item
        if find_tag(presentation) == "presentation"
        for one in presentation.iter()
        if find_tag(one) == "material"
        and not any(find_tag(above).startswith("response") for above in one.iterancestors())
    ]


def _make_entry(  # noqa: PLR0913, PLR0917 -- what an entry says
    element: Element, source: str, kind: str, around: Answering, lesson: str, block: str
) -> Entry:
    return Entry(
        source=f"{source}#{element.get('ident', '')}",
        kind=f"item:{kind}",
        title=element.get("title", ""),
        outcome=judge(around.reasons) if around.reasons else Outcome.KEPT,
        reasons=tuple(around.reasons),
        lesson=lesson,
        block=block,
    )


def _find_kind(element: Element) -> str:
    facts = _read_fields(element)
    return (
        (facts.get("question_type") or facts.get("cc_profile", ""))
        .removeprefix("cc.")
        .split(".")[0]
        .removesuffix("_question")
    )


def _find_points(element: Element) -> int:
    facts = _read_fields(element)
    points = (facts.get("points_possible") or facts.get("cc_weighting") or "1").removesuffix(".0")
    return int(points) if points.isdigit() and int(points) else 1


def _read_fields(element: Element) -> dict[str, str]:
    """The fields of metadata below, the first of each name."""
    fields: dict[str, str] = {}
    for one in element.iter():
        if find_tag(one) == "qtimetadatafield":
            words = {find_tag(child): (child.text or "").strip() for child in one}
            fields.setdefault(words.get("fieldlabel", ""), words.get("fieldentry", ""))
    return fields
