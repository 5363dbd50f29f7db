"""The two processes that an installation runs, both as the application's role: web server and job worker."""

import http.client
import os
import shutil
import sys
import time
from pathlib import Path

from lerna.config import env
from lerna.config.launch.children import Children
from lerna.config.launch.database import Urls

_FIRST_ANSWER_SECONDS = 60
_MOST_WORKERS = 64


class NoAnswerError(Exception):
    """The web server did not come up."""


def start_children(children: Children, urls: Urls, *, var: Path, host: str, port: int) -> None:
    """Starts the web server, and once it answers the job worker. Raises NoAnswerError.

    Passwords travel in the environment, which other users can't read, never on the command line.
    """
    metrics = var / "run" / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)  # counts of the processes of an earlier run
    metrics.mkdir(parents=True)
    (var / "static").mkdir(exist_ok=True)  # where whitenoise looks, even when there is nothing
    environment = urls.environment("app") | {"PROMETHEUS_MULTIPROC_DIR": str(metrics), "LERNA_PORT": str(port)}
    usual = 1 if os.environ.get("LERNA_MODE", "development") == "development" else min(2, os.cpu_count() or 1)
    workers = env.read_integer("LERNA_WEB_WORKERS", usual, lowest=1, highest=_MOST_WORKERS)
    threads = env.read_integer("LERNA_WEB_THREADS", 8, lowest=1, highest=_MOST_WORKERS)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
           "--workers", str(workers), "--blocking-threads", str(threads), "--log-level", "error", "--no-ws",
           "--workers-kill-timeout", "5", "--respawn-failed-workers", "lerna.config.wsgi:application"]  # fmt: skip
    children.start("web server", web, environment)
    wait_for_answer(host, port, children)  # the first page is waited for, the first job is not
    children.start("job worker", [sys.executable, "-m", "lerna.config.worker"], environment)


def wait_for_answer(host: str, port: int, children: Children) -> None:
    """Returns once `/healthz` answers; raises NoAnswerError after a minute, or when the server keeps falling."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- a comparison, nothing listens here
    deadline = time.monotonic() + _FIRST_ANSWER_SECONDS
    while time.monotonic() < deadline:
        if _answers(address, port):
            return
        children.watch()
        if any(child.falls > 2 for child in children.children):  # noqa: PLR2004 -- thrice is no accident
            break
        time.sleep(0.05)
    raise NoAnswerError("The web server did not answer; the lines above say why. ./lerna doctor looks for causes.")


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
