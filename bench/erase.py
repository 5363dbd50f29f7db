"""Destroying very many people: the whole machine beside a raw SQL DELETE of the same rows, and two other programs.

Each person has ten rows (a profile, sealed and indexed as in use, and nine notes), besides their own, a clock and a
key. Raw SQL deletes the same rows as superuser, past row security, by a thousand people a transaction; ours goes by
batches of its own. Both check foreign keys. Ours also writes the manifest and the evidence, and searches afterwards,
for rows and for copies of old values.

django-GDPR and django-gdpr-assist do the nearest thing, on the same server in the same rounds, with as many rows a
person: by the nightly job and the bulk call that their makers mean for it they delete the person, and by Django's
cascade the rows, or write over the ten values and leave the rows. They know no keys and search nothing afterwards.
Being slow they get fewer people, alone in their tables; so people a second are compared.
"""

import sys
import time
from uuid import UUID

from measure.report import Peer, Run, Size
from measure.rounds import count_queries
from peers.contest import Contest
from people.world import make_people, number_people, world

ALLOWED_RATIO = 1.5
BATCH = 1000
ROWS = 9


def main() -> int:
    """0 where the budgets are kept, 1 where one isn't."""
    run = Run(__doc__, people=Size(100_000, quick=2_000), others=Size(300, quick=20), rounds=Size(3, quick=1))
    people, raw, ours, queries = run.sizes["people"], [], [], []
    with world() as cluster:
        contest = Contest(cluster, run, people=run.sizes["others"], notes=ROWS)
        arrivals = _Arrivals(cluster)
        _erase(arrivals.make(1))  # what a process asks once only
        _, thousand_alone = _erase(arrivals.make(BATCH))
        for _ in range(run.sizes["rounds"]):
            raw.append(_delete_raw(cluster, arrivals.make(people)))
            seconds, sent = _erase(arrivals.make(people))
            ours.append(seconds)
            queries.append(sent / people * BATCH)
            contest.hold_round()
    what = f"{people:,} people destroyed with {ROWS + 1} rows each"
    run.add(what, ours, "s", peer=Peer("raw SQL DELETE of the same rows", raw), most_ratio=ALLOWED_RATIO)
    alone = Peer("for a thousand alone", [thousand_alone] * len(queries))
    run.add(f"for each thousand of {people:,} people", queries, "queries", peer=alone, most_ratio=1)
    for peer in contest.list_peers():
        run.add("destroyed", [people / seconds for seconds in ours], "people a second", peer=peer)
    return run.finish()


class _Arrivals:
    """New people, numbered on and on."""

    def __init__(self, cluster: "Cluster") -> None:  # noqa: F821 -- imported by the world
        self._cluster, self._last = cluster, 0

    def make(self, count: int) -> list[UUID]:
        first, self._last = self._last + 1, self._last + count
        make_people(self._cluster, first, self._last, notes=ROWS)
        return number_people(first, self._last)


def _delete_raw(cluster: "Cluster", people: list[UUID]) -> float:  # noqa: F821 -- likewise
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


def _erase(people: list[UUID]) -> tuple[float, int]:
    """Seconds, and how many queries."""
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.evidence.vocabulary import Actor
    from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
    from lerna.privacy.lifecycle.models import Ground

    company = Company.objects.get(slug="newskills")
    with count_queries() as queries:
        start = time.perf_counter()
        run = start_erasure(company=company, people=people, ground=Ground.TERM, actor=Actor.JOB, now=clock.now())
        for _ in continue_erasure(run=run, now=clock.now()):
            pass
        return time.perf_counter() - start, len(queries)


if __name__ == "__main__":
    sys.exit(main())
