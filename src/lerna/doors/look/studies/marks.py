"""Marks in figures that people read: what each part counts, what is missing, what is still possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from lerna.school.blocks.course import GradedPart
from lerna.school.catalogue.models import Lesson
from lerna.school.learning.grades.marks import PartStanding, round_down
from lerna.school.learning.grades.queries import Marked, Marks


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One thing that is marked; `share` of 100, None while it is missing; `is_dropped`: it doesn't count."""

    title: str
    lesson: Lesson
    share: Decimal | None
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the final mark: what it is worth now, of 100."""

    part: GradedPart
    share: Decimal
    items: tuple[ShownItem, ...]


@dataclass(frozen=True, slots=True)
class ShownMarks:
    """The whole; figures of 100, rounded so that none promises too much."""

    parts: tuple[ShownPart, ...]
    mark: Decimal
    reachable: Decimal
    needed: Decimal | None
    pass_mark: int
    is_marked: bool
    is_passed: bool
    can_pass: bool


def show_marks(marks: Marks) -> ShownMarks:
    """One learner's marks. No query."""
    standing = marks.standing
    # What is needed is rounded up: whoever reaches just the figure has passed.
    needed = None if standing.needed is None else -round_down(-standing.needed)
    return ShownMarks(
        parts=tuple(_show_part(one, marks.marked) for one in standing.parts),
        mark=round_down(standing.mark),
        reachable=round_down(standing.reachable),
        needed=needed,
        pass_mark=standing.pass_mark,
        is_marked=standing.is_marked,
        is_passed=standing.is_passed,
        can_pass=standing.can_pass,
    )


def _show_part(standing: PartStanding, marked: Sequence[Marked]) -> ShownPart:
    items = tuple(
        ShownItem(
            title=one.name,
            lesson=one.lesson,
            share=round_down(standing.shares[one.item.key]) if one.item.key in standing.shares else None,
            is_dropped=one.item.key in standing.dropped,
        )
        for one in marked
        if one.item.part == standing.part.key
    )
    return ShownPart(standing.part, round_down(standing.worth()), items)
