"""`./lerna bench`: runs benchmarks one after the other, keeps what they found, and writes their page."""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from lerna.config.checks import bench_page
from lerna.config.cli.catalog import suggest
from lerna.config.launch.progress import Progress
from lerna.config.places import ROOT
from lerna.config.postgres.cluster import Cluster
from lerna.config.postgres.programs import find_programs

_LONGEST = 1800  # seconds for one benchmark
_FAREWELL = 90  # seconds to stop its servers in, once asked to


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `./lerna bench`."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these files of bench/, without .py")
    parser.add_argument(
        "--quick", action="store_true", help="small sizes, to see that they run; judges nothing and writes no page"
    )


def run_bench(arguments: argparse.Namespace) -> int:
    """Runs each benchmark; 1 if one missed a budget or came to no end. Only the rows of those that did are renewed."""
    progress, files = Progress(), {path.stem: path for path in bench_page.list_benchmarks()}
    for name in arguments.names:
        if name not in files:
            progress.warn(
                suggest(name, tuple(files)).replace("command", "benchmark").replace("./lerna", "./lerna bench")
            )
            return 2
    broken, missed = [], []
    circumstances = _describe_circumstances()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that servers are stopped then, too
    try:
        for name in arguments.names or files:
            progress.say(f"── {name}: {bench_page.read_method(files[name])[0]}")
            found = _run_one(files[name], progress, is_quick=arguments.quick)
            if found is None:
                broken.append(name)
                continue
            missed += [name for figure in found["figures"] if figure["kept"] is False][:1]
            if not arguments.quick:
                _keep(name, circumstances | found)
    except KeyboardInterrupt:
        progress.warn("Interrupted; what was measured before is kept.")
        return 130
    finally:
        signal.signal(signal.SIGTERM, before)
    _say_end(progress, broken, missed, is_quick=arguments.quick)
    return 1 if broken or missed else 0


def _run_one(path: Path, progress: Progress, *, is_quick: bool) -> dict[str, Any] | None:
    """What it found; None where it came to no end. Leaves no server behind."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "LERNA_", "DJANGO_"))}
    with tempfile.TemporaryDirectory(prefix="lerna-bench-", ignore_cleanup_errors=True) as folder:
        results = Path(folder) / "results.json"
        process = subprocess.Popen(
            [sys.executable, str(path), "--results", str(results), *(["--quick"] if is_quick else [])],
            cwd=ROOT, env=own | {"TMPDIR": folder}, stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is ours to pass on, once
        )  # fmt: skip
        try:
            process.wait(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            progress.warn(f"{path.stem} was stopped after {_LONGEST // 60} minutes.")
        finally:
            _end(process, Path(folder))
        if not results.is_file():
            progress.warn(f"{path.stem} came to no end, so the page keeps what it said before.")
            return None
        found: dict[str, Any] = json.loads(results.read_text())
        return found


def _end(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Asks it to stop, as Ctrl-C does, so that it stops its servers; does both itself where it doesn't."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=_FAREWELL)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    for left in folder.rglob("postmaster.pid"):
        Cluster(left.parent.parent).stop()


def _describe_circumstances() -> dict[str, Any]:
    """The day, how busy the machine was before, and which machine it is."""
    memory, version = psutil.virtual_memory().total / 2**30, find_programs().version
    return {
        "measured_on": datetime.now(UTC).date().isoformat(),
        "load": round(os.getloadavg()[0], 1),
        "machine": {
            "processor": _read_processor(),
            "cores": str(os.cpu_count()),
            "memory": f"{memory:.0f} GiB",
            "kernel": f"{platform.system()} {platform.release()}",
            "PostgreSQL": ".".join(map(str, version)),
            "Python": platform.python_version(),
        },
    }


def _read_processor() -> str:
    """The model as Linux names it; elsewhere what Python knows."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text().splitlines() if known.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _keep(name: str, found: dict[str, Any]) -> None:
    """At once, so that what was measured stands even where the next benchmark is interrupted."""
    results = dict(sorted((bench_page.read_results() | {name: found}).items()))
    bench_page.RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n")
    bench_page.PAGE.write_text(bench_page.write_page(results))


def _say_end(progress: Progress, broken: list[str], missed: list[str], *, is_quick: bool) -> None:
    if broken:
        progress.warn(f"Came to no end: {', '.join(broken)}.")
    if missed:
        progress.warn(f"Missed a budget: {', '.join(missed)}.")
    page = bench_page.PAGE.relative_to(ROOT) if bench_page.PAGE.is_relative_to(ROOT) else bench_page.PAGE
    progress.say("Small sizes: nothing was judged, and the page stays as it was." if is_quick else f"Written: {page}")
