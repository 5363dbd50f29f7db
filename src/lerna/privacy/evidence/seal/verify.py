"""Verification: every byte that a leaf, root, signature or the file outside speaks of, read and hashed anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from typing import LiteralString, NamedTuple

from django.db import connection, transaction
from psycopg import sql

from lerna.companies.models import Company
from lerna.privacy.evidence.seal import diagnosis
from lerna.privacy.evidence.seal.chain import Chain
from lerna.privacy.evidence.seal.export import read_export
from lerna.privacy.evidence.seal.findings import Finding, Flaw, Report
from lerna.privacy.evidence.seal.headers import Header
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.seal.merkle import LEAF, compute_root
from lerna.privacy.evidence.seal.sealing import PATIENCE

UNSEALED_AFTER = timedelta(minutes=10)  # the job seals each minute; longer means it doesn't run

Say = Callable[[int, int], None]

# One row a block, its entries' lines in one text: PostgreSQL puts the next block's together while this one is hashed.
_BLOCKS: LiteralString = """copy (
    select b.number, b.header, b.signature, b.leaves, cardinality(b.entry_ids), x.lines, x.found, x.oldest,
           x.ids = b.entry_ids
    from evidence_block b cross join lateral (
        select string_agg(line, e'\\n') as lines, count(*) as found, min(recorded_at) as oldest,
               coalesce(array_agg(id), '{{}}') as ids
        from (
            select id, line, recorded_at from evidence_entry e
            where e.id = any (b.entry_ids) and e.company_id = b.company_id order by id
        ) as listed
    ) x
    where b.company_id = {company} order by b.number
) to stdout (format binary)"""
_TYPES = ("int4", "text", "bytea", "bytea", "int4", "bytea", "int8", "timestamptz", "bool")  # lines stay bytes


class _Row(NamedTuple):
    number: int
    header: str
    signature: bytes
    leaves: bytes
    listed: int  # entries
    lines: bytes | None
    found: int
    oldest: datetime | None
    is_listed: bool  # in this order


def verify_ledger(
    *,
    company: Company,
    first_key: bytes | None = None,
    unsealed_after: timedelta = UNSEALED_AFTER,
    say: Say = lambda _entries, _blocks: None,
) -> Report:
    """Read a company's whole ledger as of one moment and report what is wrong (clause 2.4).

    `first_key` is the public key of its first block, where somebody outside kept it. `say` hears of each block how many
    entries and blocks are done. ExportError where the file outside can't be read, KeyFileError for an unusable key.
    """
    # The file is read before the database: sealing writes it after, so it can only know less.
    chain = Chain(company.slug, read_export(company.slug), first_key)
    suspects = diagnosis.Suspects()
    entries = 0
    with _one_moment():
        chain.findings.extend(diagnosis.check_guards())
        for row in _read_blocks(company):
            before = chain.last
            header = chain.read(row.number, row.header, row.signature, row.listed)
            _check_entries(row, header, before, suspects, chain.findings)
            entries += row.found
            say(entries, chain.number)
        chain.end(FileKeys().find_public_key(company.slug))
        chain.findings.extend(diagnosis.explain(company, suspects))
        if chain.overlaps:
            chain.findings.extend(diagnosis.find_sealed_twice(company))
        waiting = 0
        if chain.findings or diagnosis.count_entries(company) != entries:
            waiting, late = diagnosis.find_unsealed(company, unsealed_after)
            chain.findings.extend(late)
    return Report(company.slug, entries, chain.number, waiting, tuple(chain.findings))


def _check_entries(
    row: _Row, header: Header | None, before: Header | None, suspects: "diagnosis.Suspects", findings: list[Finding]
) -> None:
    lines = row.lines.split(b"\n") if row.lines else []
    leaves = [sha256(LEAF + line).digest() for line in lines]  # hash_leaf, without a call for each of a million
    if b"".join(leaves) != row.leaves or not row.is_listed:
        suspects.changed.append(row.number)
    elif header is not None and compute_root(leaves) != header.root:
        findings.append(
            Finding(
                Flaw.CHANGED,
                f"Block {row.number} was signed over other entries than it holds now: an entry from {header.lowest_id} "
                f"to {header.highest_id} was changed together with its hash.",
            )
        )
    if before is not None and row.oldest is not None and row.oldest < before.sealed_at - PATIENCE:
        suspects.belated.append((row.number, before.sealed_at - PATIENCE))


def _read_blocks(company: Company) -> Iterator[_Row]:
    query = sql.SQL(_BLOCKS).format(company=sql.Literal(company.pk))
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        copy.set_types(_TYPES)
        for row in copy.rows():
            yield _Row(*row)


@contextmanager
def _one_moment() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
        yield
