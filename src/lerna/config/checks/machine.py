"""Programs that the checks need beside Python's packages: a browser, GNU gettext, a pooler, an IMAP server."""

import os
import shutil
import subprocess

from lerna.config import env
from lerna.config.launch.progress import Progress

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
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
    packages = []
    if "journeys" in names and find_chromium_problem():
        packages.append("chromium")
    if "translations" in names and find_gettext_problem():
        packages.append("gettext")
    if "tests" in names and find_pooler_problem():
        packages.append("pgbouncer")
    if "tests" in names and find_mail_server_problem():
        packages.append("dovecot-imapd")
    if not packages or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    with progress.step(f"Installing {' and '.join(packages)}"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages],
        ):
            done = subprocess.run(
                command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
            )
            if done.returncode:
                progress.warn(f"{' '.join(command[:2])} failed: {done.stderr.strip()[-300:]}")
                return
