"""The database of keys on a server of one's own: named by a setting, or made beside the main one."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from lerna.config.launch.server import ServerError, prepare_server


def prepare_keys(app_url: str, owner_url: str, *, secrets: Path) -> tuple[str, str]:
    """(application's URL, owner's URL) of the database of keys, given those of the main one. Raises ServerError.

    LERNA_KEYS_DATABASE_URL may name another server, which is best: its backups are then kept apart. Without it the keys
    get a database of their own beside the main one.
    """
    if url := os.environ.get("LERNA_KEYS_DATABASE_URL"):
        return prepare_server(url, os.environ.get("LERNA_KEYS_DATABASE_OWNER_URL"), secrets=secrets)
    name = urlsplit(owner_url).path.lstrip("/") + "_keys"
    _ensure_beside(owner_url, name)
    app_url, owner_url = (urlunsplit(urlsplit(url)._replace(path=f"/{name}")) for url in (app_url, owner_url))
    return prepare_server(app_url, owner_url, secrets=secrets)


def _ensure_beside(owner_url: str, name: str) -> None:
    try:
        with psycopg.connect(owner_url, autocommit=True, connect_timeout=10) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
                return
            connection.execute(
                sql.SQL("create database {} template template0 encoding 'UTF8'").format(sql.Identifier(name))
            )
    except psycopg.errors.InsufficientPrivilege:
        owner = urlsplit(owner_url).username
        raise ServerError(
            f"People's keys live in a database of their own, and {owner} may not make one. As a superuser: "
            f"create database {name} owner {owner}; or set LERNA_KEYS_DATABASE_URL to one elsewhere."
        ) from None
