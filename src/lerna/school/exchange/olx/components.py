"""What stands in a unit of Open edX, one function for each kind that has its like here."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lerna.school.blocks.kinds import Assignment, Block, Criterion, Discussion, Html, Poll, Quiz
from lerna.school.blocks.questions import Question
from lerna.school.exchange.foreign.answering import write_inside
from lerna.school.exchange.foreign.html import clean_html, has_words
from lerna.school.exchange.foreign.keys import Keys
from lerna.school.exchange.foreign.markdown import write_markdown
from lerna.school.exchange.foreign.xml import Element, find_tag
from lerna.school.exchange.ledger import Entry, Ledger, Outcome, judge
from lerna.school.exchange.olx.problems import make_blocks, read_problem
from lerna.school.exchange.olx.source import Source
from lerna.school.exchange.olx.videos import read_video
from lerna.school.exchange.reasons import Reason, note

_TOOLS = frozenset({"lti", "lti_consumer", "scorm", "scormxblock", "google-document", "google-calendar", "zoom"})


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a component stands: its lesson, and the part of the grading that it counts for."""

    source: Source
    ledger: Ledger
    written: Path
    lesson: str
    title: str  # of the lesson, for what has none of its own
    part: str
    keys: Keys


Made = tuple[tuple[Block, ...], list[str]]  # blocks, and why they aren't as they were


def read_component(element: Element, unit: Unit) -> tuple[Block, ...]:
    """The blocks that a component becomes; the ledger says what became of it."""
    tag, name = find_tag(element), element.get("url_name", "")
    key = unit.keys.give(name, tag.replace("_", "-"))
    found = unit.source.resolve(element)
    if found is None:
        _note(unit, element, (), [note(Reason.MISSING_FILE, f"{tag}/{name}.xml")])
        return ()
    blocks: tuple[Block, ...]
    if found.get("visible_to_staff_only", "").lower() == "true":
        blocks, reasons = (), [note(Reason.STAFF_ONLY)]
    elif tag in _TOOLS:
        blocks, reasons = (), [note(Reason.OUTSIDE_TOOL)]
    elif tag in _KINDS:
        blocks, reasons = _KINDS[tag](found, key, unit)
    else:
        blocks, reasons = (), [note(Reason.UNKNOWN_KIND, tag)]
    _note(unit, found, blocks, reasons)
    return blocks


def _note(unit: Unit, element: Element, blocks: tuple[Block, ...], reasons: list[str]) -> None:
    outcome = Outcome.KEPT if blocks and not reasons else judge(reasons)
    if not blocks and outcome is not Outcome.UNSAFE:
        outcome = Outcome.DROPPED
    unit.ledger.note(
        Entry(
            source=f"{find_tag(element)}/{element.get('url_name', '')}",
            kind=find_tag(element),
            title=element.get("display_name", ""),
            outcome=outcome,
            reasons=tuple(reasons),
            lesson=unit.lesson,
            block=blocks[0].key if blocks else "",
        )
    )


def _read_html(element: Element, key: str, unit: Unit) -> Made:
    name = element.get("filename", "")
    text = unit.source.read_text("html", f"{name}.html") if name else write_inside(element)
    if text is None:
        return (), [note(Reason.MISSING_FILE, f"html/{name}.html")]
    cleaned = clean_html(text, unit.source.find_static)
    if not has_words(cleaned.html):
        return (), [*cleaned.reasons, note(Reason.NOTHING_LEFT)]
    return (Html(key=key, html=cleaned.html),), cleaned.reasons


def _read_annotatable(element: Element, key: str, unit: Unit) -> Made:
    cleaned = clean_html(write_inside(element), unit.source.find_static)
    blocks = (Html(key=key, html=cleaned.html),) if has_words(cleaned.html) else ()
    return blocks, [*cleaned.reasons, note(Reason.UNKNOWN_KIND, "annotation")]


def _read_problem(element: Element, key: str, unit: Unit) -> Made:
    problem = read_problem(element, key, unit.source.find_static)
    title = element.get("display_name") or unit.title
    return make_blocks(problem, element, key, title, unit.part), list(problem.reasons)


def _read_library(element: Element, key: str, unit: Unit) -> Made:
    """Problems of which each learner gets some: one quiz that draws."""
    questions: list[Question] = []
    apart: list[Block] = []
    for child in element:
        found = unit.source.resolve(child)
        if found is None or find_tag(child) != "problem":
            _note(
                unit, child, (), [note(Reason.MISSING_FILE if found is None else Reason.UNKNOWN_KIND, find_tag(child))]
            )
            continue
        problem = read_problem(found, unit.keys.give(found.get("url_name", ""), "problem"), unit.source.find_static)
        blocks = make_blocks(problem, found, key, unit.title, unit.part)
        questions += problem.questions
        apart += [] if problem.questions else blocks
        _note(unit, found, blocks, list(problem.reasons))
    draw = element.get("max_count", "1")
    count = int(draw) if draw.isdigit() and 0 < int(draw) < len(questions) else 0
    title = element.get("display_name") or unit.title
    quiz = (Quiz(key=key, title=title, questions=tuple(questions), draw=count, part=unit.part),) if questions else ()
    return (*quiz, *apart), [] if quiz or apart else [note(Reason.NOTHING_LEFT)]


def _read_video(element: Element, key: str, unit: Unit) -> Made:
    return read_video(element, key, element.get("display_name") or unit.title, unit.source, unit.written)


def _read_discussion(element: Element, key: str, unit: Unit) -> Made:
    title = element.get("discussion_target") or element.get("display_name") or unit.title
    return (Discussion(key=key, title=title),), []


def _read_poll(element: Element, key: str, unit: Unit) -> Made:
    cleaned = clean_html(element.get("question", ""), unit.source.find_static)
    choices = tuple(_read_labels(element.get("answers", "")))
    question = write_markdown(cleaned.html) or element.get("display_name", "")
    if len(choices) < 2 or not question:  # noqa: PLR2004 -- a choice is between two
        return (), [note(Reason.NOTHING_LEFT)]
    return (Poll(key=key, title=element.get("display_name", ""), question=question, choices=choices),), cleaned.reasons


def _read_survey(element: Element, key: str, unit: Unit) -> Made:
    """One poll for each question, with the same choices."""
    choices = tuple(_read_labels(element.get("answers", "")))
    blocks = tuple(
        Poll(key=unit.keys.give(f"{key[:70]}-{number}", "poll"), question=question, choices=choices)
        for number, question in enumerate(_read_labels(element.get("questions", "")), 1)
        if len(choices) > 1
    )
    return blocks, [] if blocks else [note(Reason.NOTHING_LEFT)]


def _read_labels(written: str) -> list[str]:
    """Labels in the JSON of polls: pairs of a key and a label, or a key and what has one."""
    try:
        found = json.loads(written or "[]")
    except json.JSONDecodeError:
        return []
    labels = [pair[1] for pair in found if isinstance(pair, list) and len(pair) > 1] if isinstance(found, list) else []
    return [str(one.get("label", "") if isinstance(one, dict) else one) for one in labels]


def _read_word_cloud(element: Element, key: str, unit: Unit) -> Made:
    title = element.get("display_name") or unit.title
    prompt = write_markdown(clean_html(element.get("instructions", ""), lambda _address: None).html)
    return (Discussion(key=key, title=title, prompt=prompt),), [note(Reason.WORD_CLOUD)]


def _read_open_assessment(element: Element, key: str, unit: Unit) -> Made:
    prompts = [one.text or "" for one in element.findall(".//prompts/prompt/description")]
    cleaned = clean_html("".join(prompts), unit.source.find_static)
    rubric = tuple(
        Criterion(
            key=f"criterion-{number}", title=(one.findtext("label") or one.findtext("prompt") or "")[:200], points=most
        )
        for number, one in enumerate(element.iter("criterion"), 1)
        if (most := max((int(option.get("points", "0")) for option in one.iter("option")), default=0)) > 0
    )
    accepts = [
        name for name, setting in (("text", "text_response"), ("files", "file_upload_type")) if element.get(setting)
    ]
    work = Assignment(
        key=key,
        title=element.findtext("title") or element.get("display_name") or unit.title,
        task=write_markdown(cleaned.html) or "—",
        accepts=tuple(accepts) or ("text",),  # type: ignore[arg-type]  # of the words above
        rubric=rubric,
        part=unit.part,
    )
    return (work,), [*cleaned.reasons, note(Reason.PEERS)]


def _read_staff_graded(element: Element, key: str, unit: Unit) -> Made:
    title = element.get("display_name") or unit.title
    task = write_markdown(clean_html(element.get("instructions", ""), unit.source.find_static).html) or title
    return (Assignment(key=key, title=title, task=task, accepts=("files",), part=unit.part),), [note(Reason.SETTINGS)]


def _read_done(_element: Element, _key: str, _unit: Unit) -> Made:
    return (), [note(Reason.DONE_MARK)]


_KINDS: dict[str, Callable[[Element, str, Unit], Made]] = {
    "html": _read_html,
    "annotatable": _read_annotatable,
    "problem": _read_problem,
    "library_content": _read_library,
    "video": _read_video,
    "discussion": _read_discussion,
    "poll": _read_poll,
    "survey": _read_survey,
    "word_cloud": _read_word_cloud,
    "openassessment": _read_open_assessment,
    "edx_sga": _read_staff_graded,
    "staffgradedxblock": _read_staff_graded,
    "done": _read_done,
}
