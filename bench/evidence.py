"""The evidence ledger: how many entries a second 8 connections append, and what verifying costs beside SHA-256 alone.

    python bench/evidence.py [--entries 1000000] [--rounds 3]

A PostgreSQL of its own in a temporary folder, durable as in use. Ratios and medians: figures of one run on one machine.
"""

import argparse
import contextlib
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
CONNECTIONS = 8
WANTED_A_SECOND = 5_000
ALLOWED_RATIO = 3.0
SECONDS = 5.0
BATCH = 5_000


def main() -> int:
    """0 where both budgets are kept, 1 where one isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--append-until", type=float, help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "lerna.config.settings")
    if options.append_until:
        return _append(options.append_until)
    from lerna.config.postgres.cluster import Cluster

    with tempfile.TemporaryDirectory(prefix="lerna-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "postgres").running() as cluster:
            _prepare(cluster, folder)
            appended = _measure_append(options.rounds, cluster)
            ratio = _measure_verify(options.entries, options.rounds)
    return 0 if appended >= WANTED_A_SECOND and ratio <= ALLOWED_RATIO else 1


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


def _append(until: float) -> int:
    """One of the eight: records, each entry in a transaction of its own, and prints how many it committed."""
    import django

    django.setup()
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.operations import record

    company = Company.objects.get(slug="newskills")
    record(company=company, now=clock.now(), **_act(0))  # type: ignore[arg-type]
    print("ready", flush=True)
    sys.stdin.readline()
    done, end, cpu = 0, time.monotonic() + until, time.process_time()
    while time.monotonic() < end:
        done += 1
        record(company=company, now=clock.now(), **_act(done))  # type: ignore[arg-type]
    print(done, time.process_time() - cpu, flush=True)
    sys.stdin.readline()  # the server's process of this connection lives until it has been measured
    return 0


def _measure_append(rounds: int, cluster: "Cluster") -> float:  # noqa: F821 -- as above
    rates, costs = [], []
    for _ in range(rounds):
        command = [sys.executable, __file__, "--append-until", str(SECONDS)]
        workers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(CONNECTIONS)
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
        done = sum(int(count) for count, _ in said)
        rates.append(done / SECONDS)
        costs.append((server / done * 1e6, sum(float(cpu) for _, cpu in said) / done * 1e6))
    rate = statistics.median(rates)
    server, client = (statistics.median(cost) for cost in zip(*costs, strict=True))
    print(
        f"append, a transaction an entry, {CONNECTIONS} connections: {rate:,.0f} a second, "
        f"{rate / WANTED_A_SECOND:.2f} x the {WANTED_A_SECOND:,} wanted; processor time an entry {server:.0f} µs in "
        f"PostgreSQL, {client:.0f} µs in Python; {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    return rate


def _read_server_time(cluster: "Cluster") -> float:  # noqa: F821 -- as above
    """Seconds of processor time that the server's living processes have used."""
    import psutil

    total = 0.0
    postmaster = psutil.Process(int((cluster.data / "postmaster.pid").read_text().split()[0]))
    for process in (postmaster, *postmaster.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def _measure_verify(entries: int, rounds: int) -> float:
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
    with connection.cursor() as cursor:
        cursor.execute("select line from evidence_entry where company_id = %s", [company.pk])
        lines = [line.encode() for (line,) in cursor.fetchall()]
    plain, whole, own = [], [], []
    for _ in range(rounds):  # in turn, so that whatever else the machine does falls on both
        plain.append(_time(lambda: [sha256(line).digest() for line in lines]))
        cpu = time.process_time()
        whole.append(_time(lambda: _must_be_good(verify_ledger(company=company))))
        own.append(time.process_time() - cpu)
    ratio = statistics.median(whole) / statistics.median(plain)
    size = sum(map(len, lines)) / len(lines)
    print(
        f"verify {entries:,} entries of {size:.0f} bytes: {statistics.median(whole):.2f} s; SHA-256 alone "
        f"{statistics.median(plain):.2f} s; ratio {ratio:.2f}, {ALLOWED_RATIO:.0f} allowed; "
        f"of it {statistics.median(own):.2f} s in Python, the rest in PostgreSQL and waiting for a processor; load "
        f"{os.getloadavg()[0]:.1f}"
    )
    return ratio


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
