"""The peers' environment: made on demand under `var/` from a lock of its own, since they need a Django of 2021."""

import os
import shutil
import subprocess
from pathlib import Path

from lerna.config.places import ROOT

LOCK = Path(__file__).with_name("requirements.txt")
FOLDER = ROOT / "var" / "bench" / "peers"
PYTHON = "3.11"  # Django 3.2 needs distutils, which later ones lack
LONGEST = 600  # seconds


class PeersError(Exception):
    """There is no environment for the peers; says why."""


def make_environment() -> Path:
    """Its python; installed where it isn't yet or where the lock has changed. PeersError."""
    python, installed = FOLDER / "bin" / "python", FOLDER / LOCK.name
    if python.exists() and installed.is_file() and installed.read_bytes() == LOCK.read_bytes():
        return python
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    for words in (
        ("venv", "--quiet", "--clear", "--python", PYTHON, str(FOLDER)),
        ("pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(LOCK)),
    ):
        _run([uv, *words])
    shutil.copyfile(LOCK, installed)
    return python


def _run(command: list[str]) -> None:
    # As the launcher does: no Python from elsewhere, and the machine's own certificates.
    own = {"UV_PYTHON_DOWNLOADS": "never", "UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "true"}
    try:
        done = subprocess.run(
            command, env=own | os.environ, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PeersError(str(error)) from None
    if done.returncode:
        raise PeersError(" ".join(done.stderr.split()))
