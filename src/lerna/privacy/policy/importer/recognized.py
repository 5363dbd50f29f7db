"""What an import recognised in a source, and the proof that no character of the source was lost."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lerna.privacy.policy.document import Document, Item, Paragraph

Role = Literal["title", "number", "marker", "text"]

# Characters that only lay a text out. A character outside this table is never taken for layout: it becomes a leftover.
LAYOUT_MARKS = {
    "#": "heading marks",
    "*": "emphasis marks",
    "_": "emphasis marks",
    "`": "emphasis marks",
    "|": "table bars",
    "\ufeff": "byte-order mark",
    **dict.fromkeys("-–—•·▪◦‣●○■□➢✓\uf0b7", "list dashes"),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\xad", "invisible marks"),
}
LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` up to `end` of the source's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One recognised string and where it stood; `place` is language and anchor, such as `ru:7.1-а`."""

    place: str
    role: Role
    spans: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Leftover:
    """Characters that no part of the policy took, for a person to look at; `line` counts from 1."""

    span: Span
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Recognized:
    """The policy found in a source; `repaired` are the lines broken by the page and joined (line, words around)."""

    document: Document
    leaves: tuple[Leaf, ...]
    layout: tuple[tuple[Span, str], ...]
    leftovers: tuple[Leftover, ...]
    repaired: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """Characters of the source: `total` = `in_clauses` + `layout` + `left_over`; the kinds add up to `layout`."""

    total: int
    in_clauses: int
    layout: int
    left_over: int
    layout_by_kind: tuple[tuple[str, int], ...]


class AccountError(Exception):
    """A character of the source is in no part, or in two, or a word of the policy isn't the source's."""


def words_at(text: str, spans: tuple[Span, ...]) -> str:
    """The words of these spans as one line: a broken line is joined by a space, or by nothing after a hyphen."""
    pieces: list[str] = []
    for position, span in enumerate(spans):
        if position:
            gap = text[spans[position - 1].end : span.start]
            broken = LINE_BREAK.search(gap) is not None
            pieces.append(" " if broken and not re.search(r"\w-$", pieces[-1]) else "")
        pieces.append(text[span.start : span.end])
    return "".join(pieces)


def layout_kind(character: str) -> str | None:
    """What a character lays out, or None where it may carry meaning."""
    return "whitespace" if character.isspace() else LAYOUT_MARKS.get(character)


def account(text: str, recognized: Recognized) -> Account:
    """Prove that every character of the source is in exactly one place and that the policy holds the source's words.

    Raises AccountError, which is a defect of the importer and never of the source.
    """
    in_clauses = [span for leaf in recognized.leaves for span in leaf.spans]
    layout = [span for span, _kind in recognized.layout]
    left_over = [leftover.span for leftover in recognized.leftovers]
    position = 0
    for span in sorted(in_clauses + layout + left_over):
        if span.start != position or span.end <= span.start:
            message = f"characters {position} to {span.start} are lost or taken twice"
            raise AccountError(message)
        position = span.end
    if position != len(text):
        message = f"characters {position} to {len(text)} are lost"
        raise AccountError(message)
    if any(leaf.text != words_at(text, leaf.spans) for leaf in recognized.leaves):
        message = "a recognised part doesn't hold the source's words"
        raise AccountError(message)
    _check_words(recognized)
    kinds: Counter[str] = Counter()
    for span, kind in recognized.layout:
        kinds[kind] += span.end - span.start
    return Account(len(text), _length(in_clauses), _length(layout), _length(left_over), tuple(sorted(kinds.items())))


def _length(spans: list[Span]) -> int:
    return sum(span.end - span.start for span in spans)


def _check_words(recognized: Recognized) -> None:
    stands = Counter(string for string in _strings(recognized.document) if string)
    found = Counter(printed_number(leaf.text) if leaf.role == "number" else leaf.text for leaf in recognized.leaves)
    if stands != found:
        message = f"the policy and the source differ in {list((stands - found) + (found - stands))[:3]}"
        raise AccountError(message)


def printed_number(marker: str) -> str:
    """The number itself of a printed `17.1.`, `IV)` or `Раздел 3:`."""
    return marker.rstrip(" .:)")


def _strings(document: Document) -> Iterator[str]:
    for text in document.texts:
        yield text.title
        for section in text.sections:
            yield section.printed
            yield section.title
            for clause in section.clauses:
                yield clause.printed
                yield from _body_strings(clause.body)


def _body_strings(body: tuple[Paragraph | Item, ...]) -> Iterator[str]:
    for part in body:
        if isinstance(part, Item):
            yield part.printed
            yield from (part.text, *_body_strings(part.body))
        else:
            yield part.text
