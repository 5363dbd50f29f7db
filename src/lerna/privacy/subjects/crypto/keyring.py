"""The data keys that one block of work has opened: fetched in batches, forgotten with the block."""

from collections import deque
from uuid import UUID

from lerna.privacy.subjects.crypto.envelope import unwrap_key
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.keys.queries import find_wrapped

_BATCH = 1000
_MOST_KEPT = 10_000


class MissingKeyError(Exception):
    """The person's key isn't in the database of keys: destroyed, or that database isn't the one that belongs here."""


class Keyring:
    """The keys of one company's people. Rows that are loaded announce theirs; the first value opened fetches all."""

    def __init__(self, company: int, slug: str) -> None:
        self._company, self._slug = company, slug
        self._expected: deque[UUID] = deque(maxlen=_BATCH)
        self._keys: dict[UUID, bytes] = {}

    def expect(self, subject: UUID) -> None:
        """A row of this person was loaded."""
        if subject not in self._keys:
            self._expected.append(subject)

    def add(self, subject: UUID, key: bytes) -> None:
        """A key that was just made."""
        self._keys[subject] = key

    def forget(self, subject: UUID) -> None:
        """A key that was just destroyed."""
        self._keys.pop(subject, None)

    def key_of(self, subject: UUID) -> bytes:
        """The person's key; at most a query for a thousand people. MissingKeyError, SealError, KeyProviderError."""
        if subject not in self._keys:
            self._fetch(subject)
        try:
            return self._keys[subject]
        except KeyError:
            raise MissingKeyError(f"The person {subject} has no key: destroyed, or another database of keys.") from None

    def _fetch(self, subject: UUID) -> None:
        if len(self._keys) > _MOST_KEPT:
            self._keys.clear()
        wanted = {subject, *self._expected}
        self._expected.clear()
        keys = key_provider().read(self._slug)
        for found in find_wrapped(self._company, wanted):
            self._keys[found.subject] = unwrap_key(
                bytes(found.wrapped),
                wrapping_key=keys.wrapping_key(found.version),
                company=self._company,
                subject=found.subject,
            )
