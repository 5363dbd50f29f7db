"""Making a database ready, in processes of their own: the launcher itself never holds Django or a role's rights."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping

from lerna.config.launch.database import Urls
from lerna.config.launch.progress import Progress

Mark = Callable[[Mapping[str, str]], dict[str, str]]


class PrepareError(Exception):
    """A step failed and has already said why."""


def prepare_installation(urls: Urls, progress: Progress, *, mark: Mark, demo: bool) -> list[str]:
    """Migrates as the owner; fills an empty database as the application if `demo`; the sites' addresses.

    `mark` marks an environment as this run's. An address holds `{port}` where the port belongs. Raises PrepareError.
    """
    with progress.step("Looking after tables and translations"):
        found = _run("migrate", mark(urls.environment("owner")), progress)
    if demo and found["first_run"]:
        with progress.step("Loading the companies and publishing their policies"):
            found = _run("first_run", mark(urls.environment("app")), progress)
    return [str(site) for site in found["sites"]]


def _run(module: str, environment: dict[str, str], progress: Progress) -> dict[str, list[str]]:
    """Runs `lerna.config.steps.<module>`; its lines are JSON: `say` for the person, the last one the result."""
    command = [sys.executable, "-m", f"lerna.config.steps.{module}"]
    last: dict[str, list[str]] = {}
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in process.stdout or ():
            last = json.loads(line)
            if "say" in last:
                progress.say(str(last["say"]))
        if process.wait():
            raise PrepareError("The database could not be made ready; the lines above say why.")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return last
