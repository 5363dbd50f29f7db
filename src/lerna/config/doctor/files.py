"""Is the data folder sound: rights, secrets, room on the disk, what a killed run left, the port?"""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from lerna.config.doctor.finding import Finding
from lerna.config.launch import ports, run_lock

SMALLEST_FREE = 1_000_000_000  # bytes


def check_var(var: Path) -> Iterator[Finding]:
    """Can the data folder be written?"""
    nearest = next(path for path in (var, *var.parents) if path.exists())
    if not nearest.is_dir():
        yield Finding(
            f"{nearest} is a file, and LERNA_VAR needs a folder.", "set LERNA_VAR to a folder, or leave it out"
        )
    elif not os.access(nearest, os.W_OK | os.X_OK):
        yield Finding(
            f"{nearest} can't be written by this user.", "make it yours (chown), or set LERNA_VAR to another folder"
        )


def check_secrets(var: Path) -> Iterator[Finding]:
    """Are secrets and connection URLs closed to everybody else?"""
    files = [*(var / "secrets").rglob("*"), *(var / "run").glob("*-url"), var / "postgres" / "superuser-password"]
    for path in files:
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"{path} can be read by other users of this machine.", f"chmod 600 {path}")


def check_disk(var: Path, smallest: int = SMALLEST_FREE) -> Iterator[Finding]:
    """Is there room for the database to grow? `smallest` in bytes."""
    nearest = next(path for path in (var, *var.parents) if path.exists())
    free = shutil.disk_usage(nearest).free
    if free < smallest:
        yield Finding(
            f"Only {free // 1_000_000} MB are free on the disk of {var}.",
            "free some space, or set LERNA_VAR to another disk",
        )


def check_leftovers(var: Path) -> Iterator[Finding]:
    """Did a killed run leave processes?"""
    if (var / "run" / "children").is_file() and run_lock.holder(var) is None:
        yield Finding(
            "The last ./lerna up was killed and may have left processes.", "run ./lerna up, it ends them first"
        )


def check_port(var: Path, host: str = "127.0.0.1", port: int = 8000) -> Iterator[Finding]:
    """Is the usual port free, unless we hold it ourselves?"""
    if run_lock.holder(var) is not None:
        return
    try:
        ports.check_port(host, port)
    except ports.PortTakenError as error:
        sentence, _, remedy = str(error).partition(". ")
        yield Finding(f"{sentence}.", remedy)
