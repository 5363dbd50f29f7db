"""Runs every check of the doctor and says what it found."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from lerna.config import places
from lerna.config.doctor import database, files, machine, production
from lerna.config.doctor.finding import Finding
from lerna.config.launch.progress import Progress


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The option of `./lerna doctor`."""
    parser.add_argument("--port", type=int, default=8000, help="the port that ./lerna up is to use (8000)")


def run_doctor(arguments: argparse.Namespace) -> int:
    """Examines this installation; 1 if anything is wrong."""
    progress = Progress()
    findings = list(examine(places.find_var(), port=arguments.port))
    for finding in findings:
        progress.warn(finding.sentence)
        progress.say(f"  → {finding.remedy}")
    if not findings:
        progress.say("Nothing is wrong with this installation.")
    return 1 if findings else 0


def examine(var: Path, *, port: int) -> Iterator[Finding]:
    """Everything that is wrong, the machine first, since the rest stands on it."""
    yield from machine.check_python()
    yield from machine.check_packages(places.ROOT)
    yield from machine.check_libraries()
    yield from machine.check_browser(places.ROOT)
    yield from machine.check_translations(places.SOURCE)
    yield from machine.check_time_zone()
    yield from files.check_var(var)
    yield from files.check_secrets(var)
    yield from files.check_disk(var)
    yield from files.check_leftovers(var)
    yield from files.check_port(var, port=port)
    yield from database.check_database(var)
    yield from production.check_production()
