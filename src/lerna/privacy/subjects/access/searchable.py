"""Where a value can be looked for that somebody once stated: blind indexes, and text that stands readable."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Field

from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import concrete_fields, db_table, list_tables
from lerna.privacy.subjects.fields import BlindIndexField

SHORTEST = 6  # signs of the shortest address, a@b.kz; a number has more
_TEXTS = (models.CharField, models.TextField, models.JSONField, models.FileField)


@dataclass(frozen=True, slots=True)
class IndexColumn:
    """A blind index of one value a row. What holds several, the words of names, points at nobody: many share them."""

    table: Table
    field: BlindIndexField

    @property
    def place(self) -> str:
        """`table.column`, the name of its key too."""
        return f"{db_table(self.table.model)}.{self.field.column}"


def list_index_columns() -> tuple[IndexColumn, ...]:
    """Every blind index of one value a row."""
    return tuple(IndexColumn(table, field) for table in list_tables() for field in index_fields(table))


def index_fields(table: Table) -> tuple[BlindIndexField, ...]:
    """Those of one table."""
    return tuple(field for field in concrete_fields(table.model) if isinstance(field, BlindIndexField))


def open_texts(table: Table) -> tuple["Field[object, object]", ...]:
    """The table's columns that stand readable and could hold an address or a number by their type.

    A key of ours (`SlugField`), a word of a closed list and a text of a few signs can't; a secret is a hash.
    """
    declared = {name for name, column in table.columns.items() if not column.secret}
    return tuple(field for field in concrete_fields(table.model) if field.name in declared and _is_open(field))


def _is_open(field: "Field[object, object]") -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    if not isinstance(inner, _TEXTS) or isinstance(inner, models.SlugField) or inner.choices:
        return False
    return inner.max_length is None or inner.max_length >= SHORTEST
