"""Checks a proof that an entry stands in a company's evidence: `python check_proof.py proof.json [public-key-in-hex]`.

Needs Python and the package `cryptography`, and nothing of Lerna: no network, no database. Exit 0: the proof holds.
Without a public key kept from elsewhere it shows only that the proof agrees with itself; with it, who signed.
"""

import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def climb(leaf: bytes, index: int, count: int, path: list[bytes]) -> bytes:
    """The root that this leaf and path lead to in a tree of so many leaves (RFC 9162, section 2.1.3.2)."""
    place, last, value = index, count - 1, leaf
    for step in path:
        if last == 0:
            raise ValueError("the path is too long")
        if place % 2 or place == last:
            value = hashlib.sha256(b"\x01" + step + value).digest()
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            value = hashlib.sha256(b"\x01" + value + step).digest()
        place, last = place // 2, last // 2
    if last:
        raise ValueError("the path is too short")
    return value


def check(proof: dict[str, object], key: str | None) -> str:
    """A sentence about what the proof shows; ValueError with what is wrong."""
    header = json.loads(str(proof["header"]))
    if not 0 <= int(str(proof["index"])) < header["count"]:
        raise ValueError("the entry's place lies outside its block")
    if key is not None and header["key"] != key.lower():
        raise ValueError("the block was signed with another key than yours")
    if header["key"] != proof["key"]:
        raise ValueError("the key beside the header isn't the one in it")
    leaf = hashlib.sha256(b"\x00" + str(proof["entry"]).encode()).digest()
    path = [bytes.fromhex(step) for step in proof["path"]]  # type: ignore[attr-defined]
    if climb(leaf, int(str(proof["index"])), header["count"], path).hex() != header["root"]:
        raise ValueError("the entry isn't in the block: the root differs")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(header["key"])).verify(
            bytes.fromhex(str(proof["signature"])), str(proof["header"]).encode()
        )
    except InvalidSignature:
        raise ValueError("the signature isn't of this header") from None
    entry = json.loads(str(proof["entry"]))
    signer = "your key" if key else f"the key {header['key']} (compare it with one you trust)"
    return (
        f"The proof holds: entry {entry['id']}, “{entry['operation']}”, recorded {entry['recorded_at']} UTC, stands in "
        f"block {header['number']} of {header['company']}, sealed {header['sealed_at']} and signed with {signer}."
    )


def main(words: list[str]) -> int:
    """0 where the proof holds, 1 where it doesn't, 2 where there is none to check."""
    if len(words) not in {1, 2}:
        print(__doc__)  # noqa: T201 -- its purpose
        return 2
    try:
        print(check(json.loads(Path(words[0]).read_text(encoding="utf-8")), words[1] if words[1:] else None))  # noqa: T201
    except (ValueError, KeyError, TypeError, OSError) as error:
        print(f"The proof doesn't hold: {error}.")  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
