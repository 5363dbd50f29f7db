"""Is the database sound: programs, server, both roles, migrations, its clock?"""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import psycopg

from lerna.config import places
from lerna.config.doctor.finding import Finding
from lerna.config.launch.database import cluster_of, server_in_use
from lerna.config.launch.server import ServerError, prepare_server
from lerna.config.postgres.cluster import ClusterError
from lerna.config.postgres.programs import NoPostgresError, find_programs
from lerna.kit import clock

_MOST_SECONDS_APART = 60
_MAILBOX_REMEDIES: Mapping[object, str] = {
    "no-connection": "the server must answer there, over TLS with a certificate that this machine trusts",
    "no-login": "the server refuses the user name or the password",
    "no-folder": "the folder isn't there; without one it is INBOX",
    "broken": "the server answers otherwise than IMAP says; its own log knows more",
}


def check_database(var: Path) -> Iterator[Finding]:
    """All that can be seen of the database; an embedded one is started for the look, none is made."""
    if url := os.environ.get("DATABASE_URL"):
        yield from _check_server(url, var)
        return
    try:
        find_programs()
    except NoPostgresError as error:
        yield Finding(
            str(error).partition(" Install")[0], "apt-get install postgresql, or set DATABASE_URL to a server elsewhere"
        )
        return
    if not (cluster_of(var).folder / "made").is_file():
        return  # `./lerna up` will make it: nothing is wrong
    try:
        with server_in_use(var, lambda _: None):
            yield from check_connection(places.url_file(var, "app").read_text())
    except (ClusterError, OSError) as error:
        yield Finding(f"The embedded PostgreSQL doesn't start: {error}", f"read {cluster_of(var).log}")


def _check_server(url: str, var: Path) -> Iterator[Finding]:
    try:
        app, _ = prepare_server(url, os.environ.get("DATABASE_OWNER_URL"), secrets=var / "secrets")
    except ServerError as error:
        sentence, _, remedy = str(error).partition(". ")
        yield Finding(f"{sentence}.", remedy or "see docs/how-to")
        return
    yield from check_connection(app)


def check_connection(url: str) -> Iterator[Finding]:
    """What the application's role sees, connected by `url`."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            yield from check_role(connection)
            yield from check_clock(connection)
            yield from check_mailboxes(connection)
    except psycopg.OperationalError as error:
        yield Finding(
            f"The application can't connect to its database: {str(error).strip()}",
            "run ./lerna up, it sets the roles right",
        )
        return
    yield from check_migrations(url)


def check_role(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    """Is the application's role neither superuser nor owner of a table?"""
    row = connection.execute(
        "select rolname, rolsuper or rolbypassrls or rolcreaterole, exists(select 1 from pg_tables"
        " where schemaname = 'public' and tableowner = current_user) from pg_roles where rolname = current_user"
    ).fetchone()
    name, is_strong, owns = row or ("?", False, False)
    if is_strong:
        yield Finding(
            f"The application's role {name} may do more than it should.", "run ./lerna up, it sets the roles right"
        )
    if owns:
        yield Finding(
            f"The application's role {name} owns tables.", f"as a superuser: reassign owned by {name} to lerna_owner;"
        )


def check_clock(connection: psycopg.Connection[tuple[object, ...]], now: datetime | None = None) -> Iterator[Finding]:
    """Do this machine and the database agree on the time?"""
    (moment,) = connection.execute("select clock_timestamp()").fetchone() or (None,)
    apart = abs(((now or clock.now()) - moment).total_seconds()) if isinstance(moment, datetime) else 0
    if apart > _MOST_SECONDS_APART:
        yield Finding(
            f"This machine's clock and the database's are {apart:.0f} s apart.",
            "set both by NTP (timedatectl set-ntp true)",
        )


def check_mailboxes(connection: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    """Could each company's mailbox be read at the last round?"""
    (table,) = connection.execute("select to_regclass('intake_fault')").fetchone() or (None,)
    if table is None:
        return  # a migration is missing, which is said below
    rows = connection.execute(
        "select slug, problem from intake_fault join companies_company on id = company_id order by slug"
    )
    for slug, problem in rows:
        yield Finding(
            f"{slug}'s mailbox can't be read: {problem}.", f"see LERNA_IMAP_URLS; {_MAILBOX_REMEDIES[problem]}"
        )


def check_migrations(url: str) -> Iterator[Finding]:
    """Is every migration applied?"""
    environment = os.environ | {"DATABASE_URL": url, "LERNA_DATABASE_ROLE": "app", "LERNA_MODE": "development"}
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--check"],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        yield Finding("There are migrations that the database has not had.", "run ./lerna up or ./lerna migrate")
