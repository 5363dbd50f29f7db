"""What is due for a request: every source's term side by side, the strictest first (clause 5.6)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from lerna.kit import clock
from lerna.kit.localized import Localized
from lerna.kit.terms import MOMENTS, Term
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.policy.deadlines import Source, Step, load_deadlines
from lerna.privacy.requests.clocks.counting import Pause, count_due
from lerna.privacy.requests.kinds.rules import Origin, Rules, load_rules, rules_of
from lerna.privacy.requests.models import DECIDED, Outcome, Request


@dataclass(frozen=True, slots=True)
class Due:
    """One source's term. `at` is the first moment that is too late; None while it stands still for the identity."""

    action: Localized
    term: Term
    source: Source
    at: datetime | None

    @property
    def last_day(self) -> date | None:
        """The last day with any time left, for showing."""
        return clock.last_day_before(self.at) if self.at else None


def list_dues(request: Request) -> tuple[Due, ...]:
    """What binds the request now, the strictest first and what stands still last; nothing once all is done. No query.

    Until it is decided: the answer, whatever else must be done first, and that a refusal would have its own term. After
    that: the work that the answer promised.
    """
    if request.closed_at is not None:
        return ()
    if request.state in DECIDED:
        return () if request.outcome == Outcome.REFUSED else _sort(_count_finish(request, rules_of(request.kind)))
    return list_answer_dues(request)


def list_answer_dues(request: Request) -> tuple[Due, ...]:
    """What binds until the answer, whether it is given already or not, the strictest first. No query."""
    rules = rules_of(request.kind)
    is_awaited = rules.first is not None and request.blocked_at is None and request.answered_at is None
    steps = (*([rules.first] if rules.first and is_awaited else []), *rules.clocks, _refusal())
    return _sort(_count(dict.fromkeys(steps), request.received_at, _pause(request)))


def rule(dues: Iterable[Due]) -> datetime | None:
    """The end of the strictest one; None where nothing binds."""
    return min((due.at for due in dues if due.at is not None), default=None)


def answer_by(request: Request) -> date:
    """The day by which the person hears, as the letter of receipt promises it."""
    ends = [due.at for due in list_dues(request) if due.at is not None and due.term.count]
    return clock.last_day_before(min(ends))


def finish_by(request: Request) -> date:
    """The last day for what the answer promises, of a kind that has such a term counted from the receipt."""
    ends = [due.at for due in _count_finish(request, rules_of(request.kind)) if due.at is not None]
    return clock.last_day_before(min(ends))


def _refusal() -> Step:
    return load_deadlines(settings.LERNA_POLICIES).step("refusal", "explain")


def _pause(request: Request) -> Pause | None:
    return Pause(request.asked_at, request.verified_at) if request.asked_at else None


def _count_finish(request: Request, rules: Rules) -> Iterator[Due]:
    began = request.received_at if rules.finish_from is Origin.RECEIPT else request.answered_at
    if rules.finish is not None and began is not None:
        pause = _pause(request) if rules.finish_from is Origin.RECEIPT else None
        yield from _count([rules.finish], began, pause)


def _count(steps: Iterable[Step], began: datetime, pause: Pause | None) -> Iterator[Due]:
    calendar = _calendar(settings.LERNA_POLICIES / "calendar.toml")
    for step in steps:
        for each in step.terms:
            pauses = each.source.act.waits_for_identity is not None
            at = count_due(began, each.term, calendar, pause=pause, pauses=pauses)
            if at is not None and each.term.unit in MOMENTS:
                at += timedelta(minutes=load_rules().times.at_once_minutes)
            yield Due(step.action, each.term, each.source, at)


def _sort(dues: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda due: (due.at is None, due.at or clock.start_of_day(date.min))))


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
