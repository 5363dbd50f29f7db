"""The files that a page's blocks name, each with its address for whoever reads the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lerna.companies.models import Company
from lerna.doors.look.media.addresses import WriteAddress, frame_address
from lerna.doors.look.media.pictures import Picture, show_picture
from lerna.doors.look.media.playlists import playlist_address
from lerna.doors.look.media.views_frame import INDEX
from lerna.school.catalogue.lessons import list_digests
from lerna.school.catalogue.media import find_media, list_renditions
from lerna.school.catalogue.models import Lesson, MediaFile, Rendition


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file and where it is, as it came; `size` in bytes, `width` and `height` in pixels, 0 where unknown."""

    address: str
    name: str
    media_type: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Files:
    """Files by digest, how their addresses are written, and by the file's number what was made of it."""

    media: Mapping[str, MediaFile]
    write_address: WriteAddress
    now: datetime
    renditions: Mapping[int, Sequence[Rendition]] = field(default_factory=dict)

    def find(self, digest: str) -> ShownFile | None:
        """The file of this digest; None where the company doesn't have it."""
        found = self.media.get(digest)
        if found is None:
            return None
        address = self.write_address(found)
        return ShownFile(address, found.name, found.media_type, found.size, found.width, found.height)

    def find_picture(self, digest: str) -> Picture | None:
        """The picture of this digest in its sizes; None where the company lacks it, or no phone could hold it."""
        found = self.media.get(digest)
        return show_picture(found, self.renditions.get(found.pk, ()), self.write_address) if found else None

    def find_film(self, digest: str) -> str:
        """The address of the playlist by which the film is streamed; empty where it is sent as it came."""
        found = self.media.get(digest)
        streams = [each for each in self.renditions.get(found.pk, ()) if each.stream] if found else []
        return playlist_address(found, self.write_address) if found and streams else ""

    @property
    def has_films(self) -> bool:
        """Whether any of them is streamed."""
        return any(each.stream for found in self.renditions.values() for each in found)

    def find_frame(self, digest: str, path: str = INDEX) -> str:
        """The address at which an author's program runs; empty where the company doesn't have it."""
        found = self.media.get(digest)
        return frame_address(found, path=path, now=self.now) if found else ""


def read_files(lesson: Lesson, write_address: WriteAddress, *, now: datetime) -> Files:
    """The files of a published lesson. Two queries, if it names any."""
    return gather_files(lesson.course.company, lesson.published.blocks if lesson.published else [], write_address, now)


def gather_files(company: Company, stored: object, write_address: WriteAddress, now: datetime) -> Files:
    """The files that stored blocks or texts name. Two queries, if they name any."""
    digests = set(list_digests(stored))
    media = find_media(company, digests) if digests else {}
    return Files(media, write_address, now, list_renditions(media.values()))
