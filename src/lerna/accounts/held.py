"""What is held of a person, for them to see: values by purpose with the term of each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from lerna.kit.terms import Term, Unit, due_at
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.consents.queries import list_active
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, CategoryTerms, Event, Purpose, PurposeTerms, Terms
from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import SELF, concrete_fields, db_table, list_tables, readable
from lerna.privacy.subjects.fields import EncryptedTextField
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

Rows = Mapping[UUID, Mapping[str, Any]]  # key of the row → column → value


@dataclass(frozen=True, slots=True)
class HeldCategory:
    """What is held of one category, each value once."""

    terms: CategoryTerms
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPurpose:
    """What may be used for one purpose. `until` is None before the event that its term is counted from."""

    terms: PurposeTerms
    categories: tuple[HeldCategory, ...]
    until: datetime | None
    days_left: int | None


def read_held(subject: DataSubject, *, now: datetime) -> tuple[HeldPurpose, ...]:
    """What stands permitted of this person, with the values it reaches, in the policy's order (clauses 6.2, 7.1)."""
    terms = terms_for(subject.company)
    tables = {db_table(table.model): table for table in list_tables()}
    rows = {name: read_rows(subject, table, terms) for name, table in tables.items()}
    endings = _read_endings(subject)
    found = []
    for own in _permitted(subject, terms):
        categories = tuple(_held_categories(own, tables, rows, terms))
        if categories:
            until = endings.get(own.key) or _count_from_now(own, now)
            found.append(HeldPurpose(own, categories, until, (until - now).days if until else None))
    return tuple(found)


def read_seen(subject: DataSubject, purpose: Purpose) -> tuple[HeldCategory, ...]:
    """What this purpose alone sees of the person now, in the policy's order; nothing where it isn't permitted. A query
    for each table at most.
    """
    terms = terms_for(subject.company)
    tables = {db_table(table.model): table for table in list_tables()}
    with processing(purpose, company=subject.company, reason="a member of staff looks at a person"):
        rows = {name: _read_columns(subject, table, _shown(table, purpose, terms)) for name, table in tables.items()}
    permitted = [own for own in _permitted(subject, terms) if own.key == purpose]
    return tuple(category for own in permitted for category in _held_categories(own, tables, rows, terms))


def read_rows(subject: DataSubject, table: Table, terms: Terms) -> Rows:
    """The person's rows of one table, each column read for a purpose that may; mostly one query."""
    rows: dict[UUID, dict[str, Any]] = {}
    read: set[str] = set()
    for own in _permitted(subject, terms):
        columns = _shown(table, own.key, terms) - read
        if not columns:
            continue
        read |= columns
        with processing(own.key, company=subject.company, reason="the person sees what is held"):
            for key, values in _read_columns(subject, table, columns).items():
                rows.setdefault(key, {}).update(values)
    return rows


def _shown(table: Table, purpose: Purpose, terms: Terms) -> frozenset[str]:
    """The columns that this purpose may read and a person be shown."""
    return readable(table, purpose, terms) & {
        field.name for field in concrete_fields(table.model) if _is_shown(table, field)
    }


def _read_columns(subject: DataSubject, table: Table, columns: frozenset[str]) -> dict[UUID, dict[str, Any]]:
    """In the block of a purpose that may read them; no query where there are none."""
    if not columns:
        return {}
    field = "pk" if table.subject == SELF else table.subject
    manager = table.model._default_manager  # noqa: SLF001 -- documented by Django
    return {
        row.pk: {column: getattr(row, column) for column in sorted(columns) if "_id" not in column}
        for row in manager.filter(**{field: subject.pk}).order_by("pk")
    }


def _is_shown(table: Table, field: Any) -> bool:  # noqa: ANN401 -- any of Django's fields
    """Nothing that only finds the person, leads to another row, or could be stolen."""
    declared = table.columns.get(field.name)
    if declared is None or declared.secret or field.is_relation:
        return False
    return isinstance(field, EncryptedTextField) or bool(declared.plain)


def _permitted(subject: DataSubject, terms: Terms) -> Iterator[PurposeTerms]:
    for own in terms.purposes:
        if not own.depersonalized_only and may(subject, own.key):
            yield own


def _held_categories(
    own: PurposeTerms, tables: Mapping[str, Table], rows: Mapping[str, Rows], terms: Terms
) -> Iterator[HeldCategory]:
    for category in terms.categories:
        if category.key in own.categories:
            values = dict.fromkeys(_values(own.key, category.key, tables, rows))
            if values:
                yield HeldCategory(category, tuple(values))


def _values(
    purpose: Purpose, category: Category, tables: Mapping[str, Table], rows: Mapping[str, Rows]
) -> Iterator[str]:
    """What the person would know as theirs: sealed values of a line or a message, not moments, keys and proofs."""
    for name, table in tables.items():
        shown = [
            field.name
            for field in concrete_fields(table.model)
            if isinstance(field, EncryptedTextField)
            and field.max_length
            and (column := table.columns.get(field.name))
            and column.category is category
            and purpose in column.purposes
        ]
        for values in rows[name].values():
            yield from (str(values[column]) for column in shown if values.get(column))


def _read_endings(subject: DataSubject) -> dict[Purpose, datetime]:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="when do the consents end"):
        consents = list_active(subject)
    endings: dict[Purpose, datetime] = {}
    for consent in consents:
        purpose = Purpose(consent.purpose)
        endings[purpose] = max(endings.get(purpose, consent.expires_at), consent.expires_at)
    return endings


def _count_from_now(own: PurposeTerms, now: datetime) -> datetime | None:
    """The term of what is counted from the last activity, which looking at this is."""
    if own.retention is None or own.retention.since is not Event.LAST_ACTIVITY:
        return None
    term = Term(own.retention.months, Unit.MONTHS, moves=False)  # no holiday stretches a limit on keeping (clause 7.3)
    return due_at(now, term, _calendar(settings.LERNA_POLICIES / "calendar.toml"))


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
