"""A block's header: its one true spelling, which is hashed for the chain and signed."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

VERSION = 1
NO_PREVIOUS = bytes(32)

_HEX_32 = re.compile(r"[0-9a-f]{64}")


class HeaderError(ValueError):
    """This text is no header of ours; the message says what is wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Block `number` (from 1) of a company: `count` entries, of which the first is number `first` (from 0) of its
    ledger, with ids from `lowest_id` to `highest_id` (0 where there are none), not without gaps.

    `previous` is the hash of the header before, zeros for none. `key` is the public key (Ed25519, raw) that signs this
    header, `next_key` the one that signs those after it, where the key changes here.
    """

    company: str
    number: int
    first: int
    count: int
    lowest_id: int
    highest_id: int
    root: bytes
    previous: bytes
    sealed_at: datetime
    key: bytes
    next_key: bytes | None = None

    @property
    def following_key(self) -> bytes:
        """The key that must sign the next block."""
        return self.next_key or self.key

    def to_text(self) -> str:
        """JSON: keys in this order, no white space, bytes as small hexadecimal digits, the moment in UTC."""
        fields: dict[str, object] = {
            "version": VERSION,
            "company": self.company,
            "number": self.number,
            "first": self.first,
            "count": self.count,
            "lowest_id": self.lowest_id,
            "highest_id": self.highest_id,
            "root": self.root.hex(),
            "previous": self.previous.hex(),
            "sealed_at": self.sealed_at.isoformat(),
            "key": self.key.hex(),
        }
        if self.next_key:
            fields["next_key"] = self.next_key.hex()
        return json.dumps(fields, separators=(",", ":"))


def hash_header(text: str) -> bytes:
    """What the next header states as `previous`."""
    return sha256(text.encode()).digest()


def read_header(text: str) -> Header:
    """The header spelled by this text; HeaderError where it isn't one, or isn't spelled as `to_text` would."""
    try:
        fields = json.loads(text)
        header = Header(
            company=str(fields["company"]),
            number=int(fields["number"]),
            first=int(fields["first"]),
            count=int(fields["count"]),
            lowest_id=int(fields["lowest_id"]),
            highest_id=int(fields["highest_id"]),
            root=_read_bytes(fields, "root"),
            previous=_read_bytes(fields, "previous"),
            sealed_at=datetime.fromisoformat(fields["sealed_at"]),
            key=_read_bytes(fields, "key"),
            next_key=_read_bytes(fields, "next_key") if "next_key" in fields else None,
        )
    except (ValueError, KeyError, TypeError) as error:
        raise HeaderError(f"it isn't a header ({type(error).__name__})") from error
    if header.to_text() != text:
        raise HeaderError("it isn't spelled as headers are")
    return header


def _read_bytes(fields: dict[str, str], key: str) -> bytes:
    if not _HEX_32.fullmatch(fields[key]):
        raise HeaderError(f"{key} isn't 32 bytes in hexadecimal digits")
    return bytes.fromhex(fields[key])
