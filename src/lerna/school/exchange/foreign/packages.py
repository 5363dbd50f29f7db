"""Opening a package that a stranger may have made: unpacked into a folder of its own, within limits, or refused.

Nothing is read whole into memory, and no figure that the package states of itself is believed: bytes are counted as
they come.
"""

import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from django.core.files.base import File
from django.utils.translation import gettext as _

_CHUNK = 1 << 20  # bytes
_MEGABYTE = 1 << 20
_LONGEST_NAME = 200  # bytes of UTF-8, for a part of a path; file systems end at 255


class PackageError(Exception):
    """The package is refused; `str()` is a sentence for whoever brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a package may hold, unpacked. `ratio` is how much bigger than itself it may grow beyond `free` bytes."""

    files: int = 20_000
    size: int = 2048 * _MEGABYTE
    ratio: int = 100
    free: int = 64 * _MEGABYTE


LIMITS = Limits()


@contextmanager
def open_package(path: Path, limits: Limits = LIMITS) -> Iterator[Path]:
    """A folder with what the package holds, gone afterwards; the folder itself where `path` is one.

    PackageError for what is no archive, is damaged, or would harm this machine.
    """
    if path.is_dir():
        _check_folder(path, limits)
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="lerna-package-") as folder:
        unpacking = _Unpacking(Path(folder), path.stat().st_size, limits)
        try:
            if zipfile.is_zipfile(path):
                _unpack_zip(path, unpacking)
            elif tarfile.is_tarfile(path):
                _unpack_tar(path, unpacking)
            else:
                raise PackageError(_("%(name)s is neither a ZIP nor a tar archive.") % {"name": path.name})
        except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError) as error:
            raise PackageError(
                _("%(name)s is damaged and can't be unpacked to its end.") % {"name": path.name}
            ) from error
        yield Path(folder)


def is_package(content: "BinaryIO | File[bytes]") -> bool:
    """Whether these bytes begin as an archive that is known here. `content` must be seekable."""
    content.seek(0)
    if zipfile.is_zipfile(content):
        return True
    content.seek(0)
    try:
        return tarfile.is_tarfile(content)
    except (EOFError, zlib.error):
        return False


class _Unpacking:
    """Writes files below `root` and counts them."""

    def __init__(self, root: Path, packed: int, limits: Limits) -> None:
        self._root = root
        self._limits = limits
        self._most = min(limits.size, max(limits.free, packed * limits.ratio))  # bytes
        self._files = 0
        self._size = 0

    def write(self, name: str, content: IO[bytes]) -> None:
        """The file of this name; PackageError where it leads out of the folder, is there already or is too much."""
        target = self._root / check_name(name)
        self._files += 1
        if self._files > self._limits.files:
            raise PackageError(_("The package holds more than %(files)s files.") % {"files": self._limits.files})
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                while chunk := content.read(_CHUNK):
                    self._size += len(chunk)
                    if self._size > self._most:
                        most = self._most // _MEGABYTE
                        raise PackageError(
                            _("Unpacked, the package would be over %(most)s MB: more than it may become.")
                            % {"most": most}
                        )
                    file.write(chunk)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise PackageError(
                _('The package holds "%(name)s" twice, or as a file and a folder.') % {"name": name}
            ) from error


def check_name(name: str) -> PurePosixPath:
    """The name of a file inside a package, as a path below it; PackageError where it isn't one."""
    path = PurePosixPath(name)
    if (
        not path.parts
        or path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or "\0" in name
        or ":" in path.parts[0]
    ):
        raise PackageError(
            _('The package holds a file by the name "%(name)s", which leads out of it.') % {"name": name}
        )
    if any(len(part.encode()) > _LONGEST_NAME for part in path.parts):
        raise PackageError(_('The package holds a file by a name that is too long: "%(name)s…".') % {"name": name[:80]})
    return path


def _unpack_zip(path: Path, unpacking: _Unpacking) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.flag_bits & 0x1:
                raise PackageError(_("The package is locked by a password."))
            if stat.S_ISLNK(member.external_attr >> 16):
                raise PackageError(
                    _('The package holds "%(filename)s", a link to another place.') % {"filename": member.filename}
                )
            if not member.is_dir():
                with archive.open(member) as content:
                    unpacking.write(member.filename, content)


def _unpack_tar(path: Path, unpacking: _Unpacking) -> None:
    with tarfile.open(path, "r|*") as archive:  # as a stream: a member is read once, in its turn
        for member in archive:
            if member.isdir():
                continue
            content = archive.extractfile(member) if member.isreg() else None
            if content is None:
                raise PackageError(
                    _('The package holds "%(name)s", which is a link or a device and no file.') % {"name": member.name}
                )
            unpacking.write(member.name, content)


def _check_folder(root: Path, limits: Limits) -> None:
    """A folder is its owner's own; only links that lead out of it and sheer numbers are refused."""
    whole = root.resolve()
    for number, path in enumerate(root.rglob("*"), 1):
        if number > limits.files:
            raise PackageError(_("The folder holds more than %(files)s files.") % {"files": limits.files})
        if path.is_symlink() and not path.resolve().is_relative_to(whole):
            raise PackageError(
                _('"%(name)s" is a link that leads out of the folder.') % {"name": path.relative_to(root)}
            )


def find_file(root: Path, name: str) -> Path | None:
    """The file of this name below `root`, where it is one and stands inside."""
    if not name or "\0" in name:
        return None
    found = (root / name.lstrip("/")).resolve()
    return found if found.is_relative_to(root.resolve()) and found.is_file() else None
