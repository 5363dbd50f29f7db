"""Hands that record: processes with threads, as a server has them, each thread with a connection of its own.

    python -m ledger.hands THREADS SECONDS

Says "ready", begins at a line, says how many entries were committed and the seconds of processor time that took, and
ends at another line: until then the server's processes for its connections live and can be measured.
"""

import contextlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import django
import psutil


class Recorded(NamedTuple):
    """How many entries were committed, and the seconds of processor time in the server and in its clients."""

    entries: int
    server: float
    clients: float


def record_by_hands(data: Path, *, processes: int, threads: int, seconds: float) -> Recorded:
    """As many as so many hands can in these seconds; `data` is the server's folder."""
    command = [sys.executable, "-m", "ledger.hands", str(threads), str(seconds)]
    hands = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for hand in hands:
        hand.stdout.readline()  # type: ignore[union-attr]
    for hand in hands:
        hand.stdin.write("go\n")  # type: ignore[union-attr]
        hand.stdin.flush()  # type: ignore[union-attr]
    before = read_server_time(data)
    said = [hand.stdout.readline().split() for hand in hands]  # type: ignore[union-attr]
    server = read_server_time(data) - before
    for hand in hands:
        hand.communicate("end\n")
    return Recorded(sum(int(count) for count, _ in said), server, sum(float(cpu) for _, cpu in said))


def read_server_time(data: Path) -> float:
    """Seconds of processor time that the server's processes have used, those included that have ended."""
    postmaster = psutil.Process(int((data / "postmaster.pid").read_text().split()[0]))
    ended = postmaster.cpu_times()
    total = ended.children_user + ended.children_system
    for process in (postmaster, *postmaster.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def main(threads: int, seconds: float) -> None:
    """One of the processes."""
    django.setup()
    from django.db import connections

    from ledger.acts import write_act
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.operations import record

    company, start = Company.objects.get(slug="newskills"), Barrier(threads + 1)
    connections.close_all()  # the pool has one for each thread

    def work() -> int:
        done = 0
        record(company=company, now=clock.now(), **write_act(0))
        start.wait()
        start.wait()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            done += 1
            record(company=company, now=clock.now(), **write_act(done))
        return done

    with ThreadPoolExecutor(threads) as pool:
        counts = [pool.submit(work) for _ in range(threads)]
        start.wait()
        print("ready", flush=True)
        sys.stdin.readline()
        before = time.process_time()
        start.wait()
        done = sum(count.result() for count in counts)
        print(done, time.process_time() - before, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
