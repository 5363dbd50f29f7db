"""Every room's data map together, and what follows from it: who may read and write which column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.db.models import Field, Model

from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose, Terms
from lerna.privacy.subjects.declarations import Column, Table

SELF = "self"  # the subject of the table of subjects


class _HasSlug:
    """The common terms: those of a company that has no file."""

    slug = ""


@dataclass(frozen=True, slots=True)
class RoomMap:
    """What one app declares."""

    app: AppConfig
    tables: tuple[Table, ...]
    nothing_personal: Mapping[str, str]
    exists: bool
    walls: tuple[str, ...] = ()  # of `nothing_personal`, whose rows no other company's block may see


def read_maps() -> Iterator[RoomMap]:
    """The data map of every app of ours, and of any other that has one."""
    for app in apps.get_app_configs():
        exists = find_spec(f"{app.name}.datamap") is not None
        if not exists and not app.name.startswith("lerna."):
            continue
        module = import_module(f"{app.name}.datamap") if exists else None
        yield RoomMap(
            app,
            tuple(getattr(module, "DATA_MAP", ())),
            getattr(module, "NOTHING_PERSONAL", {}),
            exists,
            tuple(getattr(module, "COMPANY_WALLS", ())),
        )


def list_tables() -> tuple[Table, ...]:
    """Every table that holds personal data."""
    return tuple(table for room in read_maps() for table in room.tables)


def list_walled() -> tuple[type[Model], ...]:
    """Every table without personal data that row security keeps apart by company."""
    return tuple(room.app.get_model(name) for room in read_maps() for name in room.walls)


@cache
def tables_by_name() -> dict[str, Table]:
    """The same by the name of the database table. Kept for the life of the process: data maps are code."""
    return {db_table(table.model): table for table in list_tables()}


def db_table(model: type[Model]) -> str:
    """The name of the model's table in the database."""
    return model._meta.db_table


def concrete_fields(model: type[Model]) -> tuple["Field[object, object]", ...]:
    """The model's columns."""
    return tuple(model._meta.concrete_fields)


def frame_of(model: type[Model], part: str = "FRAME") -> tuple[str, ...]:
    """The fields that tie a row to its person and need no declaration; `part` is FRAME, INSERTED or CHANGING."""
    return tuple(getattr(model, part, ()))


def common_terms() -> Terms:
    """The terms of `policies/terms.toml`, as no company narrowed them."""
    return terms_for(_HasSlug())


def column_of(table: Table, db_column: str) -> tuple[str, Column | None]:
    """The field's name and its declaration; None for the frame. KeyError where the table has no such column."""
    for field in concrete_fields(table.model):
        if field.column == db_column:
            return field.name, table.columns.get(field.name)
    raise KeyError(db_column)


def readable(table: Table, purpose: Purpose, terms: Terms) -> frozenset[str]:
    """The fields that this purpose may read under these terms, with the frame; none where it has no business here."""
    return _readable(table, purpose, _categories(terms, purpose))


def insertable(table: Table, purpose: Purpose, terms: Terms) -> frozenset[str]:
    """The fields that this purpose may fill in a new row, with those of the frame that tie it to its person."""
    return _writable(table, purpose, _categories(terms, purpose), "INSERTED")


def updatable(table: Table, purpose: Purpose, terms: Terms) -> frozenset[str]:
    """The fields that this purpose may change. A row never changes its person or company."""
    return frozenset() if table.append_only else _writable(table, purpose, _categories(terms, purpose), "CHANGING")


def _categories(terms: Terms, purpose: Purpose) -> tuple[Category, ...]:
    own = terms.find_purpose(purpose)
    return own.categories if own is not None and not own.depersonalized_only else ()


@lru_cache(maxsize=4096)
def _readable(table: Table, purpose: Purpose, categories: tuple[Category, ...]) -> frozenset[str]:
    columns = table.columns.items()
    own = {name for name, column in columns if purpose in column.purposes and column.category in categories}
    sees_frame = own or (purpose in table.frame_for and categories)
    return frozenset(own.union(frame_of(table.model, "FRAME"))) if sees_frame else frozenset()


@lru_cache(maxsize=4096)
def _writable(table: Table, purpose: Purpose, categories: tuple[Category, ...], frame: str) -> frozenset[str]:
    columns = table.columns.items()
    own = {name for name, column in columns if purpose in column.writers and column.category in categories}
    # A table without a person of its own above it is the person's; its frame is written for few purposes.
    has_frame = purpose in table.frame_writes if table.subject == SELF else bool(own)
    return frozenset(own.union(frame_of(table.model, frame))) if has_frame and categories else frozenset(own)
