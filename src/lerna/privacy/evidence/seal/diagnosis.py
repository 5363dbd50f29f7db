"""Where a block doesn't fit: which entry it is, and what happened to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Block
from lerna.privacy.evidence.seal.findings import Finding, Flaw
from lerna.privacy.evidence.seal.lines import list_lines
from lerna.privacy.evidence.seal.merkle import hash_leaf

MOST = 100  # findings of one sort; who changed more than that changed everything

_HASH_SIZE = 32
_FOREVER = timedelta(days=365_000)


@dataclass(slots=True)
class Suspects:
    """Blocks to look into: with changed entries, with entries that came too late (and for what moment)."""

    changed: list[int] = field(default_factory=list)
    belated: list[tuple[int, datetime]] = field(default_factory=list)


def explain(company: Company, suspects: Suspects) -> Iterator[Finding]:
    """A finding for each wrong entry in these blocks, and for each whose two clocks disagree; a hundred of a sort."""
    yield from islice((finding for number in suspects.changed for finding in _compare(company, number)), MOST)
    yield from islice(_find_strays(company), MOST)
    yield from islice((finding for suspect in suspects.belated for finding in _find_belated(company, *suspect)), MOST)


def check_guards() -> Iterator[Finding]:
    """What keeps entries and blocks unchanged, where it is gone: triggers, rights, columns that PostgreSQL derives."""
    for (trigger,) in _query(
        "select name from unnest(array['entry_never_changes', 'block_never_changes', 'entry_has_a_head']) as a (name)"
        " where not exists (select from pg_trigger where tgname = name and tgenabled in ('O', 'A'))"
    ):
        yield Finding(Flaw.GUARD, f"The trigger {trigger} is gone or switched off.")
    for (constraint,) in _query(
        "select name from unnest(array['entry_head_is_true', 'entry_line_names_nobody']) as wanted (name)"
        " where not exists (select from pg_constraint where conname = name and convalidated)"
    ):
        yield Finding(Flaw.GUARD, f"The check {constraint} is gone.")
    for table, right in _query(
        "select name, kind from unnest(array['evidence_entry', 'evidence_block']) as a (name),"
        " unnest(array['update', 'delete', 'truncate']) as b (kind) where has_table_privilege(name, kind)"
    ):
        yield Finding(Flaw.GUARD, f"This role may {right} {table}, which nobody may.")
    for table, column in _query(
        "select attrelid::regclass::text, attname from pg_attribute where attgenerated <> 's' and (attrelid, attname)"
        " in (('evidence_entry'::regclass, 'operation'), ('evidence_entry'::regclass, 'clause'),"
        " ('evidence_entry'::regclass, 'subject'), ('evidence_block'::regclass, 'number'),"
        " ('evidence_block'::regclass, 'lowest_id'), ('evidence_block'::regclass, 'highest_id'))"
    ):
        yield Finding(Flaw.GUARD, f"{table}.{column} is no longer read from the text by PostgreSQL itself.")


def count_entries(company: Company) -> int:
    """How many entries the company's ledger holds, sealed or not."""
    [(count,)] = _query("select count(*) from evidence_entry where company_id = %s", company.pk)
    return int(count)


def find_unsealed(company: Company, allowed: timedelta) -> tuple[int, list[Finding]]:
    """How many entries wait for their block, and a finding for each that has waited longer than allowed."""
    rows = _query(
        "select id, recorded_at, recorded_at < statement_timestamp() - interval '1 second' * %s"
        " from evidence_entry e where company_id = %s and not exists"
        " (select from evidence_block b, unnest(b.entry_ids) as sealed (id)"
        " where b.company_id = e.company_id and sealed.id = e.id) order by id",
        allowed.total_seconds(),
        company.pk,
    )
    late = [
        Finding(Flaw.UNSEALED, f"Entry {entry_id}, recorded {_say(moment)}, isn't in any block.")
        for entry_id, moment, is_late in rows
        if is_late
    ]
    if len(late) > MOST:
        late = [*late[:MOST], Finding(Flaw.UNSEALED, f"So are {len(late) - MOST} more.")]
    return sum(not is_late for _, _, is_late in rows), late


def count_unsealed(company: Company) -> int:
    """How many entries stand in no block, however young."""
    return find_unsealed(company, _FOREVER)[0]


def find_sealed_twice(company: Company) -> Iterator[Finding]:
    """Entries that stand in two places, of which one was made to hide something."""
    for entry_id, numbers in _query(
        "select sealed.id, array_agg(b.number order by b.number) from evidence_block b,"
        " unnest(b.entry_ids) as sealed (id) where b.company_id = %s group by sealed.id having count(*) > 1",
        company.pk,
    ):
        yield Finding(Flaw.REORDERED, f"Entry {entry_id} is sealed twice: in blocks {', '.join(map(str, numbers))}.")


def _compare(company: Company, number: int) -> Iterator[Finding]:
    block = Block.objects.get(company=company, number=number)
    ids, leaves = block.entry_ids, bytes(block.leaves)
    kept = {entry_id: leaves[place * _HASH_SIZE :][:_HASH_SIZE] for place, entry_id in enumerate(ids)}
    with connection.cursor() as cursor:
        cursor.execute(list_lines("id = any(%(ids)s)"), {"company": company.pk, "ids": ids})
        lines: dict[int, str] = dict(cursor.fetchall())
    changed = {key: line for key, line in lines.items() if hash_leaf(line.encode()) != kept[key]}
    if len(kept) != len(ids) or sorted(ids) != ids:
        yield Finding(Flaw.REORDERED, f"Block {number} lists its entries out of their order.")
    elif not changed and len(lines) == len(kept):
        yield Finding(Flaw.BLOCK, f"The list of entries or of hashes in block {number} was changed.")
    for entry_id in sorted(kept):
        if entry_id not in lines:
            yield Finding(
                Flaw.MISSING, f"Entry {entry_id} of block {number} is missing: deleted, or given to another company."
            )
        elif entry_id in changed:
            yield _name_change(number, entry_id, kept[entry_id], changed)


def _name_change(number: int, entry_id: int, kept: bytes, changed: dict[int, str]) -> Finding:
    for other, line in islice(changed.items(), MOST):
        said = f'{{"id":{entry_id},{line.partition(",")[2]}'  # what the other says now, under this one's id
        if other != entry_id and hash_leaf(said.encode()) == kept:
            return Finding(
                Flaw.REORDERED,
                f"Entry {entry_id} of block {number} was reordered: its words stand in entry {other} now.",
            )
    return Finding(Flaw.CHANGED, f"Entry {entry_id} of block {number} was changed after it was sealed.")


def _find_strays(company: Company) -> Iterator[Finding]:
    for entry_id, at, recorded_at in _query(
        "select id, at, recorded_at from evidence_entry where company_id = %s"
        " and recorded_at - at not between interval '-1 hour' and interval '1 hour' order by id",  # as its index says
        company.pk,
    ):
        yield Finding(Flaw.BACKDATED, f"Entry {entry_id} says {_say(at)}, but was recorded {_say(recorded_at)}.")


def _find_belated(company: Company, number: int, expected_by: datetime) -> Iterator[Finding]:
    for entry_id, recorded_at in _query(
        "select e.id, e.recorded_at from evidence_entry e, evidence_block b where b.company_id = %s and b.number = %s"
        " and e.company_id = b.company_id and e.id = any (b.entry_ids) and e.recorded_at < %s order by e.id",
        company.pk,
        number,
        expected_by,
    ):
        yield Finding(
            Flaw.BACKDATED,
            f"Entry {entry_id} claims to have been recorded {_say(recorded_at)}, but block {number}, where it stands, "
            "was sealed long after: it was put in later, or its transaction stayed open for an hour.",
        )


def _query(query: str, *parameters: float | datetime) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _say(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S %Z}"
