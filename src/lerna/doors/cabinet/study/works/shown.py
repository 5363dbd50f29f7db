"""A work as its learner reads it: in the lesson, and on its own page. The caller works for LEARNING."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from lerna.doors.cabinet.study.page import LessonPage
from lerna.doors.look.studies.works import STATES, TONES, Scored, list_scores, say_promise, say_size
from lerna.kit.clock import local_day
from lerna.school.blocks.kinds import Assignment
from lerna.school.learning.assignments.models import State
from lerna.school.learning.assignments.queries import FileOf, Version, list_latest
from lerna.school.learning.deadlines.due import find_last_days


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One version in words; `promise` is empty where nobody checks it now."""

    version: Version
    state: Promise
    tone: str
    promise: str
    scores: tuple[Scored, ...]
    files: tuple[tuple[FileOf, str], ...]

    @property
    def is_late(self) -> bool:
        """Whether its mark loses something."""
        return self.version.late_days > 0

    @property
    def taken(self) -> Decimal:
        """What lateness took off the points."""
        review = self.version.review
        return review.sum - review.earned if review else Decimal()


@dataclass(frozen=True, slots=True)
class ShownDue:
    """The last day; how many days are left, 0 on it and below after it; why it was moved, where it was."""

    on: date
    days_left: int
    reason: str = field(repr=False)

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.days_left < 0


def show_version(assignment: Assignment, version: Version) -> ShownVersion:
    """The version with its review. No query."""
    waits = version.state is State.HANDED_IN and version.promised_at
    return ShownVersion(
        version=version,
        state=STATES[version.state],
        tone=TONES[version.state],
        promise=say_promise(version.promised_at) if waits and version.promised_at else "",
        scores=tuple(list_scores(assignment, version.review)),
        files=tuple((file, say_size(file.size)) for file in version.files),
    )


def show_dues(page: LessonPage, assignments: Iterable[Assignment]) -> Mapping[str, ShownDue]:
    """Until when these works of the lesson may come without a loss, by block. Three queries."""
    days = find_last_days(page.enrollment, page.lesson, assignments)
    today = local_day(page.now)
    return {block: ShownDue(day.on, (day.on - today).days, day.reason) for block, day in days.items() if day.on}


def present_assignments(page: LessonPage, blocks: Sequence[Assignment]) -> Mapping[str, Mapping[str, Any]]:
    """The state of each work of the lesson, and the way to its page."""
    dues = show_dues(page, blocks)
    latest = list_latest(page.enrollment, page.lesson, [block.key for block in blocks])
    return {
        block.key: {
            "latest": show_version(block, latest[block.key]) if block.key in latest else None,
            "due": dues.get(block.key),
            "scores": list(list_scores(block)),
            "address": page.address("work", block=block.key),
        }
        for block in blocks
    }
