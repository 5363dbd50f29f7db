"""How few are too few: `policies/research.toml`, strictly read."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader


@dataclass(frozen=True, slots=True)
class Rules:
    """`least` people in each group; counts rounded down to a multiple of `round_to`; at most so many left out."""

    least: int
    round_to: int
    left_out_percent: int


def read_rules() -> Rules:
    """What the file says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / "research.toml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Rules:
    reader = Reader.load(path)
    rules = Rules(
        least=reader.integer("least", minimum=5),
        round_to=reader.integer("round_to", minimum=1),
        left_out_percent=reader.integer("left_out_percent", minimum=0, maximum=50),
    )
    if rules.least % rules.round_to:
        reader.fail('"round_to" must divide "least", or a rounded group could be too small.', "round_to")
    reader.done()
    return rules
