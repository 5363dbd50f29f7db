"""Old values of the erased that stand in other people's rows: search keys and readable texts are looked through.

What other people sealed under their own key can't be searched, and goes with that key.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.backends.utils import CursorWrapper

from lerna.companies.models import Company
from lerna.privacy.lifecycle.erasing.people import searching, write_array
from lerna.privacy.lifecycle.erasing.plan import EVERYTHING, person_column
from lerna.privacy.lifecycle.erasing.values import Known, Sought, Value
from lerna.privacy.lifecycle.models import ErasureBatch
from lerna.privacy.subjects.access.searchable import IndexColumn, list_index_columns, open_texts
from lerna.privacy.subjects.crypto.blind import blinding
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import db_table, list_tables
from lerna.privacy.subjects.models import Profile

_ADDRESS = re.compile(r"[^\s<>\"'`,;:()\[\]{}|]+@[^\s<>\"'`,;:()\[\]{}|]*[^\s<>\"'`,;:()\[\]{}|.]")
_NUMBER = re.compile(r"(?<![^\W_])\+?\d(?:[ ().-]{0,2}\d){9,}(?![^\W_])")
# The same for PostgreSQL, so that other rows aren't even read.
_LOOKS_LIKE = r"@|(^|[^[:alnum:]])\+?[0-9]([ ().-]{0,2}[0-9]){9,}([^[:alnum:]]|$)"


@dataclass(frozen=True, slots=True)
class Copy:
    """An old value that stands in a row of somebody else."""

    place: str
    row: UUID
    person: UUID  # whose row it is
    value: Value


@dataclass(frozen=True, slots=True)
class _Text:
    """A readable text with something in it that looks like an address or a number."""

    place: str
    row: UUID
    person: UUID
    text: str = field(repr=False)


def find_copies(company: Company, sought: Sought) -> tuple[Copy, ...]:
    """Where these values stand in a blind index of other people's rows, and shouldn't. A query for each column."""
    if not sought:
        return ()
    known = Known([sought])
    with searching(company) as cursor:
        found = [copy for column in list_index_columns() for copy in _find_in_index(cursor, column, known)]
        return tuple(_drop_rightful(cursor, found, company))


def find_readable_copies(company: Company, sought: Iterable[Sought]) -> tuple[Copy, ...]:
    """Where these values stand in readable text of other people's rows, and shouldn't.

    Reads through each table that has such a column, once, however many values are looked for; the values themselves
    only where something there looks like one.
    """
    with searching(company) as cursor:
        texts = [text for table in list_tables() for text in _list_suspicious(cursor, table)]
        if not texts:
            return ()
        find = _make_finder(Known(sought), company)
        found = [
            Copy(text.place, text.row, text.person, value)
            for text in texts
            for value in find(text.text)
            if value.person != text.person
        ]
        return tuple(_drop_rightful(cursor, found, company))


def _find_in_index(cursor: CursorWrapper, column: IndexColumn, known: Known) -> Iterator[Copy]:
    hashes = known.list_hashes(column.place)
    if not hashes:
        return
    table, person = db_table(column.table.model), person_column(column.table)
    listed = "{" + ",".join(rf'"\\x{hashed}"' for hashed in hashes) + "}"
    cursor.execute(
        f"select id, {person}, {column.field.column} from {table} where {column.field.column} = any(%s::bytea[])",
        [listed],
    )
    for row, subject, hashed in cursor.fetchall():
        for value in known.find(column.place, bytes(hashed).hex()):
            if value.person != subject:
                yield Copy(column.place, row, subject, value)


def _list_suspicious(cursor: CursorWrapper, table: Table) -> Iterator[_Text]:
    fields = open_texts(table)
    if not fields:
        return
    name, person = db_table(table.model), person_column(table)
    looks = " or ".join(f"{field.column}::text ~ %s" for field in fields)
    columns = ", ".join(f"{field.column}::text" for field in fields)
    cursor.execute(f"select id, {person}, {columns} from {name} where {looks}", [_LOOKS_LIKE] * len(fields))
    for row, subject, *texts in cursor.fetchall():
        for one, text in zip(fields, texts, strict=True):
            yield _Text(f"{name}.{one.column}", row, subject, text or "")


def _make_finder(known: Known, company: Company) -> Callable[[str], Iterator[Value]]:
    """What finds old values in a text: each thing that looks like an address or a number, spelled and hashed."""
    columns = [
        (column.field.normalize, blinding(slug=company.slug, column=column.place), column.place)
        for column in list_index_columns()
        if known.list_hashes(column.place) and column.field.normalize
    ]

    def find(text: str) -> Iterator[Value]:
        for token in (*_ADDRESS.findall(text), *_NUMBER.findall(text)):
            for normalize, hashed, place in columns:
                for spelled in normalize(token):
                    yield from known.find(place, hashed(spelled).hex())

    return find


def _drop_rightful(cursor: CursorWrapper, found: Sequence[Copy], company: Company) -> Iterator[Copy]:
    """Without what other people state themselves, as a family its one phone, and what a law keeps after their own end.

    Stated is what stands in a person's profile; of a kind that profiles don't hold, what stands in the column where
    the erased person had it too.
    """
    if not found:
        return
    people = {copy.person for copy in found}
    stated = set(_read_stated(cursor, found, people))
    ended = {
        subject
        for batch in ErasureBatch.objects.filter(run__company=company, ending=EVERYTHING, left__overlap=list(people))
        for subject in batch.left
    }
    for copy in found:
        own = {(copy.person, place, copy.value.hashes[place]) for place in _stated_in(copy.value)}
        if not own & stated and copy.person not in ended:
            yield copy


def _stated_in(value: Value) -> tuple[str, ...]:
    profile = db_table(Profile)
    return tuple(place for place in value.hashes if place.partition(".")[0] == profile) or (value.home,)


def _read_stated(cursor: CursorWrapper, found: Sequence[Copy], people: set[UUID]) -> Iterator[tuple[UUID, str, str]]:
    places = {place for copy in found for place in _stated_in(copy.value)}
    for column in list_index_columns():
        if column.place in places:
            person = person_column(column.table)
            cursor.execute(
                f"select {person}, {column.field.column} from {db_table(column.table.model)}"
                f" where {person} = any(%s::uuid[]) and {column.field.column} is not null",
                [write_array(people)],
            )
            for subject, hashed in cursor.fetchall():
                yield subject, column.place, bytes(hashed).hex()
