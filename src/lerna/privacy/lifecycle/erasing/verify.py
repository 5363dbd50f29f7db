"""The search after the end: rows, values and keys of the erased, and their old values in other people's rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from lerna.privacy.lifecycle.erasing.copies import Copy, find_copies, find_readable_copies
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import Plan
from lerna.privacy.lifecycle.erasing.rows import find_remains
from lerna.privacy.lifecycle.models import ErasureBatch, ErasureRun
from lerna.privacy.subjects.keys.queries import count_keys

_MOST_NAMED = 5  # rows in a sentence


@dataclass(frozen=True, slots=True)
class Remains:
    """What should be gone and isn't: a table or column, how often, and the rows where they are somebody else's."""

    place: str
    count: int
    rows: tuple[UUID, ...] = ()

    def __str__(self) -> str:
        rows = f" (of other people, row {', '.join(map(str, self.rows[:_MOST_NAMED]))})" if self.rows else ""
        return f"{self.place}: {self.count}{rows}"


class RemainsError(Exception):
    """Something that should be gone is still there; says where and how much. No act is issued."""

    def __init__(self, run: UUID, remains: Sequence[Remains]) -> None:
        super().__init__(f"Erasure {run}: still there after the end: {'; '.join(map(str, remains))}. No act is issued.")
        self.remains = tuple(remains)


def verify_batch(batch: ErasureBatch, run: ErasureRun, plan: Plan, closed: Sequence[UUID]) -> None:
    """Searches for one batch, after the commit and on its own; `closed` are people whose keys must be gone.

    As many queries for a thousand people as for one. RemainsError.
    """
    with acting_for(run.company, batch.subjects) as cursor:
        remains = [Remains(place, count) for place, count in find_remains(cursor, plan)]
    if keys := count_keys(run.company.pk, closed):
        remains.append(Remains("keys", keys))
    remains += _count(find_copies(run.company, batch.sought))
    if remains:
        raise RemainsError(run.pk, remains)


def verify_texts(run: ErasureRun) -> None:
    """Looks through whatever stands readable, once for the whole run. RemainsError."""
    sought = (batch.sought for batch in run.batches.order_by("number").iterator(chunk_size=10))
    if remains := list(_count(find_readable_copies(run.company, sought))):
        raise RemainsError(run.pk, remains)


def _count(copies: Iterable[Copy]) -> Iterator[Remains]:
    rows: dict[str, set[UUID]] = defaultdict(set)
    for copy in copies:
        rows[copy.place].add(copy.row)
    for place, found in sorted(rows.items()):
        yield Remains(place, len(found), tuple(sorted(found)))
