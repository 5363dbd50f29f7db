"""Signing keys. A provider keeps the secret half; everybody else sees signatures and public keys."""

import os
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

_OTHERS = 0o077


class KeyFileError(Exception):
    """A key can't be used; the message says why and what to do."""


class KeyProvider(Protocol):
    """Who holds the signing keys. Public keys are raw Ed25519, 32 bytes (RFC 8032)."""

    def public_key(self, company: str) -> bytes:
        """The key that signs now; made at the first call."""
        ...

    def find_public_key(self, company: str) -> bytes | None:
        """The same, or None where there's none yet."""
        ...

    def sign(self, company: str, message: bytes, key: bytes) -> bytes:
        """The signature, 64 bytes, by this key. KeyFileError where its secret half isn't here."""
        ...

    def prepare_next(self, company: str) -> bytes:
        """A new key, kept beside the present one; the same again until it is taken up."""
        ...

    def take_up_next(self, company: str, key: bytes) -> None:
        """Sign with this key from now on; nothing to do where it is so already."""
        ...


class FileKeys:
    """Keys as PEM files in a folder that only the installation's owner reads; for one machine."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(settings.LERNA_VAR) / "secrets" / "evidence"

    def public_key(self, company: str) -> bytes:
        return _public(_read_or_make(self._path(company)))

    def find_public_key(self, company: str) -> bytes | None:
        secret = _read(self._path(company))
        return None if secret is None else _public(secret)

    def sign(self, company: str, message: bytes, key: bytes) -> bytes:
        path = self._path(company)
        secret = _read(path)
        if secret is None or _public(secret) != key:
            raise KeyFileError(
                f"The evidence of {company} is signed with key {key.hex()[:16]}…, and {path} holds another or none. "
                "Put the right file back from the backup of the secrets; evidence is never signed by a stranger's key."
            )
        return secret.sign(message)

    def prepare_next(self, company: str) -> bytes:
        return _public(_read_or_make(self._next_path(company)))

    def take_up_next(self, company: str, key: bytes) -> None:
        secret = _read(self._next_path(company))
        if secret is not None and _public(secret) == key:
            self._next_path(company).replace(self._path(company))

    def _path(self, company: str) -> Path:
        return self._folder / f"{company}.ed25519"

    def _next_path(self, company: str) -> Path:
        return self._folder / f"{company}.next.ed25519"


def is_signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this public key signed the message; a key or signature of the wrong size signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(secret: Ed25519PrivateKey) -> bytes:
    return secret.public_key().public_bytes_raw()


def _read(path: Path) -> Ed25519PrivateKey | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    if path.stat().st_mode & _OTHERS:
        raise KeyFileError(f"{path} can be read by others; a signing key is its owner's alone: chmod 600 it.")
    try:
        secret = load_pem_private_key(content, password=None)
    except ValueError as error:
        raise KeyFileError(f"{path} is damaged; put it back from the backup of the secrets.") from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds a key of another kind than Ed25519.")
    return secret


def _read_or_make(path: Path) -> Ed25519PrivateKey:
    secret = _read(path)
    if secret is not None:
        return secret
    secret = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails where another process was first; its key rules
    except FileExistsError:
        return _read_or_make(path)
    finally:
        draft.unlink()
    return secret
