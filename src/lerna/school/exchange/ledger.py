"""What became of each thing that a package held, and why: nothing is dropped in silence."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """Kept: as it was. Converted: in another form, nothing lost. Degraded: its words stay, something of it doesn't.

    Dropped: it has no place here. Unsafe: it was taken out because it could harm who reads it.
    """

    KEPT = "kept"
    CONVERTED = "converted"
    DEGRADED = "degraded"
    DROPPED = "dropped"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`source` is where it stood in the package, `kind` what it was there; `lesson` and `block` where it stands now."""

    source: str
    kind: str
    outcome: Outcome
    title: str = ""
    lesson: str = ""
    block: str = ""


@dataclass(slots=True)
class Ledger:
    """The entries of one import, in the package's order."""

    entries: list[Entry] = field(default_factory=list)

    def note(self, entry: Entry) -> None:
        self.entries.append(entry)

    def count(self) -> Counter[Outcome]:
        """How many entries of each outcome."""
        return Counter(entry.outcome for entry in self.entries)

    def write(self) -> list[dict[str, Any]]:
        """As JSON; what is empty is left out."""
        return [{key: value for key, value in asdict(entry).items() if value} for entry in self.entries]


def read_entries(stored: list[dict[str, Any]]) -> list[Entry]:
    """What `Ledger.write` wrote."""
    return [Entry(**{**one, "outcome": Outcome(one["outcome"])}) for one in stored]
