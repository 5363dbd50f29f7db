"""PostgreSQL's own `pg_dump` and `pg_restore`, run as the owner of the tables."""

import os
import subprocess
from pathlib import Path

from lerna.config.postgres.programs import find_programs

# Row security is forced on the owner too, who says why: PostgreSQL then gives every row, to a dump as to anybody.
_REASON = "-c lerna.maintenance=backup"


class DumpError(Exception):
    """PostgreSQL's program failed; its last words."""


def dump(url: str, path: Path) -> None:
    """The whole database as one compressed file that only its owner reads, whole or not at all. DumpError."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    extensions = [f"--extension={name}" for name in _list_extensions(url)]
    _run(
        "pg_dump", "--format=custom", "--enable-row-security", "--schema=public", *extensions, f"--file={draft}",
        url=url,
    )  # fmt: skip
    draft.replace(path)


def restore(url: str, path: Path) -> None:
    """Everything as the file has it, in one transaction: on DumpError the database is as it was."""
    _run(
        "pg_restore", "--clean", "--if-exists", "--single-transaction", "--no-owner", "--exit-on-error", str(path),
        url=url,
    )  # fmt: skip


def _list_extensions(url: str) -> list[str]:
    """Those that the database's owner added: they stand in the schema, which isn't made anew without them."""
    import psycopg

    with psycopg.connect(url) as connection:
        found = connection.execute("select extname from pg_extension where extname <> 'plpgsql' order by 1").fetchall()
    return [name for (name,) in found]


def _run(program: str, *words: str, url: str) -> None:
    # The URL holds a password: given by the environment, where other users' `ps` doesn't show it.
    environment = os.environ | {"PGOPTIONS": _REASON}
    environment |= read_connection(url)
    target = ["--dbname", environment["PGDATABASE"]] if program == "pg_restore" else []
    command = [find_programs().path(program), *target, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DumpError(f"{program} failed: {done.stderr.strip()[-600:]}")


def read_connection(url: str) -> dict[str, str]:
    """A connection URL as PostgreSQL's environment variables."""
    from psycopg.conninfo import conninfo_to_dict

    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
    return {names[key]: str(value) for key, value in conninfo_to_dict(url).items() if key in names and value}
