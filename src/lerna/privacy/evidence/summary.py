"""What the ledger says of each clause: its latest entry, how far that is sealed, and how much there was since a day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import LiteralString

from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Operation

# Each step is a probe of an index, whatever the ledger's size: `known` goes from one clause to the next, the newest
# entry of a clause and its block are looked up. Only what came since the day is read, by the index of `recorded_at`.
_SUMMARY: LiteralString = """
with recursive known as (
    (select clause from evidence_entry where company_id = %(company)s order by clause limit 1)
    union all
    select (select e.clause from evidence_entry e
            where e.company_id = %(company)s and e.clause > k.clause order by e.clause limit 1)
    from known k where k.clause is not null
), wanted as (
    select n.number, k.clause from unnest(%(numbers)s::text[]) n(number)
    join known k on k.clause = n.number or starts_with(k.clause, n.number || '-')
), latest as (
    select distinct on (w.number) w.number, e.id, e.line
    from wanted w cross join lateral (
        select id, line from evidence_entry
        where company_id = %(company)s and clause = w.clause order by id desc limit 1
    ) e order by w.number, e.id desc
), recent as (
    select clause, subject, count(*) as entries from evidence_entry
    where company_id = %(company)s and recorded_at >= %(since)s group by clause, subject
)
select l.number, l.id, l.line, b.number, coalesce(r.entries, 0), coalesce(r.people, 0)
from latest l
left join lateral (
    select number from evidence_block
    where company_id = %(company)s and highest_id >= l.id and lowest_id <= l.id and entry_ids @> array[l.id]
    order by highest_id limit 1
) b on true
left join (
    select w.number, sum(r.entries)::bigint as entries, count(distinct r.subject) as people
    from wanted w join recent r on r.clause = w.clause group by w.number
) r on r.number = l.number
"""


@dataclass(frozen=True, slots=True)
class ClauseProof:
    """The latest entry of a clause or of its items. `block` is None while it waits to be sealed.

    `entries` and `people` count what was recorded since the day, and whom it was about.
    """

    entry: int
    at: datetime
    operation: Operation
    block: int | None
    entries: int
    people: int


def summarize_clauses(company: Company, numbers: Sequence[str], since: datetime) -> Mapping[str, ClauseProof]:
    """By the clause's number, its items with it; a clause of which nothing was ever recorded is absent. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARY, {"company": company.pk, "numbers": list(numbers), "since": since})
        return {number: _read(*row) for number, *row in cursor.fetchall()}


def _read(entry: int, line: str, block: int | None, entries: int, people: int) -> ClauseProof:
    said = json.loads(line)
    at = datetime.fromisoformat(said["at"]).replace(tzinfo=UTC)
    return ClauseProof(entry, at, Operation(said["operation"]), block, entries, people)
