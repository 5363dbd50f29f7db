"""Database roles: an owner that migrates, and the application's role that owns nothing (clauses 8.3, 11.1)."""

import psycopg
from psycopg import sql

OWNER, APP = "lerna_owner", "lerna_app"

_OPTIONS = {
    OWNER: "LOGIN NOSUPERUSER NOCREATEDB CREATEROLE INHERIT",  # later makes the purposes' roles
    APP: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS",
}


def ensure_roles(connection: psycopg.Connection[tuple[object, ...]], *, passwords: dict[str, str]) -> None:
    """Makes both roles, or puts right what differs; `passwords` by role. Needs a superuser or CREATEROLE."""
    for role, options in _OPTIONS.items():
        exists = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
        verb = sql.SQL("alter" if exists else "create")
        connection.execute(
            sql.SQL("{} role {} {} password {}").format(
                verb, sql.Identifier(role), sql.SQL(options), sql.Literal(passwords[role])
            )
        )


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


def grant_application(connection: psycopg.Connection[tuple[object, ...]], *, database: str) -> None:
    """What the application's role may do in this database: read and write rows, never change tables.

    Run as the owner or superuser inside the database; default privileges cover the tables of later migrations.
    """
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    for statement in (
        sql.SQL("revoke all on database {} from public").format(sql.Identifier(database)),
        sql.SQL("grant connect, temporary on database {} to {}").format(sql.Identifier(database), app),
        sql.SQL("alter schema public owner to {}").format(owner),
        sql.SQL("grant usage on schema public to {}").format(app),
        sql.SQL("grant select, insert, update, delete on all tables in schema public to {}").format(app),
        sql.SQL("grant usage, select on all sequences in schema public to {}").format(app),
        sql.SQL(
            "alter default privileges for role {} in schema public grant select, insert, update, delete on tables to {}"
        ).format(owner, app),
        sql.SQL("alter default privileges for role {} in schema public grant usage, select on sequences to {}").format(
            owner, app
        ),
    ):
        connection.execute(statement)
