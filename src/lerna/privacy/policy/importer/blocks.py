"""Blocks: lines joined to paragraphs again where a page's end or a narrow column broke a sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lerna.privacy.policy.document import Language
from lerna.privacy.policy.importer.languages import SWITCH, languages_of, likelihoods
from lerna.privacy.policy.importer.lines import Line, Marker, split_lines
from lerna.privacy.policy.importer.recognized import Span, words_at
from lerna.privacy.policy.importer.source import Source

TERMINAL = re.compile(r"[.!?;:…][»\"”)\]]*$")
LIST_END = re.compile(r"[;:]$")
REFERENCE = re.compile(
    r"(?:пункт\w*|подпункт\w*|раздел\w*|стать\w*|част\w*|\bп\.|\bпп\.|\bст\.|clauses?|sections?|paragraphs?|articles?|№)$",
    re.IGNORECASE,
)
LONGEST_HEADING = 120
CAPS_SEEN = 400  # characters that tell whether a block is in capitals
TAIL = 40  # characters at a block's end that tell whether its sentence is over
SHORT_CLAUSE = 40  # a clause or item shorter than this may stand without a period
HARD_WRAP = range(50, 131)  # a file whose lines all have about this many characters was wrapped by a program
MOST = 0.6


@dataclass(slots=True)
class Block:
    """A paragraph, heading, clause's beginning or item, as one line of words."""

    line: int
    language: Language | None
    indent: int
    heading: int
    marker: Marker | None
    spans: list[Span]
    text: str
    joins: list[int] = field(default_factory=list)

    @property
    def is_caps(self) -> bool:
        """Written in capitals, as titles are."""
        return is_caps(self.text[:CAPS_SEEN])

    @property
    def looks_like_heading(self) -> bool:
        """Short, begins like a sentence and doesn't end like one."""
        return is_heading_text(self.text) and (len(self.joins) == 0 or self.is_caps)


@dataclass(frozen=True, slots=True)
class _Joint:
    """A line's end: what stands before and after it."""

    previous: Line
    line: Line
    following: Line | None
    language: Language | None
    is_wrapped: bool


def is_heading_text(text: str) -> bool:
    """Whether words could be a heading: short, not begun in lower case, with no sentence's end."""
    begins = text.lstrip("«\"“'(").replace("|", "")[:1]
    return (
        0 < len(text) <= LONGEST_HEADING
        and bool(begins)
        and not begins.islower()
        and not re.search(r"[.;:,!]$", text)
        and any(letter.isalpha() for letter in text)
    )


def read_blocks(source: Source) -> list[Block]:
    """The source's blocks in order, each with its language."""
    lines = list(split_lines(source.text, markdown=source.kind == "md"))
    languages = _languages(lines)
    _give_headings_forward(lines, languages)
    wrapped = is_hard_wrapped(lines)
    blocks: list[Block] = []
    for position, line in enumerate(lines):
        language = languages[position]
        following = lines[position + 1] if position + 1 < len(lines) else None
        joint = _Joint(lines[position - 1], line, following, language, wrapped)
        if blocks and _continues(blocks[-1], joint):
            _join(source.text, blocks[-1], line)
        else:
            blocks.append(
                Block(line.number, language, line.indent, line.heading, line.marker, list(line.spans), line.text)
            )
    return blocks


def _languages(lines: Sequence[Line]) -> list[Language | None]:
    """The language of each line; the tail of a broken sentence is weighed together with its beginning."""
    units: list[list[str]] = []
    unit_of: list[int] = []
    for line in lines:
        is_tail = line.marker is None and not line.heading and line.text[:1].islower()
        if units and is_tail and not TERMINAL.search(units[-1][-1]):
            units[-1].append(line.text)
        else:
            units.append([line.text])
        unit_of.append(len(units) - 1)
    languages = languages_of([" ".join(unit) for unit in units])
    return [languages[unit] for unit in unit_of]


def _give_headings_forward(lines: Sequence[Line], languages: list[Language | None]) -> None:
    """Let headings before a change of language go with the text they head, unless their own letters speak against it.

    A short title may lack every letter that tells Kazakh from Russian.
    """
    for position in range(len(lines) - 1, 0, -1):
        before, language = lines[position - 1], languages[position]
        if language == languages[position - 1] or language is None:
            continue
        chances = likelihoods(before.text)
        is_headed = (
            bool(before.heading)
            or is_caps(before.text)
            or (before.marker is not None and len(before.marker.parts) == 1)
        )
        fits = is_headed or chances[language] >= chances[languages[position - 1]]
        listed = before.marker is not None and before.marker.kind not in {"number", "section"}
        deep = before.marker is not None and len(before.marker.parts) > 1
        if (
            is_heading_text(before.text)
            and fits
            and not listed
            and not deep
            and chances[languages[position - 1]] - chances[language] < SWITCH
        ):
            languages[position - 1] = language


def is_hard_wrapped(lines: Sequence[Line]) -> bool:
    """Whether a program broke the lines at a width, so that only a blank line ends a paragraph."""
    inner = [len(line.text) for line, following in pairwise(lines) if not following.blank_before]
    return len(inner) > 1 and sum(length in HARD_WRAP for length in inner) >= MOST * len(inner)


def _join(text: str, block: Block, line: Line) -> None:
    spans = line.spans
    if line.marker is not None:  # the number belongs to the sentence
        spans = (Span(line.marker.span.start, spans[-1].end if spans else line.marker.span.end),)
    seam = block.spans[-1:]
    added = words_at(text, (*seam, *spans))
    block.text += added[seam[0].end - seam[0].start :] if seam else added
    block.spans.extend(spans)
    block.joins.append(line.number)


def _continues(block: Block, joint: _Joint) -> bool:
    """Whether a line goes on with the block's sentence."""
    line = joint.line
    if line.heading or block.heading or joint.language != block.language or "|" in line.text:
        return False
    if line.marker is not None:
        return _is_reference(block, line)
    if not block.text:
        return not line.blank_before or not is_heading_text(line.text)
    if block.is_caps:
        return is_caps(line.text) and not line.blank_before and block.marker is None
    return _is_broken(block, joint)


def _is_broken(block: Block, joint: _Joint) -> bool:
    """Whether the words before and after a line's end make one sentence."""
    line = joint.line
    if joint.is_wrapped and not line.blank_before and len(joint.previous.text) in HARD_WRAP:
        return True
    if line.text[:1].islower() or block.text.endswith(","):
        return not LIST_END.search(block.text[-TAIL:])
    ended = TERMINAL.search(block.text[-TAIL:]) or is_caps(line.text) or _is_before_heading(line, joint.following)
    return not ended and not _stands_alone(block)


def _is_reference(block: Block, line: Line) -> bool:
    """«… в пункте» / «2.2. Сайтов»: a number that belongs to the sentence, not to a new clause."""
    if line.marker is None or line.marker.kind != "number" or REFERENCE.search(block.text[-TAIL:]) is None:
        return False
    is_heading = block.marker is None or block.marker.kind == "section" or len(block.marker.parts) == 1
    return not (is_heading and is_heading_text(block.text))  # «1. Общая часть» ends with a reference's word too


def _is_before_heading(line: Line, following: Line | None) -> bool:
    """Whether a line is a title by what follows it: a first section's number."""
    return (
        is_heading_text(line.text)
        and following is not None
        and following.marker is not None
        and following.marker.kind in {"number", "section"}
    )


def _stands_alone(block: Block) -> bool:
    """Whether a block that ends like no sentence is a heading rather than a sentence cut in two."""
    if block.marker is not None and block.marker.kind in {"bullet", "paren", "letter", "roman"}:
        return len(block.text) < SHORT_CLAUSE
    if block.marker is not None and len(block.marker.parts) > 1:
        return len(block.text) < SHORT_CLAUSE
    return is_heading_text(block.text)


def is_caps(text: str) -> bool:
    """Written in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > len("ПДН") and all(not letter.islower() for letter in letters)
