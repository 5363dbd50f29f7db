"""Columns by their public names, such as `subjects.profile.email`, and what a person's rows hold in them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Field, Model, QuerySet

from lerna.kit.clock import to_local
from lerna.privacy.policy.purposes import Category, PurposeTerms
from lerna.privacy.subjects.declarations import Column, Table
from lerna.privacy.subjects.discovery import SELF, concrete_fields, list_tables
from lerna.privacy.subjects.fields import BlindIndexField, BlindTokensField

Rows = Mapping[str, Mapping[UUID, Mapping[str, object]]]  # table → row → column → value
Data = Mapping[str, list[dict[str, object]]]  # table → rows → column → value
_SECRETS = {"password", "token", "digest", "secret"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One column that is to pass."""

    table: Table
    name: str
    column: Column

    @property
    def label(self) -> str:
        """Its public name."""
        return f"{name_table(self.table)}.{self.name}"


def name_table(table: Table) -> str:
    """The table's public name, such as `subjects.profile`."""
    return str(table.model._meta.label_lower)


def find_columns(labels: Iterable[str]) -> tuple[Chosen, ...]:
    """The declared columns of these names; KeyError for one that isn't declared, or that is an index or a secret."""
    tables = {name_table(table): table for table in list_tables()}
    return tuple(_find_column(tables, label) for label in labels)


def list_columns() -> Iterator[Chosen]:
    """Every column that may have a name here, table by table."""
    for table in list_tables():
        for name in table.columns:
            if _is_open(table, name):
                yield Chosen(table, name, table.columns[name])


def list_categories(chosen: Sequence[Chosen]) -> tuple[Category, ...]:
    """The categories of these columns, each once, in the policy's order."""
    found = {one.column.category for one in chosen}
    return tuple(category for category in Category if category in found)


def choose_rows(subject: UUID, chosen: Sequence[Chosen], wanted: Collection[UUID]) -> tuple[UUID, ...]:
    """Every row that passes: of a table of which rows are `wanted` those alone, of any other all of the person's.

    In the block of a purpose that sees them. One query a table.
    """
    rows: list[UUID] = []
    for table in dict.fromkeys(one.table for one in chosen):
        found = list(_rows_of(table, subject).values_list("pk", flat=True))
        rows += [row for row in found if row in wanted] or found
    return tuple(rows)


def read_rows(subject: UUID, chosen: Sequence[Chosen], rows: Collection[UUID]) -> Rows:
    """What these rows of the person hold, opened, in the block of a purpose that may; None for an empty value.

    One query a table, and one for the person's key.
    """
    values: dict[str, dict[UUID, dict[str, object]]] = {}
    for table in dict.fromkeys(one.table for one in chosen):
        names = [one.name for one in chosen if one.table is table]
        for row in _rows_of(table, subject).filter(pk__in=rows):
            read = {name: _to_json(getattr(row, name)) for name in names}
            values.setdefault(name_table(table), {})[row.pk] = read
    return values


def list_values(rows: Rows, *, keeps_empty: bool) -> Data:
    """The same without our numbers of the rows, by which two recipients could join what they have; in their order."""
    told: dict[str, list[dict[str, object]]] = {}
    for table, of_table in rows.items():
        for _, values in sorted(of_table.items()):
            kept = {name: value for name, value in values.items() if keeps_empty or value not in (None, "")}
            if kept:
                told.setdefault(table, []).append(kept)
    return told


def may_pass(chosen: Chosen, own: PurposeTerms) -> bool:
    """May this column be used for this purpose at all, as the data map and the policy's terms say?"""
    return own.key in chosen.column.purposes and chosen.column.category in own.categories


def _rows_of(table: Table, subject: UUID) -> QuerySet[Model]:
    manager = table.model._default_manager  # noqa: SLF001 -- documented by Django
    return manager.filter(**{table.subject: subject}).order_by("pk")


def _find_column(tables: Mapping[str, Table], label: str) -> Chosen:
    table_name, _, name = label.rpartition(".")
    table = tables[table_name]
    if not _is_open(table, name):
        raise KeyError(label)
    return Chosen(table, name, table.columns[name])


def _is_open(table: Table, name: str) -> bool:
    """Neither an index nor a secret nor the number of a row, and not of the table of people itself."""
    fields: dict[str, Field[object, object]] = {field.name: field for field in concrete_fields(table.model)}
    declared = table.columns.get(name)
    if table.subject == SELF or declared is None or declared.secret or name in _SECRETS:
        return False
    return not (isinstance(fields[name], BlindIndexField | BlindTokensField) or fields[name].is_relation)


def _to_json(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime):
        return to_local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    return str(value)
