"""What became of each thing that a package held, and why: nothing is dropped in silence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from lerna.school.exchange.reasons import Reason, write_reason


class Outcome(StrEnum):
    """Kept: as it was. Converted: in another form, nothing lost. Degraded: its words stay, something of it doesn't.

    Dropped: it has no place here. Unsafe: it was taken out, or something of it, because it could harm who reads it.
    """

    KEPT = "kept"
    CONVERTED = "converted"
    DEGRADED = "degraded"
    DROPPED = "dropped"
    UNSAFE = "unsafe"


_NOTHING_LOST = frozenset({Reason.LOOKS, Reason.LETTER_CASE, Reason.NAME_JOINED, Reason.WEIGHTS})


def judge(reasons: Iterable[str]) -> Outcome:
    """What these reasons together make of a thing that came in."""
    found = {Reason(reason.partition(":")[0]) for reason in reasons}
    if Reason.SCRIPT in found:
        return Outcome.UNSAFE
    return Outcome.DEGRADED if found - _NOTHING_LOST else Outcome.CONVERTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`source` is where it stood in the package, `kind` what it was there; `lesson` and `block` where it stands now."""

    source: str
    kind: str
    outcome: Outcome
    title: str = ""
    reasons: tuple[str, ...] = ()
    lesson: str = ""
    block: str = ""

    @property
    def why(self) -> str:
        """In sentences, in the reader's language; nothing for what was kept as it was."""
        return " ".join(write_reason(reason) for reason in self.reasons)


@dataclass(slots=True)
class Ledger:
    """The entries of one import, in the package's order."""

    entries: list[Entry] = field(default_factory=list)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)

    def write(self) -> list[dict[str, Any]]:
        """As JSON; what is empty is left out."""
        return [{key: value for key, value in asdict(entry).items() if value} for entry in self.entries]


def read_entries(stored: list[dict[str, Any]]) -> list[Entry]:
    """What `Ledger.write` wrote."""
    return [
        Entry(**{**one, "outcome": Outcome(one["outcome"]), "reasons": tuple(one.get("reasons", ()))}) for one in stored
    ]


def count_outcomes(entries: Iterable[Entry]) -> Counter[Outcome]:
    """How many entries of each outcome."""
    return Counter(entry.outcome for entry in entries)
