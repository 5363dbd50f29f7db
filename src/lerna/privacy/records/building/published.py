"""What has become public: only the rooms above know, and each says once what it publishes (law 94-V, art. 6).

register_published(list_reviews)  # in the app's `ready`
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.records.document import Row, same
from lerna.privacy.records.words import Words


@dataclass(frozen=True, slots=True)
class Published:
    """One public place and how many entries of people stand there."""

    key: str
    place: Localized
    count: int


ListPublished = Callable[[Company], Iterable[Published]]
_rooms: list[ListPublished] = []


def register_published(listing: ListPublished) -> None:
    """A room says what it has published."""
    if listing not in _rooms:
        _rooms.append(listing)


def forget_published(listing: ListPublished) -> None:
    """Undoes that; for tests."""
    _rooms.remove(listing)


def list_publications(company: Company, words: Words) -> Iterator[Row]:  # noqa: ARG001 -- as every paper is built
    """What any room has published."""
    for listing in _rooms:
        for one in listing(company):
            yield Row(one.key, (one.place, same(one.count)))
