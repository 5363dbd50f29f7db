"""By when something must be done, counted from `policies/deadlines.toml`; and the few times that are ours."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.policy.deadlines import load_deadlines


@dataclass(frozen=True, slots=True)
class Times:
    """`file_days` an encrypted file waits to be fetched and confirmed; `review_days` before a review staff are told."""

    file_days: int
    review_days: int


def count_last_day(deadline: str, step: str, now: datetime) -> date:
    """The last local day of the strictest term for this step; KeyError for one that the file doesn't have."""
    policies = Path(settings.LERNA_POLICIES)
    dues = load_deadlines(policies).step(deadline, step).dues(now, _calendar(policies / "calendar.toml"))
    return dues[0].last_day


def read_times() -> Times:
    """What `policies/transfers.toml` says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / "transfers.toml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Times:
    reader = Reader.load(path)
    times = Times(
        file_days=reader.integer("file_days", minimum=1, maximum=90),
        review_days=reader.integer("review_days", minimum=1, maximum=60),
    )
    reader.done()
    return times


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
