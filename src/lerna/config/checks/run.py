"""`./lerna test`: runs every check to the end, then says what failed."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from lerna.config.checks import machine
from lerna.config.checks.catalog import Check, list_checks
from lerna.config.cli.catalog import suggest
from lerna.config.launch.progress import Progress
from lerna.config.places import ROOT
from lerna.config.postgres.cluster import Cluster

_TEST_CLUSTER = ROOT / "var" / "test" / "postgres"  # the root conftest's


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `./lerna test`."""
    names = ", ".join(check.name for check in list_checks(find_chromium_problem=lambda: None))
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these checks: {names}")


def run_test(arguments: argparse.Namespace) -> int:
    """Runs the checks; 0 if all passed."""
    progress = Progress()
    checks = list_checks(find_chromium_problem=machine.find_chromium_problem)
    known = {check.name: check for check in checks}
    for name in arguments.names:
        if name not in known:
            progress.warn(suggest(name, tuple(known)).replace("command", "check").replace("./lerna", "./lerna test"))
            return 2
    chosen = [known[name] for name in arguments.names] or list(checks)
    machine.install_what_is_missing(progress, names={check.name for check in chosen})
    cluster = Cluster(_TEST_CLUSTER, durable=False)
    was_running = cluster.is_running()
    try:
        results = [(check, *_run_check(check, progress)) for check in chosen]
    finally:
        if not was_running:
            cluster.stop()
    return _say_results(results, progress)


def _run_check(check: Check, progress: Progress) -> tuple[str | None, float]:
    """(why it failed, or None; seconds)."""
    started = time.monotonic()
    progress.say(f"── {check.name}: {check.title}")
    if missing := check.needs():
        progress.warn(missing)
        return missing, 0.0
    for command in check.commands:
        code = run_tool(command, check.environment, is_silent=not check.is_long)
        if code:
            return f"{Path(command[0]).name} ended with code {code}", time.monotonic() - started
    return None, time.monotonic() - started


def run_tool(command: Sequence[str], environment: Mapping[str, str] | None = None, *, is_silent: bool = False) -> int:
    """Runs a tool in the project's folder with nothing to read; its exit code.

    Its output goes to ours at once; that of a silent one only when it failed.
    """
    settings = {"DJANGO_SETTINGS_MODULE": "lerna.config.settings", "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        list(command), cwd=ROOT, env={**os.environ, **settings, **(environment or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_silent else None, stderr=subprocess.STDOUT if is_silent else None, check=False,
    )  # fmt: skip
    if is_silent and done.returncode:
        sys.stdout.write(done.stdout.decode(errors="replace"))
        sys.stdout.flush()
    return done.returncode


def _say_results(results: list[tuple[Check, str | None, float]], progress: Progress) -> int:
    failed = [check.name for check, why, _ in results if why]
    progress.say("")
    for check, why, seconds in results:
        progress.say(f"{'✗' if why else '✓'} {check.name:<14}{seconds:7.1f} s  {why or ''}".rstrip())
    progress.say("")
    progress.say(
        f"{len(results) - len(failed)} passed, {len(failed)} failed{': ' + ', '.join(failed) if failed else ''}"
    )
    return 1 if failed else 0
