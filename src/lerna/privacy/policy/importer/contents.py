"""A table of contents at a policy's head: it repeats headings, and read as headings it would double every section."""

import re
from collections.abc import Sequence

from lerna.privacy.policy.importer.blocks import LONGEST_HEADING, Block

LEADERS = re.compile(r"[\s.…·_]*\d*$")
HEADS = {"содержание", "оглавление", "мазмұны", "contents", "table of contents"}
FEWEST_ENTRIES = 2


def without_contents(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without a table of contents; what is left out is then listed as left over, not lost."""
    last = {_entry(block): position for position, block in enumerate(blocks)}
    entries = {
        position
        for position, block in enumerate(blocks)
        if len(block.text) <= LONGEST_HEADING and block.marker is not None and last[_entry(block)] > position
    }
    heads = {position for position, block in enumerate(blocks) if LEADERS.sub("", block.text).casefold() in HEADS}
    run = _leading_run(entries, heads)
    if len(run & entries) < FEWEST_ENTRIES:
        return list(blocks)
    return [block for position, block in enumerate(blocks) if position not in run]


def _leading_run(entries: set[int], heads: set[int]) -> set[int]:
    """The first entries that stand one after another, with their heading; later repeats are the policy's own words."""
    start = min(entries, default=0)
    end = start
    while end in entries:
        end += 1
    return set(range(start, end)) | ({start - 1} & heads)


def _entry(block: Block) -> tuple[str, str]:
    return block.marker.value if block.marker else "", LEADERS.sub("", block.text).casefold()
