"""What each block of a language is (title, section, clause, item, paragraph), and the tree they make, unnumbered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from lerna.privacy.policy.document import Language
from lerna.privacy.policy.importer.blocks import Block, is_heading_text
from lerna.privacy.policy.importer.contents import without_contents
from lerna.privacy.policy.importer.lines import Marker, roman_value
from lerna.privacy.policy.importer.markers import is_first, is_next
from lerna.privacy.policy.importer.recognized import Span

Kind = Literal["title", "section", "clause", "item", "paragraph"]
LIST_KINDS = {"paren", "letter", "roman", "bullet"}
FEWEST_NUMBERED = 2  # numbered headings that make a text a numbered one


@dataclass(slots=True)
class Part:
    """A paragraph (no marker) or an item, with the items and paragraphs below it."""

    marker: Marker | None
    indent: int
    spans: tuple[Span, ...]
    text: str
    body: list["Part"] = field(default_factory=list)


@dataclass(slots=True)
class DraftClause:
    """A clause whose canonical number isn't decided yet."""

    marker: Marker | None
    body: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class DraftSection:
    """A section; one without marker and title holds what stands outside every section."""

    marker: Marker | None
    spans: tuple[Span, ...] = ()
    title: str = ""
    clauses: list[DraftClause] = field(default_factory=list)
    prefix: int | None = None  # the figure its clauses share, where the section itself has no heading


@dataclass(slots=True)
class DraftText:
    """The policy in one language, as its own text arranges it."""

    language: Language
    spans: tuple[Span, ...] = ()
    title: str = ""
    sections: list[DraftSection] = field(default_factory=list)


@dataclass(slots=True)
class _Situation:
    """What the whole text is like, and where in it we are."""

    is_deep: bool  # clauses are numbered 1.1
    is_numbered: bool
    has_begun: bool = False
    has_title: bool = False
    in_clause: bool = False
    last_text: str = ""
    list_at: int = 0  # the last number of an open list of the kind `1.`


def classify(blocks: Sequence[Block]) -> list[tuple[Kind, Block]]:
    """Say of each block what it is."""
    numbered = [block for block in blocks if block.marker and block.marker.kind in {"number", "section"}]
    deep = any(len(block.marker.parts) > 1 for block in numbered if block.marker)
    situation = _Situation(deep, deep or len(numbered) >= FEWEST_NUMBERED)
    kinds: list[tuple[Kind, Block]] = []
    for position, block in enumerate(blocks):
        following = blocks[position + 1] if position + 1 < len(blocks) else None
        kind = _kind_of(block, following, situation)
        if kind == "title":
            situation.has_title = True
        else:
            situation.has_begun = situation.has_begun or kind != "paragraph"
            situation.in_clause = kind in {"clause", "item"} or (situation.in_clause and kind == "paragraph")
        if kind in {"section", "clause"}:
            situation.list_at = 0
        situation.last_text = block.text
        kinds.append((kind, block))
    return kinds


def _kind_of(block: Block, following: Block | None, situation: _Situation) -> Kind:
    if block.marker is None:
        return _kind_of_unmarked(block, situation)
    if block.marker.kind in LIST_KINDS:
        return "item"
    if block.marker.kind == "section":
        return "section"
    if len(block.marker.parts) > 1:
        return "clause"
    return _kind_of_single(block, block.marker, following, situation)


def _kind_of_unmarked(block: Block, situation: _Situation) -> Kind:
    title_like = bool(block.heading) or block.is_caps or block.looks_like_heading
    if not situation.has_begun and not situation.has_title:
        return "title" if title_like else "paragraph"
    if not situation.has_begun and block.is_caps and not block.heading:
        return "title"
    if block.heading or (block.is_caps and is_heading_text(block.text)):
        return "section"
    return "section" if block.looks_like_heading and not situation.is_numbered else "paragraph"


def _kind_of_single(block: Block, marker: Marker, following: Block | None, situation: _Situation) -> Kind:
    """`3.`: a section's heading, a clause of a text with one level of numbers, or an item of a list."""
    figure = marker.parts[0]
    goes_on = situation.list_at and figure == situation.list_at + 1
    if situation.in_clause and (goes_on or (figure == 1 and situation.last_text.endswith(":"))):
        situation.list_at = figure
        return "item"
    if block.heading:
        return "section"
    leads = following is not None and following.marker is not None and following.marker.kind == "number"
    if (
        leads
        and following
        and following.marker
        and following.marker.parts[0] == figure
        and len(following.marker.parts) > 1
    ):
        return "section"
    if is_heading_text(block.text) and (situation.is_deep or not leads):
        return "section"
    if situation.is_deep and situation.in_clause:
        situation.list_at = figure
        return "item"
    return "clause"


def outline(language: Language, blocks: Sequence[Block]) -> DraftText:
    """The tree of one language's blocks."""
    draft = DraftText(language)
    run: list[Part] = []
    titled = False
    for kind, block in classify(without_contents(blocks)):
        spans = tuple(block.spans)
        if kind == "title":
            draft.spans += spans
            draft.title = f"{draft.title} {block.text}".strip() if titled else block.text
            titled = True
            continue
        if kind == "section":
            draft.sections.append(DraftSection(block.marker, spans, block.text))
            run = []
            continue
        section = _section_for(draft, kind, block)
        if kind == "clause":
            run = [Part(None, block.indent, spans, block.text)] if spans else []
            section.clauses.append(DraftClause(block.marker, run))
        else:
            if not section.clauses:
                run = []
                section.clauses.append(DraftClause(None, run))
            run.append(Part(block.marker if kind == "item" else None, block.indent, spans, block.text))
    for section in draft.sections:
        _arrange(section)
    return draft


def _section_for(draft: DraftText, kind: Kind, block: Block) -> DraftSection:
    """The section a block goes into; numbered clauses without headings are gathered by their first figure."""
    prefix = block.marker.parts[0] if kind == "clause" and block.marker and len(block.marker.parts) > 1 else None
    current = draft.sections[-1] if draft.sections else None
    headless = current is not None and current.marker is None and not current.title
    if current is None or (headless and prefix is not None and current.prefix != prefix):
        current = DraftSection(None, prefix=prefix)
        draft.sections.append(current)
    return current


def _arrange(section: DraftSection) -> None:
    """Nest each clause's parts; in a section without numbered clauses each paragraph begins a clause of its own."""
    clauses: list[DraftClause] = []
    for clause in section.clauses:
        body = nest(clause.body)
        if any(other.marker for other in section.clauses):
            clauses.append(DraftClause(clause.marker, body))
            continue
        for part in body:
            if part.marker is None or not clauses:
                clauses.append(DraftClause(None))
            clauses[-1].body.append(part)
    section.clauses = clauses


def nest(run: Sequence[Part]) -> list[Part]:
    """Put items below items and paragraphs into the item they stand in.

    An item whose kind of marker is already open goes on with that list; another kind, or a deeper indent, opens a list
    below. A paragraph between two items of one list belongs to the first; after the last item it belongs to the clause.
    """
    top: list[Part] = []
    stack: list[Part] = []
    _settle_romans(run)
    for position, part in enumerate(run):
        if part.marker is None:
            depth = _depth_of_next(stack, run[position + 1 :])
            del stack[depth:]
            (stack[-1].body if stack else top).append(part)
            continue
        depth = _depth_of(stack, part)
        del stack[depth:]
        (stack[-1].body if stack else top).append(part)
        stack.append(part)
    return top


def _depth_of(stack: Sequence[Part], part: Part) -> int:
    """How many open items stand above this one."""
    for depth in range(len(stack) - 1, -1, -1):
        if _same_list(stack[depth], part):
            return depth
    return next((depth for depth, open_item in enumerate(stack) if part.indent < open_item.indent), len(stack))


def _same_list(item: Part, part: Part) -> bool:
    if item.marker is None or part.marker is None or item.marker.kind != part.marker.kind:
        return False
    # a page's end may lose an indent, so the next letter goes on with its list however far in it stands
    return item.indent == part.indent or (
        part.marker.kind != "bullet" and is_next(part.marker.value, item.marker.value)
    )


def _settle_romans(run: Sequence[Part]) -> None:
    """`(i)` beside `(ii)` is a number, though it is a letter beside `(h)`."""
    markers = [(part, part.marker) for part in run if part.marker is not None]
    for position, (part, marker) in enumerate(markers):
        beside = [markers[other][1] for other in (position - 1, position + 1) if 0 <= other < len(markers)]
        if (
            marker.kind == "letter"
            and marker.value in {"i", "v", "x"}
            and any(other.kind == "roman" for other in beside)
        ):
            part.marker = replace(marker, kind="roman", parts=(roman_value(marker.value) or 0,))


def _depth_of_next(stack: Sequence[Part], rest: Sequence[Part]) -> int:
    """Where a paragraph belongs: below the open item whose list the next item goes on with, else in the clause."""
    following = next((part for part in rest if part.marker is not None), None)
    if following is None or not stack:
        return 0
    depth = _depth_of(stack, following)
    return depth + 1 if depth < len(stack) and _goes_on(following) else 0


def _goes_on(following: Part) -> bool:
    """Whether the next marker goes on with a list and doesn't begin a new one."""
    return following.marker is not None and (following.marker.kind == "bullet" or not is_first(following.marker.value))
