"""What changed between two versions of a policy, clause by clause and word by word (clause 11.4).

Nothing is summarized: leaving out what was inserted gives the old text, leaving out what was deleted gives the new one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from lerna.privacy.policy.document import Text
from lerna.privacy.policy.lines import ClauseLines, Line, SectionLines, read_sections

Kind = Literal["same", "inserted", "deleted"]
Change = Literal["same", "changed", "added", "removed"]
Part = TypeVar("Part")

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LETTERS = re.compile(r"\w+")
# With a smaller share of letters in common, two lines are one removed and one added: word marks would be a mosaic.
_ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both versions, or in one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class LineDiff:
    """One line of a clause before and after; None where it stands in one version only."""

    before: Line | None
    after: Line | None
    marker: tuple[Run, ...]
    runs: tuple[Run, ...]

    @property
    def depth(self) -> int:
        """How deep the line stands, in the newer version if it is there."""
        line = self.after or self.before
        return line.depth if line else 0


@dataclass(frozen=True, slots=True)
class ClauseDiff:
    """One clause; `number` is the newer version's where both have it."""

    change: Change
    number: str
    printed: tuple[Run, ...]
    lines: tuple[LineDiff, ...]


@dataclass(frozen=True, slots=True)
class SectionDiff:
    """One section; `change` also counts its clauses."""

    change: Change
    number: str
    printed: tuple[Run, ...]
    title: tuple[Run, ...]
    clauses: tuple[ClauseDiff, ...]


@dataclass(frozen=True, slots=True)
class TextDiff:
    """Two versions of a text in one language."""

    title: tuple[Run, ...]
    sections: tuple[SectionDiff, ...]

    def count(self, change: Change) -> int:
        """How many clauses changed so."""
        return sum(clause.change == change for section in self.sections for clause in section.clauses)


def compare_texts(before: Text, after: Text) -> TextDiff:
    """Both texts in one structure. Sections and clauses are matched by number, lines by their words."""
    sections = _align(read_sections(before), read_sections(after), lambda section: section.number)
    return TextDiff(compare_words(before.title, after.title), tuple(_compare_sections(*pair) for pair in sections))


def compare_words(before: str, after: str) -> tuple[Run, ...]:
    """Two strings word by word, spaces and signs being words too; a deletion stands before what replaces it."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    runs: list[Run] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run("same", "".join(old[old_from:old_to])))
            continue
        if old_from < old_to:
            runs.append(Run("deleted", "".join(old[old_from:old_to])))
        if new_from < new_to:
            runs.append(Run("inserted", "".join(new[new_from:new_to])))
    return tuple(_join_scraps(runs))


def _join_scraps(runs: list[Run]) -> Iterator[Run]:
    """Joins changes that only a space keeps apart, so that a replaced phrase reads as one phrase, not as a mosaic."""
    index = 0
    while index < len(runs):
        deleted, inserted, end = _gather_change(runs, index)
        if end == index:
            yield runs[index]
            index += 1
            continue
        if deleted:
            yield Run("deleted", deleted)
        if inserted:
            yield Run("inserted", inserted)
        index = end


def _gather_change(runs: list[Run], start: int) -> tuple[str, str, int]:
    deleted, inserted, index = "", "", start
    while index < len(runs):
        run = runs[index]
        if run.kind == "deleted":
            deleted += run.text
        elif run.kind == "inserted":
            inserted += run.text
        elif index > start and run.text.isspace() and index + 1 < len(runs):
            deleted, inserted = deleted + run.text, inserted + run.text
        else:
            break
        index += 1
    return deleted, inserted, index


def _compare_sections(before: SectionLines | None, after: SectionLines | None) -> SectionDiff:
    pairs = _align(before.clauses if before else (), after.clauses if after else (), lambda clause: clause.number)
    clauses = tuple(_compare_clauses(*pair) for pair in pairs)
    printed = compare_words(before.printed if before else "", after.printed if after else "")
    title = compare_words(before.title if before else "", after.title if after else "")
    own_change = _judge(before, after, [*printed, *title])
    changed = own_change == "same" and any(clause.change != "same" for clause in clauses)
    section = after or before
    number = section.number if section else ""
    return SectionDiff("changed" if changed else own_change, number, printed, title, clauses)


def _compare_clauses(before: ClauseLines | None, after: ClauseLines | None) -> ClauseDiff:
    lines = tuple(_iter_lines(before.lines if before else (), after.lines if after else ()))
    printed = compare_words(before.printed if before else "", after.printed if after else "")
    runs = [*printed, *(run for line in lines for run in (*line.marker, *line.runs))]
    moved = any(line.before and line.after and line.before.depth != line.after.depth for line in lines)
    change = _judge(before, after, runs)
    clause = after or before
    return ClauseDiff(
        "changed" if change == "same" and moved else change, clause.number if clause else "", printed, lines
    )


def _judge(before: object, after: object, runs: Sequence[Run]) -> Change:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "same" if all(run.kind == "same" for run in runs) else "changed"


def _iter_lines(before: Sequence[Line], after: Sequence[Line]) -> Iterator[LineDiff]:
    """Lines matched by their words, so that an item put in the middle doesn't change all the items below it."""
    matcher = SequenceMatcher(None, [line.text for line in before], [line.text for line in after], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        old, new = before[old_from:old_to], after[new_from:new_to]
        pairs = zip(old, new, strict=True) if tag == "equal" else _pair_alike(old, new)
        for one, other in pairs:
            yield _compare_lines(one, other)


def _pair_alike(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Each old line with the first new one that says much the same, in order; the rest stand alone."""
    waiting = 0
    for line in before:
        match = next((i for i in range(waiting, len(after)) if _are_alike(line.text, after[i].text)), None)
        if match is None:
            yield line, None
            continue
        yield from ((None, added) for added in after[waiting:match])
        yield line, after[match]
        waiting = match + 1
    yield from ((None, added) for added in after[waiting:])


def _are_alike(before: str, after: str) -> bool:
    """Do they share enough letters? Spaces and signs, half of all words here, are common to any two sentences."""
    old, new = _LETTERS.findall(before), _LETTERS.findall(after)
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    common = sum(len("".join(old[block.a : block.a + block.size])) for block in blocks)
    return 2 * common >= _ALIKE * (len("".join(old)) + len("".join(new)))


def _compare_lines(before: Line | None, after: Line | None) -> LineDiff:
    return LineDiff(
        before,
        after,
        compare_words(before.printed if before else "", after.printed if after else ""),
        compare_words(before.text if before else "", after.text if after else ""),
    )


def _align(
    before: Sequence[Part], after: Sequence[Part], key: Callable[[Part], str]
) -> Iterator[tuple[Part | None, Part | None]]:
    """Parts with the same number side by side, in the order of both sequences; the rest stand alone."""
    matcher = SequenceMatcher(None, [key(part) for part in before], [key(part) for part in after], autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(before[old_from:old_to], after[new_from:new_to], strict=True)
        else:
            yield from ((part, None) for part in before[old_from:old_to])
            yield from ((None, part) for part in after[new_from:new_to])
