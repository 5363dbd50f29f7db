"""What a verification may find."""

from dataclasses import dataclass
from enum import StrEnum


class Flaw(StrEnum):
    """The kinds of findings."""

    CHANGED = "changed"
    MISSING = "missing"
    REORDERED = "reordered"
    BACKDATED = "backdated"
    UNSEALED = "unsealed"
    BLOCK = "block"
    CHAIN = "chain"
    SIGNATURE = "signature"
    EXPORT = "export"
    GUARD = "guard"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, with a sentence that says where."""

    flaw: Flaw
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification of one company's ledger read and found; `waiting` entries are young and not sealed yet."""

    company: str
    entries: int
    blocks: int
    waiting: int
    findings: tuple[Finding, ...]
