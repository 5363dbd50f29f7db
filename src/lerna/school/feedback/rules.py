"""What rules the talk: `policies/talk.toml`, strictly read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is reported (`report`), and in which words its author hears that it was hidden (`hidden`)."""

    key: str
    report: Localized
    hidden: Localized


@dataclass(frozen=True, slots=True)
class Rules:
    """The figures and words of the file; `audience`, `consent` and `place` are keyed by what is posted."""

    studied_percent: int
    reviews_needed: int
    prior_reviews: int
    prior_mark: int
    most_links: int
    reports_to_wait: int
    quiet_minutes: int
    reserved_names: tuple[str, ...]
    audience: Mapping[str, Localized]
    consent: Mapping[str, Localized]
    place: Mapping[str, Localized]
    reasons: Mapping[str, Reason]


def load_rules() -> Rules:
    """What the file says now; DataFileError for anything wrong in it. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / "talk.toml"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Rules:
    reader = Reader.load(path)
    reasons = [
        Reason(row.text("key"), row.localized("report"), row.localized("hidden")) for row in reader.tables("reason")
    ]
    audience, place = reader.table("audience"), reader.table("place")
    rules = Rules(
        studied_percent=reader.integer("studied_percent", minimum=1, maximum=100),
        reviews_needed=reader.integer("reviews_needed", minimum=1),
        prior_reviews=reader.integer("prior_reviews", minimum=0),
        prior_mark=reader.integer("prior_mark", minimum=1, maximum=5),
        most_links=reader.integer("most_links", minimum=0),
        reports_to_wait=reader.integer("reports_to_wait", minimum=1),
        quiet_minutes=reader.integer("quiet_minutes", minimum=0),
        reserved_names=reader.texts("reserved_names"),
        audience={kind: audience.localized(kind) for kind in ("comment", "review")},
        consent={"review": reader.table("consent").localized("review")},
        place={kind: place.localized(kind) for kind in ("comment", "review")},
        reasons={reason.key: reason for reason in reasons},
    )
    reader.done()
    return rules
