"""The few times that this room needs and no law gives: `policies/lifecycle.toml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.privacy.lifecycle.models import Ground


@dataclass(frozen=True, slots=True)
class Times:
    """`change_of_mind_hours` a deleted account waits, `ended_days` the data of a purpose that ended. A letter warns
    `warning_days` before a term passes; another tells afterwards where data ended on a ground of `told_after`. Of what
    is counted, no group of fewer than `smallest_group` is ever shown.
    """

    change_of_mind_hours: int
    ended_days: int
    warning_days: int
    smallest_group: int
    told_after: frozenset[Ground]


def read_times() -> Times:
    """What the file says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / "lifecycle.toml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Times:
    reader = Reader.load(path)
    times = Times(
        change_of_mind_hours=reader.integer("change_of_mind_hours", minimum=0, maximum=720),
        ended_days=reader.integer("ended_days", minimum=0, maximum=15),
        warning_days=reader.integer("warning_days", minimum=1),
        smallest_group=reader.integer("smallest_group", minimum=2),
        told_after=frozenset(reader.choices("told_after", Ground)),
    )
    reader.done()
    return times
