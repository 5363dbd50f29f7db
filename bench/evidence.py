"""The evidence ledger: how many entries a second 8 connections append, and what verifying costs beside SHA-256 alone.

Appending: each entry is a transaction of its own. The 8 connections belong to as many processes as there are
processors, each with threads, as a server has them. First each commit waits for the disk, as in use: a disk ends only
so many writes in a second, and 8 connections can't commit more often than 8 times that. Then commits don't wait, and
what is left is what the ledger costs. The budget goes by that: by the processor time of an entry, of the server and its
clients together, and so by what these processors can append in a second if they do nothing else. What was reached
stands beside it; on a machine that others use it says more of them.

Verifying alternates with SHA-256 alone over the same lines. What autovacuum does some time after so many rows have come
is done before. Processor time, PostgreSQL's and that of all processes together, is shown beside that of SHA-256.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from measure.report import Peer, Run, Size
from measure.rounds import alternate
from people.world import PATHS, world

CONNECTIONS = 8
WANTED_A_SECOND = 5_000
ALLOWED_RATIO = 3.0
BATCH = 5_000
MICRO = 1_000_000
_WAIT = "alter database bench set synchronous_commit = {}"


def main() -> int:
    """0 where both budgets are kept, 1 where one isn't."""
    run = Run(
        __doc__, entries=Size(1_000_000, quick=20_000), seconds=Size(5, quick=1), syncs=Size(200, quick=20),
        rounds=Size(5, quick=1),
    )  # fmt: skip
    with world() as cluster:
        os.environ["PYTHONPATH"] = os.pathsep.join(PATHS)  # of the hands
        _measure_append(run, cluster)
        _measure_verify(run, cluster)
    return run.finish()


def _measure_append(run: Run, cluster: "Cluster") -> None:  # noqa: F821 -- imported by the world
    from ledger.hands import record_by_hands

    processors, seconds = os.cpu_count() or 1, run.sizes["seconds"]
    processes = min(processors, CONNECTIONS)
    reached: dict[str, list[float]] = {"on": [], "off": []}
    allowed, possible, server, clients = [], [], [], []
    for _ in range(run.sizes["rounds"]):
        allowed.append(CONNECTIONS / _time_sync(cluster.folder, run.sizes["syncs"]))
        for waiting, rates in reached.items():
            with cluster.connect("bench") as root:
                root.execute(_WAIT.format(waiting).encode())
            done = record_by_hands(cluster.data, processes=processes, threads=CONNECTIONS // processes, seconds=seconds)
            rates.append(done.entries / seconds)
        server.append(done.server / done.entries * MICRO)
        clients.append(done.clients / done.entries * MICRO)
        possible.append(processors * done.entries / (done.server + done.clients))
    what = f"appended over {CONNECTIONS} connections, a transaction each, "
    run.add(f"{what}as these {processors} processors can", possible, "entries a second", least=WANTED_A_SECOND)
    run.add("processor time of an entry in PostgreSQL", server, "µs", peer=Peer("in the process that records", clients))
    run.add(f"{what}without waiting for the disk", reached["off"], "entries a second")
    run.add(f"{what}as in use", reached["on"], "entries a second", peer=Peer("the disk allows at most", allowed))


def _time_sync(folder: Path, times: int) -> float:
    """Seconds that the disk takes to end a write for good, as each commit waits for: the mean of so many in turn."""
    sync = getattr(os, "fdatasync", os.fsync)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(times * 8192))
        file.flush()
        sync(file.fileno())
        start = time.perf_counter()
        for place in range(times):
            os.pwrite(file.fileno(), b"x" * 8192, place * 8192)
            sync(file.fileno())
    return (time.perf_counter() - start) / times


def _measure_verify(run: Run, cluster: "Cluster") -> None:  # noqa: F821 -- as above
    from ledger.hands import read_server_time

    from lerna.companies.models import Company
    from lerna.privacy.evidence.seal.verify import verify_ledger

    company, entries, rounds = Company.objects.get(slug="kerbez-agy"), run.sizes["entries"], run.sizes["rounds"]
    lines = _fill(run, cluster, company)
    times: dict[str, list[float]] = {"alone": [], "all told": []}

    def hash_alone() -> None:
        before = time.process_time()
        _ = [sha256(line).digest() for line in lines]
        times["alone"].append(time.process_time() - before)

    def verify() -> None:
        before = _read_own_time() + read_server_time(cluster.data)
        report = verify_ledger(company=company)
        if report.findings or report.waiting or report.entries != entries:
            raise SystemExit(f"The ledger of the benchmark is wrong: {report.findings[:3]}")
        times["all told"].append(_read_own_time() + read_server_time(cluster.data) - before)

    whole, alone = alternate(rounds, verify, hash_alone)
    size = sum(map(len, lines)) / len(lines)
    run.add(
        f"{entries:,} entries of {size:.0f} bytes verified", whole, "s",
        peer=Peer("SHA-256 alone", alone), most_ratio=ALLOWED_RATIO,
    )  # fmt: skip
    run.add(
        f"processor time of it, over {os.cpu_count()} processors", times["all told"], "s",
        peer=Peer("of SHA-256 alone", times["alone"]),
    )  # fmt: skip


def _fill(run: Run, cluster: "Cluster", company: "Company") -> Sequence[bytes]:  # noqa: F821 -- as above
    """A sealed ledger of so many entries; their lines."""
    from django.db import connection
    from ledger.acts import write_act

    from lerna.kit import clock
    from lerna.privacy.evidence.acts import Act
    from lerna.privacy.evidence.operations import record_many
    from lerna.privacy.evidence.seal.sealing import seal_entries

    entries, rates = run.sizes["entries"], []
    for first in range(0, entries, BATCH):
        acts = [Act(**write_act(number)) for number in range(first, min(first + BATCH, entries))]
        start = time.perf_counter()
        record_many(company=company, acts=acts, now=clock.now())
        rates.append(len(acts) / (time.perf_counter() - start))
    run.add(f"appended over 1 connection, {BATCH:,} in a transaction", rates, "entries a second")
    start = time.perf_counter()
    for _ in seal_entries(company=company):
        pass
    run.add("sealed", [entries / (time.perf_counter() - start)], "entries a second")
    with cluster.connect("bench") as root:
        root.execute("vacuum analyze")
    with connection.cursor() as cursor:
        cursor.execute("select line from evidence_entry where company_id = %s", [company.pk])
        return [line.encode() for (line,) in cursor.fetchall()]


def _read_own_time() -> float:
    """Seconds of processor time that this process and those that it started have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    sys.exit(main())
