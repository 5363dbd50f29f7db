"""By when a complaint is answered, and by whose word: the consumer's claim of `policies/deadlines.toml`."""

from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings

from lerna.kit.terms import Due
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.policy.deadlines import Source, load_deadlines


def list_dues(received_at: datetime) -> tuple[Due[Source], ...]:
    """The end of every source's term for the answer, the one that rules first. No query."""
    step = load_deadlines(settings.LERNA_POLICIES).step("consumer-claim", "answer")
    return step.dues(received_at, _calendar(settings.LERNA_POLICIES / "calendar.toml"))


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
