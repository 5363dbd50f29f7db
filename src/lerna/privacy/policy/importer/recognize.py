"""Recognise a company's policy in a source, and account for every character of it."""

from collections.abc import Iterator

from lerna.privacy.policy.document import Language
from lerna.privacy.policy.importer.blocks import Block, read_blocks
from lerna.privacy.policy.importer.outline import outline
from lerna.privacy.policy.importer.recognized import Leftover, Recognized, Span, layout_kind
from lerna.privacy.policy.importer.source import Source
from lerna.privacy.policy.importer.tree import TreeBuilder

WORDS_AROUND = 32  # characters shown on each side of a repaired join


def recognize(source: Source) -> Recognized:
    """The policy in a source; never fails: what isn't understood is listed as left over."""
    streams: dict[Language, list[Block]] = {}
    repaired: list[tuple[int, str]] = []
    for block in read_blocks(source):
        if block.language is not None:
            streams.setdefault(block.language, []).append(block)
            repaired.extend(_joins(source, block))
    builder = TreeBuilder(source.text)
    document = builder.build([outline(language, blocks) for language, blocks in streams.items()])
    layout, leftovers = _rest(source, sorted(span for leaf in builder.leaves for span in leaf.spans))
    return Recognized(document, tuple(builder.leaves), layout, leftovers, tuple(repaired))


def _joins(source: Source, block: Block) -> Iterator[tuple[int, str]]:
    """The line and the words on both sides of each join over an empty line or more."""
    for before, after in zip(block.spans, block.spans[1:], strict=False):
        if source.line_at(after.start) > source.line_at(before.end) + 1:
            left = source.text[before.start : before.end]
            right = source.text[after.start : after.end]
            if len(left) > WORDS_AROUND:
                left = "…" + left[-WORDS_AROUND:].partition(" ")[2]
            if len(right) > WORDS_AROUND:
                right = right[:WORDS_AROUND].rpartition(" ")[0] + "…"
            yield source.line_at(after.start), f"{left} ⏎ {right}"


def _rest(source: Source, taken: list[Span]) -> tuple[tuple[tuple[Span, str], ...], tuple[Leftover, ...]]:
    """What no leaf took: layout where only layout characters stand, leftovers where anything else does."""
    layout: list[tuple[Span, str]] = []
    leftovers: list[Leftover] = []
    position = 0
    for span in [*taken, Span(len(source.text), len(source.text))]:
        for piece in _pieces(source.text, position, span.start):
            if isinstance(piece, Span):
                leftovers.append(Leftover(piece, source.line_at(piece.start), source.text[piece.start : piece.end]))
            else:
                layout.append(piece)
        position = span.end
    return tuple(layout), tuple(leftovers)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[Span, str] | Span]:
    """Cut a gap into lines' leftovers (a bare Span, marks inside included) and runs of one kind of layout."""
    position = start
    while position < end:
        line_end = next((place for place in range(position, end) if text[place] in "\r\n"), end)
        if line_end == position:
            stop = position
            while stop < end and text[stop].isspace():
                stop += 1
            yield Span(position, stop), "whitespace"
            position = stop
            continue
        meaning = [place for place in range(position, line_end) if layout_kind(text[place]) is None]
        if meaning:
            yield from _layout(text, position, meaning[0])
            yield Span(meaning[0], meaning[-1] + 1)
            yield from _layout(text, meaning[-1] + 1, line_end)
        else:
            yield from _layout(text, position, line_end)
        position = line_end


def _layout(text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
    position = start
    while position < end:
        kind = layout_kind(text[position]) or ""
        stop = position + 1
        while stop < end and layout_kind(text[stop]) == kind:
            stop += 1
        yield Span(position, stop), kind
        position = stop
