"""Finding whose terms have passed, among very many people: in seconds, and beside a scan of the same table.

    python bench/retention.py [--people 1000000] [--due 1000] [--rounds 5]

The cost must follow what is due, not what is stored: it is measured with one due person and with many. Medians of one
run.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from people.world import make_people, world

ALLOWED_SECONDS = 1.0


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with world() as cluster:
        make_people(cluster, 1, options.people, notes=0)
        seconds = []
        for due in (1, options.due):
            with cluster.connect("bench") as root:
                root.execute(
                    "update lifecycle_clock set last_on = current_date - 1500 where id in"
                    " (select id from lifecycle_clock order by id limit %s)",
                    [due],
                )
            found, took = _measure(options.rounds)
            seconds.append(took)
            print(f"retention due, {found:,} of {options.people:,} people: {took * 1000:.1f} ms")
        scan = _median(lambda: _scan(cluster), options.rounds)
        print(f"one scan of the same clocks: {scan * 1000:.1f} ms; {max(seconds) / scan:.3f} x")
    return 0 if max(seconds) < ALLOWED_SECONDS else 1


def _measure(rounds: int) -> tuple[int, float]:
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.lifecycle.retention import find_due

    company, today = Company.objects.get(slug="newskills"), clock.local_day(clock.now())
    count = sum(len(due.people) for due in find_due(company, today))
    return count, _median(lambda: find_due(company, today), rounds)


def _scan(cluster: "Cluster") -> None:  # noqa: F821 -- imported by the world
    with cluster.connect("bench") as root:
        root.execute("select count(*) from lifecycle_clock where last_on + 1 < current_date").fetchone()


def _median(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
