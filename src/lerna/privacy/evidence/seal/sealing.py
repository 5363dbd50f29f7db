"""Sealing: unsealed entries become a block, signed, chained to the one before, and told to the file outside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import LiteralString

from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Block
from lerna.privacy.evidence.seal.export import catch_up
from lerna.privacy.evidence.seal.headers import NO_PREVIOUS, Header, hash_header, read_header
from lerna.privacy.evidence.seal.keys import FileKeys, KeyProvider
from lerna.privacy.evidence.seal.lines import list_lines
from lerna.privacy.evidence.seal.merkle import compute_root, hash_leaf

BLOCK_SIZE = 4096  # entries at most: a proof is then 12 hashes, and a block's entries are read at once
PATIENCE = timedelta(hours=1)  # how long a transaction that records may stay open and still be sealed by itself
_LOCK = 0x1E4A_E71D  # our own half of the advisory locks' two numbers; the other is the company

# Ids are drawn in order but committed in any: what was drawn before an old block's highest and isn't committed yet has
# been open since before that block. `floor` is such a block's highest id, `after` what this run has sealed already.
_UNSEALED: LiteralString = """
    id > greatest(%(floor)s::bigint, %(after)s::bigint)
    and not exists (
        select from evidence_block b, unnest(b.entry_ids) as sealed (id)
        where b.company_id = %(company)s and b.highest_id > greatest(%(floor)s::bigint, %(after)s::bigint)
          and sealed.id = e.id
    )
"""


def seal_entries(
    *, company: Company, keys: KeyProvider | None = None, everything: bool = False, block_size: int = BLOCK_SIZE
) -> Iterator[Header]:
    """Seal what isn't yet, a block at a time, and give each header when its block stands; none where another is at it.

    Looks back an hour from the last block, or at `everything`. The moment of sealing is PostgreSQL's own, the clock
    that stamped the entries. May be killed anywhere and called again. ExportError where the file outside disagrees with
    the database, KeyFileError where the ledger's key isn't here: then nothing is sealed.
    """
    keys = keys or FileKeys()
    catch_up(company)
    after = 0
    while (header := _seal_block(company, keys, after=after, everything=everything, size=block_size)) is not None:
        catch_up(company)
        yield header
        after = header.highest_id


def rotate_key(*, company: Company, keys: KeyProvider | None = None) -> Header | None:
    """Sign with a new key from now on; the old one's last word is a block without entries that names the new.

    None where another is sealing just now. Errors as in `seal_entries`. Killed in the middle, call it again.
    """
    keys = keys or FileKeys()
    catch_up(company)
    with transaction.atomic(durable=True):
        if not _lock(company):
            return None
        last = _find_last(company, keys)
        header = _store_block(company, keys, last, [], next_key=keys.prepare_next(company.slug))
    keys.take_up_next(company.slug, header.following_key)
    catch_up(company)
    return header


def _seal_block(company: Company, keys: KeyProvider, *, after: int, everything: bool, size: int) -> Header | None:
    with transaction.atomic(durable=True):
        if not _lock(company):
            return None
        last = _find_last(company, keys)
        floor = 0 if everything or last is None else _find_floor(company, last.sealed_at)
        with connection.cursor() as cursor:
            cursor.execute(list_lines(_UNSEALED, limit=size), {"company": company.pk, "floor": floor, "after": after})
            rows = cursor.fetchall()
        return _store_block(company, keys, last, rows) if rows else None


def _lock(company: Company) -> bool:
    """One sealer a company; the lock ends with the transaction, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, %s)", [_LOCK, company.pk])
        return bool(cursor.fetchone()[0])


def _find_last(company: Company, keys: KeyProvider) -> Header | None:
    text = Block.objects.filter(company=company).order_by("-number").values_list("header", flat=True).first()
    if text is None:
        return None
    last = read_header(text)
    keys.take_up_next(company.slug, last.following_key)  # where a kill came between the block and the new key
    return last


def _find_floor(company: Company, sealed_at: datetime) -> int:
    """The highest id of the newest block that is older than our patience; 0 for none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select highest_id from evidence_block"
            " where company_id = %s and highest_id > 0 and (header::jsonb ->> 'sealed_at')::timestamptz < %s"
            " order by number desc limit 1",
            [company.pk, sealed_at - PATIENCE],
        )
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _store_block(
    company: Company,
    keys: KeyProvider,
    last: Header | None,
    rows: list[tuple[int, str]],
    next_key: bytes | None = None,
) -> Header:
    leaves = [hash_leaf(line.encode()) for _, line in rows]
    key = last.following_key if last else keys.public_key(company.slug)
    header = Header(
        company=company.slug,
        number=last.number + 1 if last else 1,
        first=last.first + last.count if last else 0,
        count=len(rows),
        lowest_id=rows[0][0] if rows else 0,
        highest_id=rows[-1][0] if rows else 0,
        root=compute_root(leaves),
        previous=hash_header(last.to_text()) if last else NO_PREVIOUS,
        sealed_at=_read_clock(),
        key=key,
        next_key=next_key,
    )
    text = header.to_text()
    signature = keys.sign(company.slug, text.encode(), key)
    _insert(company, text, signature, [entry_id for entry_id, _ in rows], b"".join(leaves))
    return header


def _insert(company: Company, header: str, signature: bytes, entry_ids: list[int], leaves: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into evidence_block (company_id, header, signature, entry_ids, leaves) values (%s, %s, %s, %s, %s)",
            [company.pk, header, signature, entry_ids, leaves],
        )


def _read_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("select statement_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment
