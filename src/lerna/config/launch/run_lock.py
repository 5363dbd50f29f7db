"""One `./lerna up` per data folder; a database that stops with its last user. Locks die with their process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunningError(Exception):
    """Another `./lerna up` holds this data folder."""


@contextmanager
def hold_installation(var: Path) -> Iterator[None]:
    """Holds the installation for a block; raises AlreadyRunningError with the holder's process number."""
    path = var / "run" / "lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(
                f"Lerna already runs with the data in {var} (process {lock.read().strip() or 'unknown'}). "
                "Stop it with Ctrl-C, or set LERNA_VAR to another folder for a second installation."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def restore_mark(var: Path) -> Path:
    """Stands from the beginning of a restore until the erased and withdrawn are so again; the site doesn't open
    meanwhile.
    """
    return var / "run" / "restore-unfinished"


def holder(var: Path) -> int | None:
    """The process number of a living `./lerna up`, or None."""
    path = var / "run" / "lock"
    if not path.is_file():
        return None
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            text = lock.read().strip()
            return int(text) if text.isdigit() else 0
    return None


class SharedUse:
    """Counts those who use a thing, across processes: the first starts it, the last stops it."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._gate = (folder / f"{name}.gate").open("a")  # held for the moment of starting or stopping
        self._users = (folder / f"{name}.users").open("a")  # held shared for as long as it is used

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Nobody else starts or stops meanwhile."""
        fcntl.flock(self._gate, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._gate, fcntl.LOCK_UN)

    def join(self) -> None:
        """From now on this process counts as a user."""
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Ends the use; True if nobody else is left. Call inside `gate()`."""
        fcntl.flock(self._users, fcntl.LOCK_UN)
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        fcntl.flock(self._users, fcntl.LOCK_UN)
        return True

    def close(self) -> None:
        """Lets go of the lock files."""
        self._gate.close()
        self._users.close()
