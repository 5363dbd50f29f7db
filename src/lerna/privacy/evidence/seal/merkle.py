"""Merkle trees as RFC 6962, section 2.1, defines them: a leaf can't be passed off as a node, nor a node as a leaf."""

from collections.abc import Sequence
from hashlib import sha256

LEAF, NODE = b"\0", b"\1"
EMPTY_ROOT = sha256().digest()


def hash_leaf(entry: bytes) -> bytes:
    """SHA-256 over 0x00 and the entry."""
    return sha256(LEAF + entry).digest()


def compute_root(leaves: Sequence[bytes]) -> bytes:
    """The tree's root over these leaf hashes, in this order; SHA-256 of nothing where there are none."""
    if not leaves:
        return EMPTY_ROOT
    level = leaves
    while len(level) > 1:
        level = _join_pairs(level)
    return level[0]


def find_path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """The hashes that lead from the leaf at `index` to the root, nearest first (RFC 6962, 2.1.1); or IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(f"A tree of {len(leaves)} leaves has none at {index}.")
    path = []
    level = leaves
    while len(level) > 1:
        neighbor = index ^ 1
        if neighbor < len(level):  # the last of an odd level rises alone
            path.append(level[neighbor])
        level = _join_pairs(level)
        index >>= 1
    return tuple(path)


def _join_pairs(level: Sequence[bytes]) -> list[bytes]:
    # Going up by pairs gives the RFC's tree, which splits at the largest power of two: both leave the odd one right.
    halves = iter(level)
    joined = [sha256(NODE + left + right).digest() for left, right in zip(halves, halves, strict=False)]
    if len(level) % 2:
        joined.append(level[-1])
    return joined
