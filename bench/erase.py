"""Destroying very many people: the whole machine beside a raw SQL DELETE of the same rows, in the same run.

    python bench/erase.py [--people 100000] [--rounds 3]

Each person has ten rows (a profile and nine notes), besides their own, a clock and a key. Raw SQL deletes the same rows
as superuser, past row security, by a thousand people a transaction. Both check foreign keys. Ours also writes the
manifest and the evidence, and searches afterwards. Rounds alternate; medians.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parent))
from people.world import BASE, make_people, world

ALLOWED_RATIO = 1.5
BATCH = 1000
ROWS = 9


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    raw, ours = [], []
    with world() as cluster:
        first = 1
        for _ in range(options.rounds):
            for measure, times in ((_delete_raw, raw), (_erase, ours)):
                last = first + options.people - 1
                make_people(cluster, first, last, notes=ROWS)
                people = [UUID(BASE % format(number, "012x")) for number in range(first, last + 1)]
                times.append(measure(cluster, people))
                first = last + 1
    ratios = [mine / theirs for mine, theirs in zip(ours, raw, strict=True)]
    ratio = statistics.median(ratios)
    print(
        f"destroy {options.people:,} people with {ROWS + 1} rows each: {statistics.median(ours):.1f} s,"
        f" raw SQL {statistics.median(raw):.1f} s, {ratio:.2f} x (budget {ALLOWED_RATIO});"
        f" {options.people / statistics.median(ours):,.0f} people a second"
    )
    return 0 if ratio <= ALLOWED_RATIO else 1


def _delete_raw(cluster: "Cluster", people: list[UUID]) -> float:  # noqa: F821 -- imported by the world
    start = time.perf_counter()
    with cluster.connect("bench") as main, cluster.connect("bench_keys") as keys:
        for at in range(0, len(people), BATCH):
            part = people[at : at + BATCH]
            with main.transaction():
                main.execute("delete from people_note where subject_id = any(%s)", [part])
                main.execute("delete from subjects_profile where subject_id = any(%s)", [part])
                main.execute("delete from lifecycle_clock where subject = any(%s)", [part])
                main.execute("delete from subjects_datasubject where id = any(%s)", [part])
            keys.execute("delete from keys_datakey where subject = any(%s)", [part])
    return time.perf_counter() - start


def _erase(_cluster: object, people: list[UUID]) -> float:
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.vocabulary import Actor
    from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
    from lerna.privacy.lifecycle.models import Ground

    company = Company.objects.get(slug="newskills")
    start = time.perf_counter()
    run = start_erasure(company=company, people=people, ground=Ground.TERM, actor=Actor.JOB, now=clock.now())
    for _ in continue_erasure(run=run, now=clock.now()):
        pass
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
