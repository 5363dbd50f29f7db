"""The embedded PostgreSQL: made, started, repaired and stopped by the launcher; a Unix socket, no network port.

As an ordinary user the server runs as that user. PostgreSQL refuses root, so as root it runs as a system user of its
own, for whom each folder above its data is opened for passing through (`o+x`), never for reading.
"""

import contextlib
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from lerna.config.postgres.programs import Programs, find_programs

SYSTEM_USER = "embedded_postgres"
_LONGEST_SOCKET = 100  # sun_path holds 108 bytes on Linux, 104 on macOS
_START_SECONDS = 60
_LEAST_FREE = 200_000_000  # bytes
_TROUBLE = frozenset("$`\"'\\,\n")  # pg_ctl hands paths to a shell unescaped; a comma parts folders of sockets

Say = Callable[[str], None]


class ClusterError(Exception):
    """The embedded server could not be made or started; `str()` says why and what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One data folder and its server. `durable=False` is for tests: faster, and lost in a crash."""

    folder: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """PGDATA."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """The server's own log."""
        return self.folder / "postgres.log"

    @property
    def sockets(self) -> Path:
        """Where the socket lies: beside the data, or in a short folder of the system where that path is too long."""
        beside = self.folder / "socket"
        if len(str(beside / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
            return beside
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lerna-{name}"

    def password(self) -> str:
        """The superuser's password; made once, readable by the owner of the installation alone."""
        return read_or_make_secret(self.folder / "superuser-password")

    def url(self, *, user: str, password: str, database: str) -> str:
        """A connection URL over the socket."""
        return f"postgresql://{user}:{quote(password, safe='')}@{quote(str(self.sockets), safe='')}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection as superuser, autocommit: to make roles and databases, and for nothing else."""
        return psycopg.connect(
            self.url(user="postgres", password=self.password(), database=database), autocommit=True, connect_timeout=10
        )

    def is_running(self) -> bool:
        """Does a server of this data folder live? A file left by a killed one doesn't count."""
        return _find_postmaster(self.data) is not None

    def start(self, say: Say = lambda _: None) -> None:
        """Makes the data folder if need be, repairs what a killed run left, starts the server, waits for its answer.

        Raises ClusterError with the end of the server's log, NoPostgresError where there are no programs.
        """
        programs = find_programs(major=_made_by(self.data))
        _refuse_trouble(self.folder, "set LERNA_VAR to another folder")
        _refuse_trouble(programs.folder, "move the project to another folder")
        self.folder.mkdir(parents=True, exist_ok=True)
        user = _prepare_user(self.folder, programs, say)
        if not (self.folder / "made").is_file():
            say(f"Making a database (PostgreSQL {programs.version[0]}.{programs.version[1]})")
            self._make(programs, user)
        if self.is_running():
            return
        self._drop_stale_files(user)
        say("Starting PostgreSQL")
        self._run([programs.path("pg_ctl"), "start", "-D", str(self.data), "-l", str(self.log), "-w", "-t",
                   str(_START_SECONDS), "-o", self._server_options()], user)  # fmt: skip

    def stop(self) -> None:
        """Stops the server after its running statements are rolled back; silent where none runs."""
        if not self.is_running():
            return
        programs = find_programs(major=_made_by(self.data))
        user = _prepare_user(self.folder, programs, lambda _: None)  # somebody may have closed a folder meanwhile
        self._run([programs.path("pg_ctl"), "stop", "-D", str(self.data), "-m", "fast", "-w", "-t", "30"], user)

    @contextmanager
    def running(self) -> Iterator["Cluster"]:
        """Runs the server for a block, and leaves alone one that somebody else had started."""
        was_running = self.is_running()
        self.start()
        try:
            yield self
        finally:
            if not was_running:
                self.stop()

    def _server_options(self) -> str:
        options = {"listen_addresses": "''", "unix_socket_directories": f"'{self.sockets}'", "timezone": "UTC",
                   # a failed statement can hold personal values
                   "log_statement": "none", "log_min_error_statement": "panic"}  # fmt: skip
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return " ".join(f"-c {name}={value}" for name, value in options.items())

    def _make(self, programs: Programs, user: str | None) -> None:
        """initdb; a folder half made by a killed run is made anew (`made` is written last)."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700)
        _give(self.data, user)
        with tempfile.TemporaryDirectory() as short_lived:
            pwfile = Path(short_lived) / "password"
            pwfile.write_text(self.password())
            _give(Path(short_lived), user)
            _give(pwfile, user)
            self._run([programs.path("initdb"), "-D", str(self.data), "-U", "postgres", "--auth=scram-sha-256",
                       f"--pwfile={pwfile}", "--encoding=UTF8", "--locale=C.UTF-8"]
                      + ([] if self.durable else ["--no-sync"]), user)  # fmt: skip
        (self.folder / "made").touch()

    def _drop_stale_files(self, user: str | None) -> None:
        """What a killed server leaves: its pid file, whose number another process may bear by now, and its socket."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self.sockets.mkdir(parents=True, exist_ok=True)
        _give(self.sockets, user)
        self.sockets.chmod(0o755)
        for leftover in self.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()
        if not self.log.exists():
            self.log.touch(mode=0o600)
        _give(self.log, user)

    def _run(self, command: list[str], user: str | None) -> None:
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server and never end
            done = subprocess.run(
                command, user=user, group=user, extra_groups=[] if user else None, env=environment, cwd="/",
                stdout=output, stderr=output, stdin=subprocess.DEVNULL, check=False,
                start_new_session=True,  # Ctrl-C is the launcher's to answer
            )  # fmt: skip
            output.seek(0)
            said = output.read()
        if done.returncode:
            free = shutil.disk_usage(self.folder).free
            if free < _LEAST_FREE:
                raise ClusterError(
                    f"The disk that holds {self.folder} is full: {free // 1_000_000} MB are left, PostgreSQL needs "
                    f"{_LEAST_FREE // 1_000_000}. Free some space, or set LERNA_VAR to a folder on another disk."
                )
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.is_file() else ""
            raise ClusterError(f"{Path(command[0]).name} failed: {said.strip()}\n{tail}".strip())


def read_or_make_secret(path: Path) -> str:
    """A random text kept in a file that only its owner reads; made at the first call, whole or not at all."""
    with contextlib.suppress(FileNotFoundError):
        return path.read_text().strip()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)  # fails where another process was first; its secret rules
    draft.unlink()
    return path.read_text().strip()


def _refuse_trouble(folder: Path, remedy: str) -> None:
    """Raises ClusterError where PostgreSQL's own starter would stumble over the path; spaces and Cyrillic are fine."""
    if found := _TROUBLE.intersection(str(folder)):
        signs = " ".join(sorted(found)).replace("\n", "a line break")
        raise ClusterError(
            f"PostgreSQL can't be started in {folder}: the path holds {signs}. "
            f"Rename that folder without such signs, or {remedy}."
        )


def _made_by(data: Path) -> int | None:
    """The major version that made this data folder, or None for none yet."""
    version = data / "PG_VERSION"
    return int(version.read_text()) if (data.parent / "made").is_file() and version.is_file() else None


def _find_postmaster(data: Path) -> psutil.Process | None:
    """The living server of this data folder; a process that merely inherited its number is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
        if process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE:
            return process
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        pass
    return None


def _prepare_user(folder: Path, programs: Programs, say: Say) -> str | None:
    """The system user to run as (None: the caller), with every folder on the way open for passing through."""
    if os.geteuid() != 0:
        return None
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        say(f"Making the system user {SYSTEM_USER}, as whom PostgreSQL runs")
        subprocess.run(
            ["useradd", "--system", "--shell", "/usr/sbin/nologin", SYSTEM_USER], check=True, capture_output=True
        )
    for path in (folder, programs.folder):
        for step in (path, *path.parents):
            if not step.stat().st_mode & 0o001:
                step.chmod(step.stat().st_mode | 0o001)
    return SYSTEM_USER


def _give(path: Path, user: str | None) -> None:
    if user:
        shutil.chown(path, user, user)
