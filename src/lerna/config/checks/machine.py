"""Programs that the checks need beside Python's packages: a browser, GNU gettext, a pooler, an IMAP server."""

import os
import shutil
import subprocess

from lerna.config import env
from lerna.config.launch.progress import Progress

_SHELL = "chromium-headless-shell"  # Chromium without windows: opens a page for a third of the work
_BROWSERS = (_SHELL, "chromium", "chromium-browser", "google-chrome")
_INSTALL = ("install", "-qq", "-y", "--no-install-recommends")
_ROOTS_PROGRAMS = "/usr/sbin"  # where Debian puts servers, and where the PATH of others doesn't lead


def find_chromium() -> str | None:
    """The browser's path: LERNA_CHROMIUM, or the first found on PATH."""
    return env.read_text("LERNA_CHROMIUM", "") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def find_chromium_problem() -> str | None:
    """A sentence where there is no browser."""
    if find_chromium():
        return None
    return (
        "No Chromium was found, so no page was tried in a browser. "
        "On Debian, as root: apt-get install chromium; elsewhere set LERNA_CHROMIUM to its path."
    )


def find_gettext_problem() -> str | None:
    """A sentence where GNU gettext's programs, which read messages out of the source, are not installed."""
    if shutil.which("xgettext") and shutil.which("msgmerge"):
        return None
    return "GNU gettext was not found. On Debian, as root: apt-get install gettext; on macOS: brew install gettext."


def find_pooler() -> str | None:
    """PgBouncer's path."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path=_ROOTS_PROGRAMS)


def find_pooler_problem() -> str | None:
    """A sentence where there is no pooler."""
    if find_pooler():
        return None
    return (
        "PgBouncer was not found, so nothing was tried behind a pooler. "
        "On Debian, as root: apt-get install pgbouncer; on macOS: brew install pgbouncer."
    )


def find_mail_server() -> str | None:
    """Dovecot's path."""
    return shutil.which("dovecot") or shutil.which("dovecot", path=_ROOTS_PROGRAMS)


def find_mail_server_problem() -> str | None:
    """A sentence where there is no IMAP server."""
    if find_mail_server():
        return None
    return (
        "Dovecot was not found, so no mailbox was read from a real server. "
        "On Debian, as root: apt-get install dovecot-imapd; on macOS: brew install dovecot."
    )


def install_what_is_missing(progress: Progress, *, names: set[str]) -> None:
    """Installs Debian's packages for the checks `names`, where this is Debian and we are root; else leaves it be."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    packages = _list_missing(names)
    wants_shell = "journeys" in names and not shutil.which(_SHELL) and not env.read_text("LERNA_CHROMIUM", "")
    if not packages and not wants_shell:
        return
    with progress.step(f"Installing {' and '.join([*packages, *([_SHELL] if wants_shell else [])])}"):
        problem = _run_apt("update", "-qq")
        if wants_shell and _run_apt(*_INSTALL, _SHELL) and not find_chromium():
            packages.append("chromium")  # an older Debian has no other
        if packages and not problem:
            problem = _run_apt(*_INSTALL, *packages)
        if problem:
            progress.warn(problem)


def _list_missing(names: set[str]) -> list[str]:
    packages = []
    if "translations" in names and find_gettext_problem():
        packages.append("gettext")
    if "tests" in names and find_pooler_problem():
        packages.append("pgbouncer")
    if "tests" in names and find_mail_server_problem():
        packages.append("dovecot-imapd")
    return packages


def _run_apt(*words: str) -> str:
    """A sentence about what went wrong; empty if nothing did."""
    done = subprocess.run(
        ["apt-get", *words], env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return f"apt-get {words[0]} failed: {done.stderr.strip()[-300:]}" if done.returncode else ""
