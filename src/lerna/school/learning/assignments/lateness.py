"""When a work is late, and what that takes off. A day is the calendar's in Kazakhstan."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from lerna.kit.clock import local_day

_CENT = Decimal("0.01")
_WHOLE = 100  # percent


def count_late_days(handed_in_at: datetime, due_on: date | None) -> int:
    """How many calendar days after the last one; 0 in time. The first handing in counts: rework is never late."""
    return max(0, (local_day(handed_in_at) - due_on).days) if due_on else 0


def take_off(points: Decimal, late_days: int, late_percent: int) -> Decimal:
    """What is left of the points, to the hundredth: `late_percent` of them is gone for each day, and never more than
    all.
    """
    left = max(0, _WHOLE - late_percent * late_days)
    return (points * left / _WHOLE).quantize(_CENT, ROUND_HALF_UP)
