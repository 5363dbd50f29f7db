"""What a draft changes, line by line, in the words that its author wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.models import LessonRevision
from lerna.school.exchange.drafting import write_draft

_AROUND = 2  # lines that stand for context beside a change


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `sign` is + where it comes, - where it goes, … where unchanged lines were left out, else a space."""

    sign: str
    text: str


def compare(before: LessonRevision | None, after: LessonRevision) -> tuple[Line, ...]:
    """The lines that change, with a few around them; nothing where the text is the same."""
    old, new = _write(before) if before else [], _write(after)
    return tuple(_list_lines(old, new))


def _write(revision: LessonRevision) -> list[str]:
    company = revision.lesson.course.company
    return [revision.title, "", *write_draft(read_blocks(revision.blocks), company).split("\n")]


def _list_lines(old: list[str], new: list[str]) -> Iterator[Line]:
    groups = SequenceMatcher(a=old, b=new, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number:
            yield Line("…", "")
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                yield from (Line(" ", text) for text in old[old_from:old_to])
                continue
            yield from (Line("-", text) for text in old[old_from:old_to])
            yield from (Line("+", text) for text in new[new_from:new_to])
