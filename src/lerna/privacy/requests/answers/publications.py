"""What rooms above have published of a person: only they know, and each says once how it removes it (law 94-V, art. 6).

register_publications(remove_reviews)  # in the app's `ready`; (DataSubject, now) -> how many were removed
"""

from collections.abc import Callable
from datetime import datetime

from lerna.privacy.subjects.models import DataSubject

RemovePublications = Callable[[DataSubject, datetime], int]

_rooms: list[RemovePublications] = []


def register_publications(remove: RemovePublications) -> None:
    """A room says how it removes what it has published of a person."""
    if remove not in _rooms:
        _rooms.append(remove)


def forget_publications(remove: RemovePublications) -> None:
    """Undoes that; for tests."""
    _rooms.remove(remove)


def remove_publications(*, subject: DataSubject, now: datetime) -> int:
    """Removes everything that any room has published of the person, in the caller's transaction; gives how many."""
    return sum(remove(subject, now) for remove in _rooms)
