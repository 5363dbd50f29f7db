"""The final mark from results, by a course's grading: exact until it is shown, so that no rounding passes anybody.

Each result counts alike within its part, as a share of what was possible. What is missing counts as nothing, and the
worst results are dropped after that, so a part whose rule drops one is spared its missing one too. Weights of parts
that nothing stands in fall out, and the rest make the whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from lerna.school.blocks.course import GradedPart, Grading

WHOLE = 100  # marks and shares are of a hundred

_NONE = Fraction(0)
_ALL = Fraction(WHOLE)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is marked: a quiz, a work, a package. `key` is once in the course, `part` of the grading."""

    key: str
    part: str


@dataclass(frozen=True, slots=True)
class Earned:
    """So many points of those that were possible."""

    earned: Decimal
    possible: Decimal

    @property
    def share(self) -> Fraction:
        """Of a hundred; a thing without possible points is whole."""
        return Fraction(self.earned) / Fraction(self.possible) * WHOLE if self.possible else _ALL


@dataclass(frozen=True, slots=True)
class PartStanding:
    """One part: the share of each result by its key, what is missing, and what is dropped as things are now."""

    part: GradedPart
    shares: Mapping[str, Fraction]
    missing: tuple[str, ...]
    dropped: frozenset[str]

    def worth(self, missing: Fraction = _NONE) -> Fraction:
        """What the part is worth, of a hundred, if each missing thing brought this share."""
        shares = {**self.shares, **dict.fromkeys(self.missing, missing)}
        kept = _keep(shares, self.part.drop_lowest)
        return sum((shares[key] for key in kept), _NONE) / len(kept)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a learner stands, of a hundred. `mark` counts what is missing as nothing, `reachable` as full; `needed` is
    the least share that each missing thing must bring to pass, None where it is passed, or can't be.
    """

    parts: tuple[PartStanding, ...]
    mark: Fraction
    reachable: Fraction
    pass_mark: int
    needed: Fraction | None

    @property
    def is_marked(self) -> bool:
        """Whether the course gives marks at all."""
        return bool(self.parts)

    @property
    def is_passed(self) -> bool:
        """Whether the pass mark is reached; a course without marks is passed by its lessons alone."""
        return not self.is_marked or self.mark >= self.pass_mark

    @property
    def can_pass(self) -> bool:
        """Whether the pass mark can still be reached without another try at what is done."""
        return not self.is_marked or self.reachable >= self.pass_mark


def compute_standing(grading: Grading, items: Sequence[Item], results: Mapping[str, Earned]) -> Standing:
    """What these results make of the grading, where `items` are everything that is marked. No query."""
    parts = tuple(
        _stand(part, own, results)
        for part in grading.parts
        if part.weight and (own := [item for item in items if item.part == part.key])
    )
    return Standing(
        parts=parts,
        mark=_weigh(parts, _NONE),
        reachable=_weigh(parts, _ALL),
        pass_mark=grading.pass_mark,
        needed=_find_needed(parts, grading.pass_mark),
    )


def round_down(share: Fraction) -> Decimal:
    """To a tenth, downwards: 59.96 is shown as 59.9 and never as the 60 that it isn't."""
    return (Decimal(share.numerator) / share.denominator).quantize(_TENTH, ROUND_FLOOR)


def _stand(part: GradedPart, items: Sequence[Item], results: Mapping[str, Earned]) -> PartStanding:
    shares = {item.key: results[item.key].share for item in items if item.key in results}
    missing = tuple(item.key for item in items if item.key not in results)
    kept = _keep({**shares, **dict.fromkeys(missing, _NONE)}, part.drop_lowest)
    return PartStanding(part, shares, missing, dropped=frozenset({*shares, *missing} - kept))


def _keep(shares: Mapping[str, Fraction], drop: int) -> frozenset[str]:
    """All but the worst so many; one always counts, or the part would be worth nothing at all."""
    ordered = sorted(shares, key=lambda key: shares[key])
    return frozenset(ordered[min(drop, len(ordered) - 1) :])


def _weigh(parts: Sequence[PartStanding], missing: Fraction) -> Fraction:
    """The mark if each missing thing brought this share."""
    whole = sum(one.part.weight for one in parts)
    return sum((one.part.weight * one.worth(missing) for one in parts), _NONE) / whole if whole else _NONE


def _find_needed(parts: Sequence[PartStanding], pass_mark: int) -> Fraction | None:
    """The mark rises with the missing share, in a straight line until that passes another result: so the first bend
    that is enough is looked for, and the way to it is divided.
    """
    low = _NONE
    if not parts or _weigh(parts, low) >= pass_mark:
        return None
    for bend in sorted({share for one in parts for share in one.shares.values() if share < _ALL} | {_ALL}):
        if (above := _weigh(parts, bend)) >= pass_mark:
            below = _weigh(parts, low)
            return low + (bend - low) * (pass_mark - below) / (above - below)
        low = bend
    return None
