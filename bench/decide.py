"""May we? Decided in a request, on the loaded row: how long one decision takes.

python bench/decide.py
"""

import statistics
import sys
import timeit
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
ALLOWED_MICROSECONDS = 50.0
TIMES = 200_000


class Row:
    """What `may` asks of a data subject."""

    permitted = 0b10101


def main() -> int:
    """0 where the budget is kept, 1 where it isn't."""
    from lerna.privacy.policy.purposes import Purpose
    from lerna.privacy.subjects.permissions import may

    row = Row()
    seconds = statistics.median(timeit.repeat(lambda: may(row, Purpose.MARKETING), number=TIMES, repeat=5))
    microseconds = seconds / TIMES * 1e6
    print(f"one decision: {microseconds:.2f} µs, no query (budget {ALLOWED_MICROSECONDS:.0f} µs)")
    return 0 if microseconds <= ALLOWED_MICROSECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
