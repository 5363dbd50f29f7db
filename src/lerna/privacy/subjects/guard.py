"""Reads every statement on its way to PostgreSQL, so that a forbidden column is an exception that says why.

PostgreSQL refuses such a statement by itself, but with the name of a table and nothing more, and the transaction
is lost. This looks first. What it can't see (hand-written SQL without quoted names) PostgreSQL still refuses.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lerna.privacy.subjects.declarations import Table
from lerna.privacy.subjects.discovery import column_of, db_table, tables_by_name
from lerna.privacy.subjects.processing import need_processing

_NAMED = re.compile(r'"?(\w+)"?\."(\w+)"')
_ALIAS = re.compile(r'"(\w+)" ([A-Z]+[0-9]+)\b')
_VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def install_guard(sender: object, connection: BaseDatabaseWrapper, **_kwargs: object) -> None:  # noqa: ARG001
    """Receiver of `connection_created`: sets the guard before every connection of the main database."""
    if connection.alias == default_connection.alias and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def guard(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: ANN401, FBT001
    """Refuses a statement that touches a personal column without a purpose that may (NoPurposeError, PurposeError)."""
    # Statements that psycopg composed pass unread: PostgreSQL alone judges them.
    if isinstance(sql, str) and settings.LERNA_DATABASE_ROLE == "app":
        touched = find_fields(sql)
        if touched:
            _check(touched)
    return execute(sql, params, many, context)


@lru_cache(maxsize=2048)
def find_fields(sql: str) -> Sequence[tuple[Table, frozenset[str]]]:
    """Each personal table that the statement names, with the fields that it names of it."""
    tables = tables_by_name()
    if not sql.lstrip("( \n")[:6].upper().startswith(_VERBS):
        return ()
    named = sorted(name for name in tables if f'"{name}"' in sql)
    if not named:
        return ()
    aliases = {alias: name for name, alias in _ALIAS.findall(sql) if name in named} | {name: name for name in named}
    columns = {(aliases[owner], column) for owner, column in _NAMED.findall(sql) if owner in aliases}
    return tuple(
        (tables[name], frozenset(column_of(tables[name], column)[0] for owner, column in columns if owner == name))
        for name in named
    )


def _check(touched: Sequence[tuple[Table, frozenset[str]]]) -> None:
    first, _ = touched[0]
    processing = need_processing(db_table(first.model))
    for table, fields in touched:
        readable = processing.readable(table)
        if withheld := sorted(fields - readable):
            raise processing.refuse(table, withheld[0], "read")
        if not readable and not processing.insertable(table):
            raise processing.refuse(table, "*", "touch")
