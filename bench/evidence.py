"""The evidence ledger: how many entries a second 8 connections append, and what verifying costs beside SHA-256 alone.

    python bench/evidence.py [--entries 1000000] [--rounds 5]

A PostgreSQL of its own in a temporary folder.

Appending: each entry is a transaction of its own. The 8 connections belong to as many processes as there are
processors, each with threads, as a server has them. First each commit waits for the disk, as in use; such a disk ends
so many writes in a second, and 8 connections can't commit more often than 8 times that. Then commits don't wait, and
what is left is what the ledger costs. The verdict goes by that: the processor time of an entry, client and server
together, and so what these processors could append in a second if they did nothing else. What was reached is printed
beside it; on a machine that others use it says more of them.

Verifying: rounds in which SHA-256 alone and the verification follow one another give a ratio each; the median ratio
counts. Processor time is printed beside it. What autovacuum does some time after so many rows came is done before.
"""

import argparse
import contextlib
import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
CONNECTIONS = 8
WANTED_A_SECOND = 5_000
ALLOWED_RATIO = 3.0
SECONDS = 5.0
BATCH = 5_000
SYNCS = 200


def main() -> int:
    """0 where both budgets are kept, 1 where one isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--append-by", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    if options.append_by:
        return _append(options.append_by)
    from lerna.config.postgres.cluster import Cluster

    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "postgres").running() as cluster:
            _prepare(cluster, folder)
            possible = _measure_append(options.rounds, cluster)
            ratio = _measure_verify(options.entries, options.rounds, cluster)
    return 0 if possible >= WANTED_A_SECOND and ratio <= ALLOWED_RATIO else 1


def _prepare(cluster: "Cluster", folder: str) -> None:  # noqa: F821 -- imported only by the process that measures
    from lerna.config.postgres import roles

    with cluster.connect() as root:
        roles.ensure_roles(root, passwords=dict.fromkeys((roles.OWNER, roles.APP), "bench"))
        roles.ensure_database(root, "bench")
    with cluster.connect("bench") as root:
        roles.grant_application(root, database="bench")
    os.environ |= {
        "LERNA_VAR": folder,
        "LERNA_LOG_LEVEL": "WARNING",
        "DATABASE_URL": cluster.url(user=roles.APP, password="bench", database="bench"),  # noqa: S106 -- of nothing
        "DATABASE_OWNER_URL": cluster.url(user=roles.OWNER, password="bench", database="bench"),  # noqa: S106
    }
    migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    owner = os.environ | {"LERNA_DATABASE_ROLE": "owner", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(migrate, env=owner, check=True)
    import django

    django.setup()
    from django.conf import settings

    from lerna.companies.operations import load_companies
    from lerna.kit import clock

    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=clock.now())


def _act(number: int) -> dict[str, object]:
    from uuid import UUID

    from lerna.privacy.evidence.vocabulary import Actor, Operation

    return {
        "operation": Operation.CONSENT_GIVEN,
        "clause": "7.1-г",
        "actor": Actor.PERSON,
        "purpose": "marketing",
        "subject": UUID(int=number + (4 << 76) + (8 << 60)),
        "policy_version": 2,
        "site": "lerna",
        "target": ("consent", number),
        "details": {"channel": "form", "language": "kk"},
    }


def _append(threads: int) -> int:
    """One of the processes: its threads record, each entry in a transaction of its own; prints how many they did."""
    import django

    django.setup()
    from django.db import connections

    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.operations import record

    company, start = Company.objects.get(slug="newskills"), Barrier(threads + 1)
    connections.close_all()  # the pool has one for each thread

    def work() -> int:
        done = 0
        record(company=company, now=clock.now(), **_act(0))  # type: ignore[arg-type]
        start.wait()
        start.wait()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            done += 1
            record(company=company, now=clock.now(), **_act(done))  # type: ignore[arg-type]
        return done

    with ThreadPoolExecutor(threads) as pool:
        counts = [pool.submit(work) for _ in range(threads)]
        start.wait()
        print("ready", flush=True)
        sys.stdin.readline()
        cpu = time.process_time()
        start.wait()
        done = sum(count.result() for count in counts)
        print(done, time.process_time() - cpu, flush=True)
        sys.stdin.readline()  # the server's processes of these connections live until they have been measured
    return 0


def _measure_append(rounds: int, cluster: "Cluster") -> float:  # noqa: F821 -- as above
    """What these processors can append in a second."""
    processors = os.cpu_count() or 1
    what = f"append, a transaction an entry, {CONNECTIONS} connections, "
    reached, syncs = [], []
    for _ in range(rounds):
        syncs.append(_time_sync(cluster.folder))
        reached.append(_append_once(cluster)[0] / SECONDS)
    sync = statistics.median(syncs)
    print(
        f"{what}waiting for the disk: {statistics.median(reached):,.0f} a second; the disk ends a write in "
        f"{sync * 1e3:.2f} ms and so allows {CONNECTIONS / sync:,.0f} at most; load {os.getloadavg()[0]:.1f}"
    )
    with cluster.connect("bench") as root:
        root.execute("alter database bench set synchronous_commit = off")
    reached, costs = [], []
    for _ in range(rounds):
        done, server, client = _append_once(cluster)
        reached.append(done / SECONDS)
        costs.append((server / done * 1e6, client / done * 1e6))
    with cluster.connect("bench") as root:
        root.execute("alter database bench reset synchronous_commit")
    server, client = (statistics.median(cost) for cost in zip(*costs, strict=True))
    possible = processors * 1e6 / (server + client)
    print(
        f"{what}not waiting: {statistics.median(reached):,.0f} a second; {server:.0f} µs of processor time an entry in "
        f"PostgreSQL, {client:.0f} in Python: {processors} processors could {possible:,.0f} ({WANTED_A_SECOND:,} "
        f"wanted); load {os.getloadavg()[0]:.1f}"
    )
    return possible


def _append_once(cluster: "Cluster") -> tuple[int, float, float]:  # noqa: F821 -- as above
    """How many entries were appended, and seconds of processor time in the server and in the clients."""
    processes = min(os.cpu_count() or 1, CONNECTIONS)
    command = [sys.executable, __file__, "--append-by", str(CONNECTIONS // processes)]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for worker in workers:
        worker.stdout.readline()  # type: ignore[union-attr]
    for worker in workers:
        worker.stdin.write("go\n")  # type: ignore[union-attr]
        worker.stdin.flush()  # type: ignore[union-attr]
    before = _read_server_time(cluster)
    said = [worker.stdout.readline().split() for worker in workers]  # type: ignore[union-attr]
    server = _read_server_time(cluster) - before
    for worker in workers:
        worker.communicate("end\n")
    return sum(int(count) for count, _ in said), server, sum(float(cpu) for _, cpu in said)


def _time_sync(folder: Path) -> float:
    """Seconds that the disk takes to end a write for good, as each commit waits for; median."""
    sync, seconds = getattr(os, "fdatasync", os.fsync), []
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(SYNCS * 8192))
        file.flush()
        sync(file.fileno())
        for place in range(SYNCS):
            os.pwrite(file.fileno(), b"x" * 8192, place * 8192)
            start = time.perf_counter()
            sync(file.fileno())
            seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _read_server_time(cluster: "Cluster") -> float:  # noqa: F821 -- as above
    """Seconds of processor time that the server's processes have used, also those that have ended."""
    import psutil

    total = 0.0
    postmaster = psutil.Process(int((cluster.data / "postmaster.pid").read_text().split()[0]))
    for process in (postmaster, *postmaster.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    ended = postmaster.cpu_times()
    return total + ended.children_user + ended.children_system


def _measure_verify(entries: int, rounds: int, cluster: "Cluster") -> float:  # noqa: F821 -- as above
    from django.db import connection

    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.acts import Act
    from lerna.privacy.evidence.operations import record_many
    from lerna.privacy.evidence.seal.sealing import seal_entries
    from lerna.privacy.evidence.seal.verify import verify_ledger

    company = Company.objects.get(slug="kerbez-agy")
    start = time.perf_counter()
    for batch in range(0, entries, BATCH):
        acts = [Act(**_act(number)) for number in range(batch, min(batch + BATCH, entries))]  # type: ignore[arg-type]
        record_many(company=company, acts=acts, now=clock.now())
    print(f"append by the thousand, 1 connection: {entries / (time.perf_counter() - start):,.0f} a second")
    start = time.perf_counter()
    blocks = sum(1 for _ in seal_entries(company=company))
    print(f"seal: {entries / (time.perf_counter() - start):,.0f} entries a second, {blocks} blocks")
    with cluster.connect("bench") as root:
        root.execute("vacuum analyze")
    with connection.cursor() as cursor:
        cursor.execute("select line from evidence_entry where company_id = %s", [company.pk])
        lines = [line.encode() for (line,) in cursor.fetchall()]
    plain, whole, alone, all_told = [], [], [], []
    for _ in range(rounds):
        cpu = time.process_time()
        plain.append(_time(lambda: [sha256(line).digest() for line in lines]))
        alone.append(time.process_time() - cpu)
        cpu = _read_own_time() + _read_server_time(cluster)
        whole.append(_time(lambda: _must_be_good(verify_ledger(company=company))))
        all_told.append(_read_own_time() + _read_server_time(cluster) - cpu)
    ratio = statistics.median(ours / theirs for ours, theirs in zip(whole, plain, strict=True))
    spent = statistics.median(ours / theirs for ours, theirs in zip(all_told, alone, strict=True))
    size = sum(map(len, lines)) / len(lines)
    print(
        f"verify {entries:,} entries of {size:.0f} bytes: {statistics.median(whole):.2f} s; SHA-256 alone "
        f"{statistics.median(plain):.2f} s; ratio {ratio:.2f}, {ALLOWED_RATIO:.0f} allowed; processor time with "
        f"PostgreSQL's {spent:.2f} x, over {os.cpu_count()} processors; load {os.getloadavg()[0]:.1f}"
    )
    return ratio


def _read_own_time() -> float:
    """Seconds of processor time that this process and those that it started have used."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def _must_be_good(report: "Report") -> None:  # noqa: F821 -- as above
    if report.findings or report.waiting:
        raise SystemExit(f"The ledger of the benchmark is wrong: {report.findings[:3]}")


def _time(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
