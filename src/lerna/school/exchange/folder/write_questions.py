"""A quiz's questions as an author would write them; `read_questions` reads them back as they were."""

from collections.abc import Iterator

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
from lerna.school.exchange.folder.lines import ASKED, GOES_ON, protect


def write_questions(questions: tuple[Question, ...]) -> str:
    """The text of a quiz."""
    return "\n\n".join("\n".join(_write_question(one, str(number))) for number, one in enumerate(questions, 1))


def _write_question(question: Question, number: str) -> Iterator[str]:
    yield f"## {question.KIND}" + ("" if question.key == number else f" {question.key}")
    yield protect(question.text, ASKED)
    for mark, text, feedback in _list_answers(question):
        yield from _write_item(mark, text, feedback)
    for hint in question.hints:
        yield from _write_item("!", hint)
    if question.explanation:
        yield from _write_item("?", question.explanation)
    if question.points != 1:
        yield f"* {question.points}"


def _list_answers(question: Question) -> Iterator[tuple[str, str, str]]:
    """Mark, text and feedback of each choice or answer."""
    match question:
        case Single(choices=choices) | Multiple(choices=choices):
            for choice in choices:
                yield ("- [x]" if choice.is_right else "- [ ]"), choice.text, choice.feedback
        case TrueFalse():
            yield "=", str(question.is_true).lower(), question.feedback
        case ShortText():
            for accepted in question.accepted:
                yield "=", accepted.text, accepted.feedback
        case Number():
            for number in question.accepted:
                within = "" if number.tolerance == "0" else f" ± {number.tolerance}"
                yield "=", f"{number.value}{within}", number.feedback
        case Match() | Order() | Point() | Formula() | Gaps():
            for line in _list_lines(question):
                yield "=", line, ""


def _list_lines(question: Match | Order | Point | Formula | Gaps) -> Iterator[str]:
    match question:
        case Match():
            for pair in question.pairs:
                left, right = (side.replace(" => ", " \\=> ") for side in (pair.left, pair.right))
                yield f"{left} => {right}"
        case Order():
            yield from question.items
        case Point():
            yield f"{question.file} {question.alt}"
            for area in question.areas:
                yield f"{area.left:g},{area.top:g} {area.width:g}x{area.height:g}"
        case Formula():
            yield question.formula
            for one in question.ranges:
                yield f"{one.name} in {one.low:g}..{one.high:g}"
        case Gaps():
            return


def _write_item(mark: str, text: str, feedback: str = "") -> Iterator[str]:
    first, *rest = text.split("\n")
    yield f"{mark} {first}"
    if rest:
        for line in protect("\n".join(rest), GOES_ON).split("\n"):
            yield f"  {line}" if line else ""
    if feedback:
        for line in feedback.split("\n"):
            yield f"  > {line}".rstrip()
