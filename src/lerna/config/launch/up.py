"""`./lerna up`: everything that an installation needs, started in order, watched, and stopped in the reverse order."""

import argparse
import errno
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from lerna.config import places
from lerna.config.launch.children import Children, end_leftovers
from lerna.config.launch.database import cluster_of, database_in_use
from lerna.config.launch.ports import PortTakenError, check_port, read_address, read_port
from lerna.config.launch.prepare import PrepareError, prepare_installation
from lerna.config.launch.progress import Progress
from lerna.config.launch.run_lock import AlreadyRunningError, hold_installation, restore_mark
from lerna.config.launch.serve import NoAnswerError, start_children
from lerna.config.launch.server import ServerError
from lerna.config.postgres.cluster import ClusterError, read_or_make_secret
from lerna.config.postgres.programs import NoPostgresError

EXPECTED = (
    AlreadyRunningError, ClusterError, NoAnswerError, NoPostgresError, PortTakenError, PrepareError, ServerError,
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `./lerna up`."""
    parser.add_argument("--port", type=read_port, default=8000, help="port of the web server (8000)")
    parser.add_argument(
        "--host", type=read_address, default="127.0.0.1", help="address to listen on (127.0.0.1: this machine alone)"
    )
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
    parser.add_argument("--reset", action="store_true", help="first delete the embedded database, uploads and secrets")
    parser.add_argument("--yes", action="store_true", help="with --reset: don't ask")


def run_up(arguments: argparse.Namespace) -> int:
    """Runs the installation until it is told to stop; the exit code."""
    progress, var, started = Progress(), places.find_var(), time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with hold_installation(var):
            return _run_held(arguments, progress, var, started)
    except EXPECTED as error:
        progress.warn(str(error))
        return 1
    except OSError as error:
        progress.warn(explain_disk(error, var))
        return 1
    except KeyboardInterrupt:
        progress.say("Stopped.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # stopping takes seconds; a second signal must not cut it short
    raise KeyboardInterrupt


def _run_held(arguments: argparse.Namespace, progress: Progress, var: Path, started: float) -> int:
    end_leftovers(var / "run" / "children", progress.say)
    check_port(arguments.host, arguments.port)
    if restore_mark(var).exists():
        progress.warn("A restore wasn't finished: people who were erased may be back. Run ./lerna restore again.")
        return 1
    if arguments.reset and not _reset(arguments, progress, var):
        return 1
    read_or_make_secret(places.secret_key_file(var))
    with database_in_use(var, progress.say) as urls:
        children = Children(var / "run" / "children", progress.warn)
        try:
            sites = prepare_installation(urls, progress, mark=children.mark, demo=not arguments.no_demo)
            with progress.step("Starting the web server and the job worker"):
                start_children(children, urls, var=var, host=arguments.host, port=arguments.port)
            _show_addresses(progress, sites, arguments.port, time.monotonic() - started)
            while True:
                time.sleep(0.3)
                children.watch()
        finally:
            children.stop()


def _show_addresses(progress: Progress, sites: list[str], port: int, seconds: float) -> None:
    progress.say(f"Ready in {seconds:.1f} s. Ctrl-C stops it.")
    for site in sites:
        progress.say(f"  {site.format(port=port)}")
    if not sites:
        progress.say("  No site yet: describe a company in policies/companies/ and run ./lerna companies load")


def _reset(arguments: argparse.Namespace, progress: Progress, var: Path) -> bool:
    """Deletes what an installation keeps, after asking; False if the person thought better of it."""
    if not arguments.yes:
        if not sys.stdin.isatty():
            progress.warn("--reset deletes all data of this installation. To do it without a terminal, add --yes.")
            return False
        answer = input(f"Delete the embedded database, uploads and secrets in {var}? Type “delete”: ")
        if answer.strip() != "delete":
            progress.say("Nothing was deleted.")
            return False
    cluster_of(var).stop()
    with progress.step("Deleting the old data"):
        for name in ("postgres", "media", "static", "secrets", "policies"):
            shutil.rmtree(var / name, ignore_errors=True)
    return True


def explain_disk(error: OSError, var: Path) -> str:
    """A sentence with the remedy for what disks do; anything else keeps the system's own words."""
    place = error.filename or var
    if error.errno == errno.ENOSPC:
        return f"The disk that holds {var} is full. Free some space, or set LERNA_VAR to a folder on another disk."
    if error.errno in {errno.ENOTDIR, errno.EEXIST}:
        return f"{var} is a file or lies in one, and data needs a folder. Set LERNA_VAR to a folder, or leave it out."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{place} can't be written. Make it yours (chown), or set LERNA_VAR to a folder that you may write."
    return f"{error.strerror or error}: {place}"
