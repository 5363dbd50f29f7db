"""What a run is to somebody who would join it: one of eight states, from its days and its seats. Days are local."""

from datetime import date
from enum import Enum
from typing import Protocol


class RunState(Enum):
    """The button's text follows from it. A run goes through them downwards and never back, while its days stay."""

    ANNOUNCED = "announced"  # enrollment opens later
    ENROLLING = "enrolling"  # may be joined, starts later
    OWN_PACE = "own-pace"  # may be joined and starts at once
    JOINABLE = "joinable"  # has started and may still be joined
    FULL = "full"  # might be joined if a seat were left
    CLOSED = "closed"  # hasn't started, and nobody is enrolled any more
    RUNNING = "running"  # has started, and nobody is enrolled any more
    FINISHED = "finished"

    @property
    def is_open(self) -> bool:
        """Whether one may enroll today."""
        return self in {RunState.ENROLLING, RunState.OWN_PACE, RunState.JOINABLE}


class Scheduled(Protocol):
    """A run's days, both ends included, None where that side is open; `seats` 0 for no limit. `Run` has them."""

    starts_on: date | None
    ends_on: date | None
    enroll_from: date | None
    enroll_until: date | None
    seats: int


def find_state(run: Scheduled, *, taken: int, today: date) -> RunState:
    """The run's state on this day; `taken` is how many of its seats are taken, which the room of learning knows."""
    if run.ends_on is not None and run.ends_on < today:
        return RunState.FINISHED
    if run.enroll_from is not None and today < run.enroll_from:
        return RunState.ANNOUNCED
    has_begun = run.starts_on is not None and run.starts_on <= today
    if run.enroll_until is not None and run.enroll_until < today:
        return RunState.RUNNING if has_begun else RunState.CLOSED
    if run.seats and run.seats <= taken:
        return RunState.FULL
    if has_begun:
        return RunState.JOINABLE
    return RunState.OWN_PACE if run.starts_on is None else RunState.ENROLLING
