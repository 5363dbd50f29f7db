"""k-anonymity by one coarseness for each column: the finest at which few are left out. Pure: no database, no clock.

Every value of a column is made equally coarse; groups that are still too small are left out. Those who are left out
are a group too, which may not be too small either: otherwise its count would tell of them.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lerna.privacy.recipients.research.coarser import count_levels, make_coarser
from lerna.privacy.recipients.research.rules import Rules
from lerna.privacy.subjects.declarations import Coarse

Row = tuple[Hashable, tuple[object, ...]]  # who, and the values by which they are counted


class TooFewError(Exception):
    """There are fewer people than one group needs; nothing can be told of them."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groups with how many people each has, and who is left out. `levels` says how coarse each column became."""

    levels: tuple[int, ...]
    groups: Mapping[tuple[str, ...], int]
    people: int
    left_out_groups: int
    left_out_people: int


def group_people(rows: Sequence[Row], columns: Sequence[Coarse], rules: Rules) -> Grouped:
    """The finest grouping in which at most `left_out_percent` are left out; TooFewError.

    People who stand in several groups count in each; left out is who stands in none of them.
    """
    people = len({who for who, _ in rows})
    if people < rules.least:
        raise TooFewError
    best: Grouped | None = None
    for levels in _list_levels(columns):
        grouped = _group(rows, columns, levels, rules, people)
        if grouped is None:
            continue
        if grouped.left_out_people * 100 <= rules.left_out_percent * people:
            return grouped
        if best is None or grouped.left_out_people < best.left_out_people:
            best = grouped
    if best is None:
        raise TooFewError
    return best


def _list_levels(columns: Sequence[Coarse]) -> list[tuple[int, ...]]:
    """Every coarseness, the finest first."""
    every = product(*(range(count_levels(coarse)) for coarse in columns))
    return sorted(every, key=lambda levels: (sum(levels), levels))


def _group(
    rows: Sequence[Row], columns: Sequence[Coarse], levels: tuple[int, ...], rules: Rules, people: int
) -> Grouped | None:
    """The groups at this coarseness; None where none is left."""
    members: dict[tuple[str, ...], set[Hashable]] = defaultdict(set)
    for who, values in rows:
        key = tuple(map(make_coarser, values, columns, levels))
        members[key].add(who)
    kept = {key: group for key, group in members.items() if len(group) >= rules.least}
    while kept:
        covered = Counter(who for group in kept.values() for who in group)
        left_out = people - len(covered)
        if left_out == 0 or left_out >= rules.least:
            counts = {key: len(group) for key, group in sorted(kept.items())}
            return Grouped(levels, counts, people, len(members) - len(kept), left_out)
        del kept[min(kept, key=lambda key: (len(kept[key]), key))]
    return None
