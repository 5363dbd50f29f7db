"""The peers' environments: made on demand under `var/`, each from a lock of its own, apart from everything of ours."""

import os
import shutil
import subprocess
from pathlib import Path

from lerna.config.places import ROOT

LOCK = Path(__file__).with_name("requirements.txt")
FOLDER = ROOT / "var" / "bench"
PYTHON = "3.11"  # Django 3.2, which some need, needs distutils, which later ones lack
LONGEST = 600  # seconds


class PeersError(Exception):
    """There is no environment for the peers; says why."""


def make_environment(lock: Path = LOCK) -> Path:
    """Its python; installed where it isn't yet or where the lock has changed. PeersError."""
    folder = FOLDER / lock.stem
    python, installed = folder / "bin" / "python", folder / lock.name
    if python.exists() and installed.is_file() and installed.read_bytes() == lock.read_bytes():
        return python
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    for words in (
        ("venv", "--quiet", "--clear", "--python", PYTHON, str(folder)),
        ("pip", "sync", "--quiet", "--require-hashes", "--python", str(python), str(lock)),
    ):
        _run([uv, *words])
    shutil.copyfile(lock, installed)
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
