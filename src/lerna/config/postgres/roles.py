"""Database roles: an owner that migrates, and the application's role that owns nothing (clauses 8.3, 11.1)."""

import psycopg
from psycopg import sql

OWNER, APP = "lerna_owner", "lerna_app"

OPTIONS = {
    OWNER: "LOGIN NOSUPERUSER NOCREATEDB CREATEROLE INHERIT",  # later makes the purposes' roles
    APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS",
}

# What only a role that has the right itself may say about a role that exists.
_STRONGER_WORDS = {"NOSUPERUSER", "NOBYPASSRLS", "NOCREATEDB"}

_GRANTS = (
    "revoke all on database {database} from public",
    "grant connect, temporary on database {database} to {app}",
    "alter schema public owner to {owner}",
    "grant usage on schema public to {app}",
    (
        "alter default privileges for role {owner} in schema public"
        " grant select, insert, update, delete on tables to {app}"
    ),
    "alter default privileges for role {owner} in schema public grant usage, select on sequences to {app}",
)


def ensure_roles(connection: psycopg.Connection[tuple[object, ...]], *, passwords: dict[str, str]) -> None:
    """Makes both roles, or puts right what differs; `passwords` by role. Needs a superuser or CREATEROLE."""
    for role, options in OPTIONS.items():
        ensure_role(connection, role, password=passwords[role], options=options)


def ensure_role(connection: psycopg.Connection[tuple[object, ...]], role: str, *, password: str, options: str) -> None:
    """Makes a role with these `options`, or puts right what differs. Needs a superuser or CREATEROLE."""
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    if exists and not _is_superuser(connection):
        options = " ".join(word for word in options.split() if word not in _STRONGER_WORDS)
    connection.execute(
        sql.SQL("{} role {} {} password {}").format(
            sql.SQL("alter" if exists else "create"), sql.Identifier(role), sql.SQL(options), sql.Literal(password)
        )
    )


def _is_superuser(connection: psycopg.Connection[tuple[object, ...]]) -> bool:
    return connection.execute("select 1 from pg_roles where rolname = current_user and rolsuper").fetchone() is not None


def ensure_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    """Makes the owner's database if it is missing; True if it was made."""
    if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return False
    connection.execute(
        sql.SQL("create database {} owner {} template template0 encoding 'UTF8'").format(
            sql.Identifier(name), sql.Identifier(OWNER)
        )
    )
    return True


def grant_application(
    connection: psycopg.Connection[tuple[object, ...]], *, database: str, owner: str = OWNER, app: str = APP
) -> None:
    """What the application's role may do in this database: read and write rows, never change tables.

    Default privileges, given before the first table, cover every table the owner makes. Given once: a migration that
    takes a right away (an immutable table) must not get it back at the next start.
    """
    given = connection.execute(
        "select 1 from pg_default_acl where defaclrole = %s::regrole and defaclacl::text like '%%' || %s || '=%%'",
        [owner, app],
    ).fetchone()
    if given:
        return
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app), "database": sql.Identifier(database)}
    with connection.transaction():
        for statement in _GRANTS:
            connection.execute(sql.SQL(statement).format(**names))
