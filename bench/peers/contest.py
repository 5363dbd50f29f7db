"""The two other programs in the rounds of `bench/erase.py`, on its server; left out, with a sentence, if need be."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measure.report import Peer, Run

from peers.environment import LOCK, PeersError, make_environment

DATABASES = ("bench_gdpr", "bench_assist", "bench_assist_log")
LONGEST = 300  # seconds that one peer may take for one round
WAYS = (
    ("with_gdpr", "destroy", "django-GDPR", "deleting"),
    ("with_gdpr", "anonymize", "django-GDPR", "writing over"),
    ("with_assist", "destroy", "django-gdpr-assist", "deleting"),
    ("with_assist", "anonymize", "django-gdpr-assist", "writing over"),
)


class Contest:
    """Each peer in each of its ways: so many people a round, each with so many notes."""

    def __init__(self, cluster: "Cluster", run: Run, *, people: int, notes: int) -> None:  # noqa: F821 -- as in the world
        self._cluster, self._run, self._people, self._notes = cluster, run, people, notes
        self._rates: dict[tuple[str, str, str, str], list[float]] = {}
        try:
            self._python = make_environment()
        except PeersError as error:
            print(error, file=sys.stderr)
            run.note("django-GDPR and django-gdpr-assist could not be installed, so they were not measured.")
            return
        self._rates = {way: [] for way in WAYS}
        with cluster.connect() as root:
            for database in DATABASES:
                root.execute(f"create database {database}".encode())

    def hold_round(self) -> None:
        """Each way once; one that fails is left out from then on, with a sentence."""
        for way in list(self._rates):
            try:
                self._rates[way].append(self._people / self._measure(*way[:2]))
            except PeersError as error:
                del self._rates[way]
                print(error, file=sys.stderr)
                self._run.note(f"{way[2]}, {way[3]}, failed and was not measured.")

    def list_peers(self) -> Iterator[Peer]:
        """What each did, in people a second."""
        for (_, _, package, how), rates in self._rates.items():
            yield Peer(f"{package} {_read_version(package)} {how}, {self._people} people", rates)

    def _measure(self, app: str, way: str) -> float:
        command = [str(self._python), str(Path(__file__).with_name("erase_as.py")), app, way,
                   str(self._people), str(self._notes)]  # fmt: skip
        server = {"PGHOST": str(self._cluster.sockets), "PGUSER": "postgres", "PGPASSWORD": self._cluster.password()}
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTHON"))}
        try:
            done = subprocess.run(
                command, env=own | server, capture_output=True, text=True, check=True, timeout=LONGEST
            )
        except subprocess.SubprocessError as error:
            raise PeersError(_find_reason(error)) from None
        return float(done.stdout)


def _find_reason(error: subprocess.SubprocessError) -> str:
    """The line of the trace that names the exception, else what there is."""
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    named = [line for line in said.splitlines() if re.match(r"[\w.]*(Error|Exception)\b", line)]
    return (named or said.strip().splitlines() or [str(error)])[-1]


def _read_version(package: str) -> str:
    found = re.search(rf"^{package}==(\S+)", LOCK.read_text(), re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
