"""Verification: every byte that a leaf, root, signature or the file outside speaks of, read and hashed anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.seal import diagnosis
from lerna.privacy.evidence.seal.blocks import Block, reading
from lerna.privacy.evidence.seal.chain import Chain
from lerna.privacy.evidence.seal.export import read_export
from lerna.privacy.evidence.seal.findings import Finding, Flaw, Report
from lerna.privacy.evidence.seal.headers import Header
from lerna.privacy.evidence.seal.keys import FileKeys
from lerna.privacy.evidence.seal.sealing import PATIENCE

UNSEALED_AFTER = timedelta(minutes=10)  # the job seals each minute; longer means it doesn't run

Say = Callable[[int, int], None]


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
        with reading(connection.connection, company.pk) as blocks:
            total = diagnosis.count_entries(company)
            for block in blocks:
                before = chain.last
                header = chain.read(block.number, block.header, block.signature, block.listed)
                _check_entries(block, header, before, suspects, chain.findings)
                entries += block.found
                say(entries, chain.number)
        chain.end(FileKeys().find_public_key(company.slug))
        chain.findings.extend(diagnosis.explain(company, suspects))
        if chain.overlaps:
            chain.findings.extend(diagnosis.find_sealed_twice(company))
        waiting = 0
        if chain.findings or total != entries:
            waiting, late = diagnosis.find_unsealed(company, unsealed_after)
            chain.findings.extend(late)
    return Report(company.slug, entries, chain.number, waiting, tuple(chain.findings))


def _check_entries(
    block: Block, header: Header | None, before: Header | None, suspects: "diagnosis.Suspects", findings: list[Finding]
) -> None:
    if not block.is_whole:
        suspects.changed.append(block.number)
    elif header is not None and block.root != header.root:
        findings.append(
            Finding(
                Flaw.CHANGED,
                f"Block {block.number} was signed over other entries than it holds now: an entry from "
                f"{header.lowest_id} to {header.highest_id} was changed together with its hash.",
            )
        )
    if before is not None and block.oldest is not None and block.oldest < before.sealed_at - PATIENCE:
        suspects.belated.append((block.number, before.sealed_at - PATIENCE))


@contextmanager
def _one_moment() -> Iterator[None]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read read only")
        yield
