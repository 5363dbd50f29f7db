"""A person's old values, by which they would be found: remembered before they go, as what a blind index holds of them.

A keyed hash says nothing readable, and it is forgotten when the run ends. Values of one kind (two columns spell alike)
are looked for in each other's columns, each of which has a key of its own: for that a value is opened.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import NAMED
from lerna.privacy.lifecycle.erasing.plan import Plan, person_column
from lerna.privacy.subjects.access.searchable import IndexColumn, list_index_columns
from lerna.privacy.subjects.crypto.blind import blinding
from lerna.privacy.subjects.crypto.envelope import Place, SealError, unseal, unwrap_key
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.discovery import concrete_fields, db_table
from lerna.privacy.subjects.keys.queries import find_wrapped

# The columns of a kind, the one where the values stood first, by spaces → the person's number and a hash for each.
Sought = dict[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class Value:
    """An old value: whose it was, where it stood, and its hash in each column where it could stand."""

    person: UUID
    home: str
    hashes: Mapping[str, str]


class Known:
    """What was remembered, by column and hash. Of many values hardly one is ever found, so only that one is read."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        self._rows: dict[str, dict[str, list[tuple[list[str], list[str]]]]] = defaultdict(lambda: defaultdict(list))
        for columns, rows in (item for one in sought for item in one.items()):
            places = columns.split()
            for at, place in enumerate(places, 1):
                by_hash = self._rows[place]
                for row in rows:
                    if row[at]:
                        by_hash[row[at]].append((places, row))

    def list_hashes(self, place: str) -> list[str]:
        """The old values' hashes in this column."""
        return list(self._rows[place]) if place in self._rows else []

    def find(self, place: str, hashed: str) -> Iterator[Value]:
        """The old values that have this hash in this column."""
        if place in self._rows:
            for places, (subject, *hashes) in self._rows[place].get(hashed, ()):
                yield Value(UUID(subject), places[0], dict(zip(places, hashes, strict=True)))


def remember_values(cursor: CursorWrapper, plan: Plan, *, company: Company, people: Sequence[UUID]) -> Sought:
    """The values of these people that are about to go, as hashes. Inside `acting_for` them.

    One query for each blind index, and one for the keys where a value must be opened to be hashed for another column.
    """
    going = {(table.table.model, name) for table in plan.tables for name in table.going}
    columns = list_index_columns()
    kinds = Counter(column.field.normalize for column in columns)
    keys = dict(read_keys(company, people)) if max(kinds.values(), default=1) > 1 else {}
    sought = Sought()
    for home in columns:
        if (home.table.model, home.field.name) in going:
            others = [one for one in columns if one.field.normalize is home.field.normalize and one is not home]
            rows = _read_values(cursor, home)
            if rows:
                hashes = _hash_for(others, home, rows, company, keys)
                sought[" ".join(one.place for one in (home, *others))] = list(hashes)
    return sought


def _read_values(cursor: CursorWrapper, home: IndexColumn) -> list[tuple[Any, ...]]:
    """Rows of person, key of the row, hash, and the value that it was made from."""
    table, person = home.table.model, person_column(home.table)
    cursor.execute(
        f"select {person}, id, {home.field.column}, {_source(home)} from {db_table(table)}"
        f" where {person} = {NAMED} and {home.field.column} is not null"
    )
    return list(cursor.fetchall())


def _hash_for(
    others: Sequence[IndexColumn],
    home: IndexColumn,
    rows: Sequence[tuple[Any, ...]],
    company: Company,
    keys: Mapping[UUID, bytes],
) -> Iterator[list[str]]:
    """Each value's person, its own hash, and those that it would have in the other columns."""
    hashing = [blinding(slug=company.slug, column=one.place) for one in others]
    table, source, normalize = db_table(home.table.model), _source(home), home.field.normalize
    for person, row, own, value in rows:
        spelled = ""
        if others and normalize:
            text = open_value(value, keys.get(person), Place(company.pk, table, source, person, str(row)))
            spelled = next(iter(normalize(text)), "")
        yield [person.hex, bytes(own).hex(), *(hashed(spelled).hex() if spelled else "" for hashed in hashing)]


def _source(column: IndexColumn) -> str:
    fields = concrete_fields(column.table.model)
    return next(field.column for field in fields if field.name == column.field.source)


def open_value(value: object, key: bytes | None, place: Place) -> str:
    """The text; empty where it opens for nobody, as after the return of half a backup."""
    if isinstance(value, str):
        return value
    if key is None or not isinstance(value, bytes | memoryview):
        return ""
    try:
        return unseal(bytes(value), key=key, place=place)
    except SealError:
        return ""


def read_keys(company: Company, people: Sequence[UUID]) -> Iterator[tuple[UUID, bytes]]:
    """The keys of these people, opened; without those that open for nobody. One query."""
    keys = key_provider().read(company.slug)
    for found in find_wrapped(company.pk, people):
        wrapping_key, wrapped = keys.wrapping_key(found.version), bytes(found.wrapped)
        with suppress(SealError):
            key = unwrap_key(wrapped, wrapping_key=wrapping_key, company=company.pk, subject=found.subject)
            yield found.subject, key
