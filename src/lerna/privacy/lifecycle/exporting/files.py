"""The files that the export's rows keep in the storage: found by the data map, opened one at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.storage import default_storage

from lerna.privacy.lifecycle.exporting.read import Export
from lerna.privacy.subjects.crypto.envelope import Place, unseal_bytes
from lerna.privacy.subjects.crypto.keyring import Keyring
from lerna.privacy.subjects.discovery import db_table, list_tables

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')  # what a file's name can't hold on one system or another


@dataclass(frozen=True, slots=True)
class HeldFile:
    """One file: `entry` is its name in the archive, `path` and `place` say where its sealed bytes lie, and for what."""

    entry: str = field(repr=False)
    path: str
    place: Place

    def open(self, keyring: Keyring) -> bytes:
        """Its bytes. SealError where they were changed, MissingKeyError where the person was erased meanwhile."""
        with default_storage.open(self.path) as stored:
            return unseal_bytes(stored.read(), key=keyring.key_of(self.place.subject), place=self.place)

    def to_json(self) -> dict[str, Any]:
        """Which row it belongs to, for programs."""
        return {"table": self.place.table, "row": self.place.row, "entry": self.entry}


def list_files(export: Export) -> tuple[HeldFile, ...]:
    """Every file of the export's rows, numbered, so that two of one name both fit into an archive. No query."""
    return tuple(
        HeldFile(f"files/{number}-{_UNSAFE.sub('_', name)}", path, place)
        for number, (name, path, place) in enumerate(_list_stored(export), start=1)
    )


def _list_stored(export: Export) -> Iterator[tuple[str, str, Place]]:
    for table in list_tables():
        if stored := table.stored:
            name, rows = db_table(table.model), dict[str, str]()
            for item in export.held:
                if item.table == name:
                    rows.setdefault(item.row, "")
                    if item.column == stored.name:
                        rows[item.row] = str(item.value)
            for row, called in rows.items():
                place = Place(export.company.pk, name, stored.sealed_as, export.subject, row)
                yield called, stored.path(export.company.pk, row), place
