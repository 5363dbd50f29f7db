"""A value in coarser and coarser words, to none at all."""

from datetime import datetime

from lerna.kit.clock import to_local
from lerna.privacy.subjects.declarations import Coarse

ANY = "*"
_MONTHS_IN_QUARTER = 3


def count_levels(coarse: Coarse) -> int:
    """How many levels there are, the finest included; at the last one every value is `*`."""
    return {Coarse.WORD: 2, Coarse.MOMENT: 4}[coarse]


def make_coarser(value: object, coarse: Coarse, level: int) -> str:
    """The value at this level, from 0, the finest. A moment is never finer than its month."""
    if level == count_levels(coarse) - 1 or value is None:
        return ANY
    if coarse is Coarse.WORD:
        return str(value)
    if not isinstance(value, datetime):
        raise TypeError("Only a moment is made coarser as one.")
    day = to_local(value)
    quarter = (day.month - 1) // _MONTHS_IN_QUARTER + 1
    return (f"{day.year}-{day.month:02}", f"{day.year}-Q{quarter}", f"{day.year}")[level]
