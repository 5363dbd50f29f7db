"""What tables and columns are called where a person reads them: `policies/data-words.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import Localized
from lerna.privacy.subjects.discovery import db_table, list_tables


@dataclass(frozen=True, slots=True)
class DataWords:
    """Names of tables; names of columns, for all tables alike, and a table's own where they differ."""

    tables: Mapping[str, Localized]
    columns: Mapping[str, Localized]
    own: Mapping[str, Mapping[str, Localized]]

    def find_table(self, name: str) -> Localized | None:
        """The table's name; None where nobody wrote it."""
        return self.tables.get(name)

    def find_column(self, table: str, name: str) -> Localized | None:
        """The column's name; None where nobody wrote it."""
        return self.own.get(table, {}).get(name) or self.columns.get(name)


def load_words() -> DataWords:
    """What the file says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / "data-words.toml"
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> DataWords:
    reader = Reader.load(path)
    own = reader.table("table")
    words = DataWords(
        tables=_read_names(reader.table("tables")),
        columns=_read_names(reader.table("columns")),
        own={name: _read_names(own.table(name)) for name in own.keys()},  # noqa: SIM118 -- a reader is no mapping
    )
    own.done()
    reader.done()
    return words


def _read_names(reader: Reader) -> dict[str, Localized]:
    names = {name: reader.localized(name) for name in reader.keys()}  # noqa: SIM118 -- a reader is no mapping
    reader.done()
    return names


@register("lifecycle")
def check_words(**_kwargs: Any) -> list[CheckMessage]:  # noqa: ANN401 -- Django's signature
    """Every declared table and column has a name for people (lifecycle.E001)."""
    try:
        words = load_words()
    except DataFileError as error:
        return [Error(str(error), id="lifecycle.E001")]
    missing = []
    for table in list_tables():
        name = db_table(table.model)
        if words.find_table(name) is None:
            missing.append(f"[tables] {name}")
        missing += [f"[columns] {column} ({name})" for column in table.columns if not words.find_column(name, column)]
    return [Error(f"policies/data-words.toml has no name for: {one}.", id="lifecycle.E001") for one in missing]
