"""A proof that one entry stands in the ledger, checkable by a stranger who has neither this software nor the database.

`docs/reference/check_proof.py` does that, and shares no code with this room.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from lerna.privacy.evidence.models import Block, Entry
from lerna.privacy.evidence.seal.headers import read_header
from lerna.privacy.evidence.seal.lines import list_lines
from lerna.privacy.evidence.seal.merkle import compute_root, find_path, hash_leaf


class NotProvableError(Exception):
    """There is no proof of this entry; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`entry` and `header` are the very texts that were hashed and signed; `path` leads from the leaf to the root."""

    entry: str
    index: int
    path: tuple[bytes, ...]
    header: str
    signature: bytes
    key: bytes

    def to_json(self) -> dict[str, Any]:
        """As a proof file holds it: bytes as hexadecimal digits."""
        return {
            "entry": self.entry,
            "index": self.index,
            "path": [step.hex() for step in self.path],
            "header": self.header,
            "signature": self.signature.hex(),
            "key": self.key.hex(),
        }


def prove_entry(entry_id: int) -> Proof:
    """The inclusion proof of an entry (RFC 6962, 2.1.1) with its block's header and signature.

    NotProvableError where there's no such entry, where it isn't sealed yet, or where its block no longer fits: what
    `verify` would find wrong is not proven.
    """
    with transaction.atomic():
        company_id = Entry.objects.filter(pk=entry_id).values_list("company_id", flat=True).order_by("pk").first()
        if company_id is None:
            raise NotProvableError(f"There is no entry {entry_id}.")
        block = (
            Block.objects.filter(
                company_id=company_id, lowest_id__lte=entry_id, highest_id__gte=entry_id, entry_ids__contains=[entry_id]
            )
            .order_by("number")
            .first()
        )
        if block is None:
            raise NotProvableError(f"Entry {entry_id} isn't sealed yet; that takes a minute, or ./lerna evidence seal.")
        with connection.cursor() as cursor:
            cursor.execute(list_lines("id = any(%(ids)s)"), {"company": company_id, "ids": block.entry_ids})
            lines = [line for _, line in cursor.fetchall()]
    leaves = [hash_leaf(line.encode()) for line in lines]
    header = read_header(block.header)
    if compute_root(leaves) != header.root:
        raise NotProvableError(f"Block {header.number} doesn't fit its entries: run ./lerna evidence verify.")
    index = block.entry_ids.index(entry_id)
    return Proof(
        entry=lines[index],
        index=index,
        path=find_path(leaves, index),
        header=block.header,
        signature=bytes(block.signature),
        key=header.key,
    )
