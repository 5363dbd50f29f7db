"""A PostgreSQL server of one's own, named by DATABASE_URL: is it new enough, and are the two roles apart?"""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import psycopg

from lerna.config.postgres import roles
from lerna.config.postgres.cluster import read_or_make_secret
from lerna.config.postgres.programs import OLDEST_MAJOR

Connection = psycopg.Connection[tuple[object, ...]]


class ServerError(Exception):
    """The server can't be used as it is; `str()` says why and what to do, and holds no password."""


def prepare_server(url: str, owner_url: str | None, *, secrets: Path) -> tuple[str, str]:
    """Checks the server and gives (application's URL, owner's URL).

    With one URL only, its role must be able to make the application's role, and is then the owner. Raises ServerError.
    """
    app_url = url if owner_url else None
    owner_url = owner_url or url
    with _connect(owner_url) as connection:
        _check_version(connection)
        if app_url is None:
            app_url = _make_application_role(connection, url, secrets)
        _grant(connection, app=unquote(urlsplit(app_url).username or ""))
    with _connect(app_url) as connection:
        _check_application_role(connection)
    return app_url, owner_url


def _connect(url: str) -> Connection:
    if not _is_readable(url):
        raise ServerError(
            "DATABASE_URL or DATABASE_OWNER_URL can't be read. Write it as postgresql://user:password@host:5432/name, "
            "with special characters of the password percent-encoded (@ is %40, / is %2F)."
        )
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        where = urlsplit(url)
        raise ServerError(
            f"PostgreSQL at {where.hostname or 'its socket'} did not let {where.username} in: {str(error).strip()} "
            "Check DATABASE_URL, and that the server runs."
        ) from None


def _is_readable(url: str) -> bool:
    """Else PostgreSQL's own message would quote the piece of the password that it took for something else."""
    parts = urlsplit(url)
    try:
        has_port = parts.port != 0
    except ValueError:  # a port that is no number
        return False
    has_one_password = parts.netloc.count("@") == 1 and "@" not in parts.path
    return has_port and parts.scheme in {"postgres", "postgresql"} and bool(parts.username) and has_one_password


def _ask(connection: Connection, query: str) -> tuple[object, ...]:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None  # noqa: S101 -- each query here gives exactly one row
    return row


def _check_version(connection: Connection) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_MAJOR:
        raise ServerError(
            f"The server of DATABASE_URL is PostgreSQL {major}; Lerna needs {OLDEST_MAJOR} or newer. "
            "Upgrade it, or unset DATABASE_URL to use the embedded one."
        )


def _make_application_role(connection: Connection, url: str, secrets: Path) -> str:
    """Makes the application's role by the rights of the one role given; its URL."""
    owner, may_make_roles = _ask(
        connection, "select rolname, rolsuper or rolcreaterole from pg_roles where rolname = current_user"
    )
    if not may_make_roles:
        (database,) = _ask(connection, "select current_database()")
        raise ServerError(
            f"{owner} may not make roles, and the web server must not run as the owner of the tables. As a superuser:\n"
            f"    create role {roles.APP} login noinherit password '…';\n"
            f"    alter database {database} owner to {owner};\n"
            f"then set DATABASE_OWNER_URL to the present DATABASE_URL, and DATABASE_URL to {roles.APP}'s."
        )
    password = read_or_make_secret(secrets / f"{roles.APP}-password")
    try:
        roles.ensure_role(connection, roles.APP, password=password, options=roles.OPTIONS[roles.APP])
    except psycopg.errors.InsufficientPrivilege:
        raise ServerError(
            f"The server already has a role {roles.APP}, which {owner} did not make and may not change. "
            "Make another role for this installation, and give its URL as DATABASE_URL and the present one as "
            "DATABASE_OWNER_URL."
        ) from None
    parts = urlsplit(url)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{roles.APP}:{quote(password, safe='')}@{address}"))


def _grant(connection: Connection, *, app: str) -> None:
    owner, database = (str(value) for value in _ask(connection, "select current_user, current_database()"))
    if app == owner:
        raise ServerError(
            f"DATABASE_URL and DATABASE_OWNER_URL both connect as {owner}, but the web server must not own the tables: "
            "give DATABASE_URL a role of its own."
        )
    try:
        roles.grant_application(connection, database=database, owner=owner, app=app)
    except psycopg.errors.InsufficientPrivilege:
        raise ServerError(
            f"{owner} may not give rights in the database {database}. As a superuser: "
            f"alter database {database} owner to {owner}; alter schema public owner to {owner};"
        ) from None


def _check_application_role(connection: Connection) -> None:
    name, too_strong = _ask(
        connection,
        "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb"
        " from pg_roles where rolname = current_user",
    )
    if too_strong:
        raise ServerError(
            f"{name} of DATABASE_URL may do more than the web server should. As a superuser: "
            f"alter role {name} nosuperuser nobypassrls nocreaterole nocreatedb;"
        )
