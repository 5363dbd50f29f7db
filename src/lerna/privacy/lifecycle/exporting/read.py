"""Everything that is held of one person, opened, for themselves (law 94-V, art. 24; GDPR 15, 20).

Shown is what erasure covers: both walk the same data maps, as one database role, by the same columns. A test compares
them.
"""

# ruff: noqa: S608 -- names of tables and columns come from our models, never from anybody's input

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Field

from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import Term, list_terms
from lerna.privacy.lifecycle.erasing.people import acting_for
from lerna.privacy.lifecycle.erasing.plan import person_column
from lerna.privacy.lifecycle.queries import find_company
from lerna.privacy.subjects.crypto.envelope import Place
from lerna.privacy.subjects.crypto.keyring import Keyring
from lerna.privacy.subjects.declarations import Column, Table
from lerna.privacy.subjects.discovery import concrete_fields, db_table, list_tables
from lerna.privacy.subjects.fields import BlindIndexField, BlindTokensField, EncryptedTextField, Sealed

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
_INDEXES = (BlindIndexField, BlindTokensField)
Line = dict[str, Any]  # an entry of the evidence, as it is spelled
THERE = "•"  # stands there, and isn't shown


@dataclass(frozen=True, slots=True)
class Held:
    """One column of one row: its value, opened, and what the data map says of it."""

    table: str
    row: str
    column: str
    value: Json
    declared: Column


@dataclass(frozen=True, slots=True)
class Export:
    """All of it: where it comes from, every value, the term of each purpose, and what was done with it."""

    company: Company
    subject: UUID
    site: str  # where the person came first
    created_at: datetime
    made_at: datetime
    held: tuple[Held, ...]
    terms: tuple[Term, ...]
    entries: tuple[Line, ...]  # of the evidence, the newest first

    def to_json(self, also: Mapping[str, Any] | None = None) -> str:
        """One JSON document: rows by table, each value with category, purposes and reason; `also` comes from above."""
        tables: dict[str, dict[str, dict[str, Json]]] = {}
        for item in self.held:
            told: Json = {
                "value": item.value,
                "category": item.declared.category.value,
                "purposes": [purpose.value for purpose in item.declared.purposes],
                "why": item.declared.why,
            }
            tables.setdefault(item.table, {}).setdefault(item.row, {})[item.column] = told
        document = {
            "made_at": to_local(self.made_at).isoformat(),
            "controller": {"name": self.company.name.en, "bin": self.company.bin},
            "subject": {
                "id": str(self.subject),
                "first_site": self.site,
                "created_at": to_local(self.created_at).isoformat(),
            },
            "data": tables,
            "terms": [
                {"purpose": term.purpose.value, "last_on": str(term.last_on), "ends_on": str(term.ends_on)}
                for term in self.terms
            ],
            "evidence": list(self.entries),
        }
        return json.dumps(document | dict(also or {}), ensure_ascii=False, indent=2)


def export_person(*, subject: UUID, actor: Actor, now: datetime, site: str | None = None) -> Export:
    """Reads and opens everything, and records that it was taken away (clause 6.2), on which site where it was on one.

    UnknownPersonError; MissingKeyError, SealError and KeyProviderError where a value can't be opened.
    """
    company = find_company(subject)
    with transaction.atomic():
        with acting_for(company, [subject]) as cursor:
            keyring = Keyring(company.pk, company.slug)
            held = tuple(
                item for table in list_tables() for item in _read_table(cursor, table, company, subject, keyring)
            )
            cursor.execute("select site, created_at from subjects_datasubject where id = %s", [subject])
            first_site, created_at = cursor.fetchone()
        entries = tuple(read_line(entry) for entry in list_about(company, subject))
        record(
            company=company, operation=Operation.EXPORT, clause="6.2", actor=actor, now=now, subject=subject, site=site
        )
        return Export(company, subject, first_site, created_at, now, held, list_terms(company, subject), entries)


def shown_columns(table: Table) -> tuple["Field[object, object]", ...]:
    """The declared columns, all of them; blind indexes and secrets are shown as being there and no more: a hash tells a
    person nothing, and a secret could be stolen with the archive.
    """
    return tuple(field for field in concrete_fields(table.model) if field.name in table.columns)


def _read_table(
    cursor: CursorWrapper, table: Table, company: Company, subject: UUID, keyring: Keyring
) -> Iterator[Held]:
    name, fields = db_table(table.model), shown_columns(table)
    if not fields:
        return
    columns = ", ".join(field.column for field in fields)
    told = f" and not {table.withheld}" if table.withheld else ""
    cursor.execute(f"select id, {columns} from {name} where {person_column(table)} = %s{told} order by id", [subject])
    for row, *values in cursor.fetchall():
        for field, value in zip(fields, values, strict=True):
            if value is None:
                continue
            place = Place(company.pk, name, field.column, subject, str(row))
            declared = table.columns[field.name]
            shown = THERE if declared.secret else _open(field, value, place, keyring)
            yield Held(name, str(row), field.name, shown, declared)


def _open(field: "Field[object, object]", value: object, place: Place, keyring: Keyring) -> Json:
    if isinstance(field, _INDEXES):
        return THERE  # to find the person by the value beside it
    if isinstance(field, EncryptedTextField) and isinstance(value, bytes | memoryview):
        return Sealed(bytes(value)).open(lambda: keyring.key_of(place.subject), place)
    return _to_json(value)


def _to_json(value: object) -> Json:
    if isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _to_json(item) for key, item in value.items()}
    return str(value)
