"""The files that a page's blocks name, each with its address for whoever reads the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lerna.companies.models import Company
from lerna.doors.look.media.addresses import WriteAddress, frame_address
from lerna.doors.look.media.views_frame import INDEX
from lerna.school.catalogue.lessons import list_digests
from lerna.school.catalogue.media import find_media
from lerna.school.catalogue.models import Lesson, MediaFile


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file and where it is; `size` in bytes, `width` and `height` in pixels, 0 where unknown."""

    address: str
    name: str
    media_type: str
    size: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Files:
    """Files by digest, and how their addresses are written."""

    media: Mapping[str, MediaFile]
    write_address: WriteAddress
    now: datetime

    def find(self, digest: str) -> ShownFile | None:
        """The file of this digest; None where the company doesn't have it."""
        found = self.media.get(digest)
        if found is None:
            return None
        address = self.write_address(found)
        return ShownFile(address, found.name, found.media_type, found.size, found.width, found.height)

    def find_frame(self, digest: str, path: str = INDEX) -> str:
        """The address at which an author's program runs; empty where the company doesn't have it."""
        found = self.media.get(digest)
        return frame_address(found, path=path, now=self.now) if found else ""


def read_files(lesson: Lesson, write_address: WriteAddress, *, now: datetime) -> Files:
    """The files of a published lesson. One query, if it names any."""
    return gather_files(lesson.course.company, lesson.published.blocks if lesson.published else [], write_address, now)


def gather_files(company: Company, stored: object, write_address: WriteAddress, now: datetime) -> Files:
    """The files that stored blocks or texts name. One query, if they name any."""
    digests = set(list_digests(stored))
    return Files(find_media(company, digests) if digests else {}, write_address, now)
