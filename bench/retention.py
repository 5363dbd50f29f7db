"""Finding whose terms have passed, among very many people.

The cost must follow what is due, not what is stored: one due person among all of them is found beside many of them, and
both beside a scan of the same clocks by SQL alone, in turn. What was found is counted each time.
"""

import sys

from measure.report import Peer, Run, Size
from measure.rounds import alternate
from people.world import make_people, world

ALLOWED_SECONDS = 1.0
MILLI = 1000
_AGE = """
update lifecycle_clock set last_on = current_date - 1500
where id in (select id from lifecycle_clock order by id limit %s)
"""
_SCAN = "select count(*) from lifecycle_clock where last_on + 1 < current_date"


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    run = Run(__doc__, people=Size(1_000_000, quick=20_000), due=Size(1_000, quick=100), rounds=Size(15, quick=3))
    people, rounds = run.sizes["people"], run.sizes["rounds"]
    with world() as cluster:
        make_people(cluster, 1, people)
        with cluster.connect("bench") as root:
            for due in (1, run.sizes["due"]):
                root.execute(_AGE, [due])
                found, scanned = alternate(rounds, lambda due=due: _find(due), lambda: root.execute(_SCAN).fetchone())
                run.add(
                    f"{due:,} due of {people:,} people, found",
                    [seconds * MILLI for seconds in found],
                    "ms",
                    peer=Peer("one scan of their clocks", [seconds * MILLI for seconds in scanned]),
                    most=ALLOWED_SECONDS * MILLI,
                )
    return run.finish()


def _find(expected: int) -> None:
    from lerna.companies.models import Company
    from lerna.kit import clock
    from lerna.privacy.lifecycle.retention import find_due

    company = Company.objects.get(slug="newskills")
    found = sum(len(due.people) for due in find_due(company, clock.local_day(clock.now())))
    if found != expected:
        raise SystemExit(f"{found:,} people were found due instead of {expected:,}, so nothing was measured.")


if __name__ == "__main__":
    sys.exit(main())
