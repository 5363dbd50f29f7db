"""May we? Decided in a request, on the loaded row and without a query: how long one decision takes."""

import sys

from measure.report import Run, Size
from measure.rounds import alternate

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.permissions import may

ALLOWED_MICROSECONDS = 50.0
MICRO = 1_000_000


class Row:
    """What `may` asks of a data subject."""

    permitted = 0b10101


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    run, row = Run(__doc__, times=Size(200_000, quick=2_000), rounds=Size(15, quick=3)), Row()
    [seconds] = alternate(run.sizes["rounds"], lambda: may(row, Purpose.MARKETING), times=run.sizes["times"])
    run.add("one decision", [each * MICRO for each in seconds], "µs", most=ALLOWED_MICROSECONDS)
    return run.finish()


if __name__ == "__main__":
    sys.exit(main())
