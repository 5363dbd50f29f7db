"""A sealed value: AES-256-GCM, bound to its place. Format: version (1 byte) | nonce (12) | ciphertext and tag (16)."""

import os
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = 1
KEY_BYTES = 32
_NONCE_BYTES = 12
_SHORTEST = 1 + _NONCE_BYTES + 16


class SealError(Exception):
    """A value doesn't open: another key, another place, or changed bytes. Nothing of it is ever shown instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value belongs. The associated data of the cipher: moved anywhere else, it doesn't open."""

    company: int
    table: str
    column: str
    subject: UUID
    row: str

    def encode(self) -> bytes:
        """Each part with its length before it, so that no two places encode alike."""
        parts = (f"lerna:{VERSION}", str(self.company), self.table, self.column, self.subject.hex, self.row)
        return b"".join(len(part.encode()).to_bytes(4) + part.encode() for part in parts)


def seal(text: str, *, key: bytes, place: Place) -> bytes:
    """The text sealed under a person's key, for this place alone."""
    return seal_bytes(text.encode(), key=key, place=place)


def unseal(sealed: bytes, *, key: bytes, place: Place) -> str:
    """The text again; SealError for another key, another place, or anything changed."""
    return unseal_bytes(sealed, key=key, place=place).decode()


def seal_bytes(content: bytes, *, key: bytes, place: Place) -> bytes:
    """The same for what isn't text, such as a file; all of it at once, so a file must fit into memory."""
    nonce = os.urandom(_NONCE_BYTES)
    return bytes([VERSION]) + nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal_bytes(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    """The bytes again; SealError as above."""
    if len(sealed) < _SHORTEST or sealed[0] != VERSION:
        raise SealError(f"{place.table}.{place.column} holds no sealed value of a version known here.")
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.encode())
    except InvalidTag:
        raise SealError(
            f"A value of {place.table}.{place.column} doesn't open: another key, another place, or changed bytes."
        ) from None


def wrap_key(data_key: bytes, *, wrapping_key: bytes, company: int, subject: UUID) -> bytes:
    """A person's key sealed under the company's; opens for this company and person alone."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, data_key, _owner(company, subject))


def unwrap_key(wrapped: bytes, *, wrapping_key: bytes, company: int, subject: UUID) -> bytes:
    """The person's key again; SealError where the company's key is another."""
    nonce, body = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return AESGCM(wrapping_key).decrypt(nonce, body, _owner(company, subject))
    except InvalidTag:
        raise SealError(
            "A person's key doesn't open: the company's key is not the one that it was wrapped by."
        ) from None


def _owner(company: int, subject: UUID) -> bytes:
    return b"lerna-data-key:%d:%s" % (company, subject.hex.encode())
