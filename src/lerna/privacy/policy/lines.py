"""A policy's text as it is read: each clause as lines from top to bottom, each with its permanent link's anchor."""

from collections.abc import Iterator
from dataclasses import dataclass

from lerna.privacy.policy.document import Clause, Item, Paragraph, Text


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or an item. `depth` is 0 for the clause's own words, 1 for its items, 2 for theirs.

    `printed` is the marker that the text itself gives, such as `(а)`; a paragraph has neither marker nor anchor.
    """

    depth: int
    anchor: str
    printed: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseLines:
    """A clause with its anchor, such as `7.1`, and the number that the text itself prints."""

    anchor: str
    number: str
    printed: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SectionLines:
    """A section with its anchor, such as `section-7`."""

    anchor: str
    number: str
    printed: str
    title: str
    clauses: tuple[ClauseLines, ...]


def read_sections(text: Text) -> tuple[SectionLines, ...]:
    """The sections in the order of the text. Anchors are unique even where an imported text gives one number twice."""
    names = _UniqueNames()
    return tuple(
        SectionLines(
            anchor=names.take(f"section-{section.number}"),
            number=section.number,
            printed=section.printed,
            title=section.title,
            clauses=tuple(_read_clause(clause, names) for clause in section.clauses),
        )
        for section in text.sections
    )


def find_clause(text: Text, anchor: str) -> ClauseLines | None:
    """The clause with this anchor, or the clause around the item with it; None where the text has no such place."""
    for section in read_sections(text):
        for clause in section.clauses:
            if anchor == clause.anchor or anchor in (line.anchor for line in clause.lines if line.anchor):
                return clause
    return None


def _read_clause(clause: Clause, names: "_UniqueNames") -> ClauseLines:
    anchor = names.take(clause.number)
    return ClauseLines(anchor, clause.number, clause.printed, tuple(_iter_lines(clause.body, anchor, 0, names)))


def _iter_lines(body: tuple[Paragraph | Item, ...], prefix: str, depth: int, names: "_UniqueNames") -> Iterator[Line]:
    for part in body:
        if isinstance(part, Paragraph):
            yield Line(depth, "", "", part.text)
        else:
            anchor = names.take(f"{prefix}-{part.key}")
            yield Line(depth + 1, anchor, part.printed, part.text)
            yield from _iter_lines(part.body, anchor, depth + 1, names)


class _UniqueNames:
    """Gives each name once; the second time `7.1` becomes `7.1~2`, because two places can't share a link."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, name: str) -> str:
        unique, count = name, 1
        while unique in self._taken:
            count += 1
            unique = f"{name}~{count}"
        self._taken.add(unique)
        return unique
