"""A course's folder that its author writes in at this moment."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from lerna.doors.look.blocks.files import Files
from lerna.kit.datafile import DataFileError
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.media import guess_type
from lerna.school.catalogue.models import MediaFile
from lerna.school.exchange.files import list_files, map_files
from lerna.school.exchange.folder.lines import FolderError
from lerna.school.exchange.folder.read_folder import read_folder
from lerna.school.exchange.foreign.packages import find_file

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class FolderFiles(Files):
    """The folder's files, at addresses of the preview."""

    def find_frame(self, digest: str, path: str = INDEX) -> str:
        found = self.media.get(digest)
        if found is None:
            return ""
        inside = f"/{quote(path)}" if found.name.endswith(".zip") else ""
        return f"/frames/{quote(found.name)}{inside}"


@dataclass(slots=True)
class Previewed:
    """The course as it could last be read, and what is wrong in it now."""

    root: Path
    content: CourseContent | None = None
    faults: tuple[DataFileError, ...] = ()
    _stamp: str = field(default="", init=False)

    def stamp(self) -> str:
        """Another word after every change in the folder."""
        seen = hashlib.sha256()
        for path in sorted(self.root.rglob("*")):
            if path.is_file():
                status = path.stat()
                seen.update(f"{path}\0{status.st_mtime_ns}\0{status.st_size}\n".encode())
        return seen.hexdigest()

    def renew(self) -> None:
        """Read the folder again if it has changed; with faults, what could last be read stays."""
        stamp = self.stamp()
        if stamp == self._stamp:
            return
        try:
            self.content, self.faults = read_folder(self.root), ()
        except FolderError as error:
            self.faults = error.faults
        self._stamp = stamp

    def place(self, fault: DataFileError) -> str:
        """The file of a fault, named from the folder."""
        return fault.path.relative_to(self.root).as_posix() if fault.path.is_relative_to(self.root) else fault.path.name

    def name_files(self, now: datetime) -> tuple[CourseContent | None, FolderFiles]:
        """The course with its files named by digest, as pages want them, and those files."""
        if self.content is None:
            return None, FolderFiles({}, _write_address, now)
        names = {name: hashlib.sha256(name.encode()).hexdigest() for name in list_files(self.content)}
        media = {
            digest: MediaFile(name=name, digest=digest, media_type=guess_type(name), size=_size(self.root, name))
            for name, digest in names.items()
        }
        return map_files(self.content, names.__getitem__), FolderFiles(media, _write_address, now)


def _write_address(media: MediaFile) -> str:
    return f"/{quote(media.name)}"


def _size(root: Path, name: str) -> int:
    found = find_file(root, name)
    return found.stat().st_size if found else 0
