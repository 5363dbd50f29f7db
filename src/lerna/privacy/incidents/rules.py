"""Reads `policies/incidents.toml` strictly: signals with their thresholds, natures, consequences, measures, words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.incidents.models import Nature

FILE_NAME = "incidents.toml"
NOTICE_WORDS = (
    "title", "addressee", "ground", "controller", "responsible", "found", "happened", "unknown", "nature", "categories",
    "people", "records", "consequences", "measures", "told", "told_yes", "told_no", "reasons", "late", "nothing",
)  # fmt: skip


class Signal(StrEnum):
    """What the software watches by itself."""

    MASS_LOOKS = "mass-looks"  # by one member of staff, from the ledger
    MASS_EXPORTS = "mass-exports"  # at one company, from the ledger
    REFUSED_READS = "refused-reads"  # by one role
    FAILED_DECRYPTIONS = "failed-decryptions"
    EVIDENCE_MISMATCH = "evidence-mismatch"
    LOGIN_STORM = "login-storm"


@dataclass(frozen=True, slots=True)
class SignalRules:
    """From what numbers on a signal opens an incident; `found` has `{count}`."""

    key: Signal
    per_hour: int
    per_day: int
    nature: Nature
    title: Localized
    found: Localized


@dataclass(frozen=True, slots=True)
class Words:
    """A nature or consequence in words; `people` is what the people concerned read of it: what happened, or advice."""

    title: Localized
    people: Localized


@dataclass(frozen=True, slots=True)
class IncidentRules:
    """The whole file."""

    at_once_minutes: int
    remind_hours_before: int
    drill: Localized
    examining: Localized
    signals: Mapping[Signal, SignalRules]
    natures: Mapping[Nature, Words]
    consequences: Mapping[str, Words]
    measures: Mapping[str, Localized]
    notice: Mapping[str, Localized]


def load_rules() -> IncidentRules:
    """The rules of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def read_rules(path: Path) -> IncidentRules:
    """The rules that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    times, words, notice = reader.table("times"), reader.table("words"), reader.table("notice")
    rules = IncidentRules(
        at_once_minutes=times.integer("at_once_minutes", minimum=1, maximum=1440),
        remind_hours_before=times.integer("remind_hours_before", minimum=1, maximum=71),
        drill=words.localized("drill"),
        examining=words.localized("examining"),
        signals={row.choice("key", Signal): _read_signal(row) for row in _once(reader, "signal")},
        natures={
            Nature(row.text("key")): Words(row.localized("title"), row.localized("people"))
            for row in _once(reader, "nature", tuple(Nature.values))
        },
        consequences={
            row.text("key"): Words(row.localized("title"), row.localized("advice"))
            for row in _once(reader, "consequence")
        },
        measures={row.text("key"): row.localized("title") for row in _once(reader, "measure")},
        notice={word: notice.localized(word) for word in NOTICE_WORDS},
    )
    missing = [
        *(key for key in Signal if key not in rules.signals),
        *(key for key in Nature if key not in rules.natures),
    ]
    if missing:
        reader.fail(f"Nothing is said of {', '.join(key.value for key in missing)}.")
    reader.done()
    return rules


def _once(reader: Reader, name: str, allowed: tuple[str, ...] = ()) -> tuple[Reader, ...]:
    """The tables of a list, each key there only once and, where they are given, one of the allowed."""
    rows = reader.tables(name)
    known: set[str] = set()
    for row in rows:
        key = row.choice("key", allowed) if allowed else row.text("key")
        if key in known:
            row.fail(f'"{key}" stands here twice.', "key")
        known.add(key)
    return rows


def _read_signal(row: Reader) -> SignalRules:
    found = row.localized("found")
    if any(text.count("{count}") != 1 for text in (found.ru, found.kk, found.en)):
        row.fail('"found" says "{count}" once in each language.', "found")
    per_hour = row.integer("per_hour", minimum=1)
    return SignalRules(
        key=row.choice("key", Signal),
        per_hour=per_hour,
        per_day=row.integer("per_day", minimum=per_hour),
        nature=Nature(row.choice("nature", tuple(Nature.values))),
        title=row.localized("title"),
        found=found,
    )


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: tuple[int, int]) -> IncidentRules:
    return read_rules(path)
