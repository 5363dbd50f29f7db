"""Where the keys of a company come from: a strictly closed file on one machine, the environment in a container.

They stand outside of every database. A transit service, which never gives the key away, would be a third class.
"""

import base64
import binascii
import json
import os
import re
import secrets
import stat
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from lerna.privacy.subjects.crypto.envelope import KEY_BYTES

_OTHERS = 0o077


class KeyProviderError(Exception):
    """A company's key is missing or can't be trusted; the sentence says which and what to do, never the key."""


@dataclass(frozen=True, slots=True)
class CompanyKeys:
    """The keys of one company: every version of the key that wraps, and the key of its blind indexes."""

    current: int
    wrapping: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    def wrapping_key(self, version: int) -> bytes:
        """The key of this version; KeyProviderError where it is no longer there."""
        try:
            return self.wrapping[version]
        except KeyError:
            raise KeyProviderError(f"Version {version} of the company's key isn't there; restore it.") from None


class KeyProvider(Protocol):
    """What a source of keys can do."""

    def read(self, slug: str) -> CompanyKeys:
        """The company's keys; KeyProviderError where they are missing or wrong."""

    def has(self, slug: str) -> bool:
        """Does the company have keys here at all?"""

    def make(self, slug: str) -> CompanyKeys:
        """The first keys of a company; KeyProviderError where it has some, or where this source can't keep any."""

    def add_version(self, slug: str) -> CompanyKeys:
        """The same keys with a new current version; KeyProviderError where this source can't keep any."""

    def drop_version(self, slug: str, version: int) -> None:
        """Takes an old version away for good; KeyProviderError where this source can't."""


class FileKeys:
    """`LERNA_VAR/secrets/keys/<company>.json`, open to nobody else (mode 0600)."""

    def path(self, slug: str) -> Path:
        """The company's file."""
        return Path(settings.LERNA_VAR) / "secrets" / "keys" / f"{slug}.json"

    def has(self, slug: str) -> bool:
        """Is there a file?"""
        return self.path(slug).exists()

    def read(self, slug: str) -> CompanyKeys:
        """Read again only after the file has changed, so that a rotation reaches every process at once."""
        path = self.path(slug)
        try:
            status = path.lstat()
        except FileNotFoundError:
            raise KeyProviderError(
                f"{slug} has no key: {path} isn't there. Restore it, or for a new company run ./lerna keys make."
            ) from None
        if not stat.S_ISREG(status.st_mode) or status.st_mode & _OTHERS or status.st_uid not in {os.geteuid(), 0}:
            raise KeyProviderError(f"{path} must be a plain file of our own that nobody else can read: chmod 600 it.")
        return _read_file(path, status.st_mtime_ns, status.st_ino)

    def make(self, slug: str) -> CompanyKeys:
        """Writes the company's first file."""
        keys = CompanyKeys(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
        path = self.path(slug)
        draft = self._write_draft(path, keys)
        try:
            os.link(draft, path)  # fails where there is one already: a key is never written over
        except FileExistsError:
            raise KeyProviderError(f"{slug} has keys already, in {path}.") from None
        finally:
            draft.unlink()
        return self.read(slug)

    def add_version(self, slug: str) -> CompanyKeys:
        """Writes the file anew with one version more."""
        old = self.read(slug)
        current = max(old.wrapping) + 1
        keys = CompanyKeys(current, old.wrapping | {current: secrets.token_bytes(KEY_BYTES)}, old.index)
        self._write_draft(self.path(slug), keys).replace(self.path(slug))
        return self.read(slug)

    def drop_version(self, slug: str, version: int) -> None:
        """Writes the file anew without it."""
        old = self.read(slug)
        keys = CompanyKeys(old.current, {one: key for one, key in old.wrapping.items() if one != version}, old.index)
        self._write_draft(self.path(slug), keys).replace(self.path(slug))

    def _write_draft(self, path: Path, keys: CompanyKeys) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        written = {"current": keys.current, "index": _encode(keys.index),
                   "wrapping": {str(version): _encode(key) for version, key in keys.wrapping.items()}}  # fmt: skip
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(written, file)
            file.flush()
            os.fsync(file.fileno())  # a person's key is about to be wrapped by it
        return draft


class EnvironmentKeys:
    """`LERNA_KEYS_<COMPANY>`: `1:<base64>,2:<base64>,index:<base64>`; the highest version is the current one."""

    def variable(self, slug: str) -> str:
        """The company's variable."""
        company = re.sub(r"[^A-Z0-9]", "_", slug.upper())
        return f"LERNA_KEYS_{company}"

    def has(self, slug: str) -> bool:
        """Is the variable set?"""
        return bool(os.environ.get(self.variable(slug)))

    def read(self, slug: str) -> CompanyKeys:
        """Read from the environment of this process, which was given at its start."""
        name = self.variable(slug)
        if not self.has(slug):
            raise KeyProviderError(f"{slug} has no key: the variable {name} isn't set.")
        parts = dict(part.strip().partition(":")[::2] for part in os.environ[name].split(","))
        wrapping = {int(version): _decode(key, name) for version, key in parts.items() if version.isdigit()}
        if not wrapping or "index" not in parts:
            raise KeyProviderError(f"{name} must be “1:<base64>,index:<base64>”.")
        return CompanyKeys(max(wrapping), wrapping, _decode(parts["index"], name))

    def make(self, slug: str) -> CompanyKeys:
        """Refused: a process can't write its own environment."""
        raise KeyProviderError(f"The keys of {slug} come from the environment: set {self.variable(slug)} there.")

    def add_version(self, slug: str) -> CompanyKeys:
        """Refused likewise: the new version is added to the variable, then `./lerna keys rotate` rewraps."""
        return self.make(slug)

    def drop_version(self, slug: str, version: int) -> None:
        """Refused likewise, with what to do."""
        raise KeyProviderError(
            f"No person needs version {version}: take “{version}:…” out of {self.variable(slug)}, restart, and run this"
            " again to have it recorded."
        )


def key_provider() -> KeyProvider:
    """The source that the setting LERNA_KEY_PROVIDER names."""
    return EnvironmentKeys() if settings.LERNA_KEY_PROVIDER == "environment" else FileKeys()


@lru_cache(maxsize=64)
def _read_file(path: Path, _changed: int, _inode: int) -> CompanyKeys:
    try:
        written = json.loads(path.read_text())
        wrapping = {int(version): _decode(key, path) for version, key in written["wrapping"].items()}
        keys = CompanyKeys(int(written["current"]), wrapping, _decode(written["index"], path))
        keys.wrapping_key(keys.current)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyProviderError(f"{path} isn't a file of keys. Restore it from its backup.") from None
    return keys


def _encode(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _decode(text: str, source: object) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyProviderError(f"A key in {source} isn't {KEY_BYTES} bytes in base64.")
    return key
