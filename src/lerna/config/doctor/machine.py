"""Is the machine fit: Python, packages, browser files, libraries, time zone?"""

import ctypes.util
import sys
from collections.abc import Iterator
from pathlib import Path

from lerna.config.checks.machine import find_chromium
from lerna.config.doctor.finding import Finding
from lerna.config.locale import is_due
from lerna.kit import clock

OLDEST_PYTHON = (3, 11)


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Iterator[Finding]:
    """Is Python new enough?"""
    if version < OLDEST_PYTHON:
        yield Finding(
            f"Python is {'.'.join(map(str, version))}; Lerna needs 3.11 or newer.",
            "install a newer Python, delete .venv and run ./lerna again",
        )


def check_packages(root: Path) -> Iterator[Finding]:
    """Do the installed packages and browser files come from the locks of this tree?"""
    stamp, lock = root / ".venv" / "lerna-run.txt", root / "locks" / "run.txt"
    if not stamp.is_file() or stamp.read_bytes() != lock.read_bytes():
        yield Finding(
            "The installed packages are not those of locks/run.txt.",
            "run any command through ./lerna, it installs them",
        )
    stamp, lock = root / "node_modules" / "lerna-lock.json", root / "package-lock.json"
    if lock.is_file() and (not stamp.is_file() or stamp.read_bytes() != lock.read_bytes()):
        yield Finding(
            "Fonts and browser files are not those of package-lock.json.", "delete node_modules and run ./lerna up"
        )


def check_libraries() -> Iterator[Finding]:
    """Is Pango here, by which WeasyPrint sets a PDF?"""
    if not ctypes.util.find_library("pango-1.0") or not ctypes.util.find_library("pangoft2-1.0"):
        yield Finding(
            "The library Pango is missing, so policies can't be had as PDF.",
            "apt-get install libpango-1.0-0 libpangoft2-1.0-0",
        )


def check_browser(root: Path) -> Iterator[Finding]:
    """Where the developer's tools are installed: is there a browser for the journeys?"""
    if (root / ".venv" / "lerna-dev.txt").is_file() and not find_chromium():
        yield Finding(
            "No Chromium was found; ./lerna test can't try pages in a browser.",
            "apt-get install chromium, or set LERNA_CHROMIUM",
        )


def check_translations(source: Path) -> Iterator[Finding]:
    """Are the compiled translations as new as their sources?"""
    for po in sorted(source.glob("locale/*/LC_MESSAGES/*.po")):
        if is_due(po):
            yield Finding(
                f"The {po.parts[-3]} translation is not compiled, or is older than its source.",
                "run ./lerna up, it compiles them",
            )


def check_time_zone() -> Iterator[Finding]:
    """Do the time-zone data know that Kazakhstan has been at UTC+5 since 2024?"""
    if not clock.is_zone_current():
        yield Finding(
            "This machine's time-zone data are older than 2024 and put Almaty at UTC+6: deadlines are an hour off.",
            "apt-get install --only-upgrade tzdata",
        )
