"""Files inside a kept ZIP, read where they lie: nothing is unpacked, and a request costs one seek.

What a package may hold was judged when it came in (`exchange.foreign.packages`). The list of its files is read once in
each process, for an archive is known by the digest of its bytes and never changes. A deflated file is, with ten bytes
before and eight behind it, a gzip file (RFC 1952): a browser gets it as it lies there, and unpacks it itself.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from django.core.files.storage import default_storage

_CHUNK = 256 * 1024
_MOST_ARCHIVES = 32  # whose lists a process holds; one of 1,000 files takes about 200 kB
_LOCAL_HEADER = struct.Struct("<4s22xHH")  # its mark, then the lengths of name and extra field (APPNOTE, 4.3.7)
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # deflated, no time, no system
_MAX_WINDOW = -15  # of zlib: deflated data without a head


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive; `size` and `packed` are bytes, `start` is where its own header begins."""

    path: str
    start: int
    packed: int
    size: int
    crc: int
    is_deflated: bool

    @property
    def gzip_size(self) -> int:
        """How long `read_gzip` is, in bytes."""
        return len(_GZIP_HEADER) + self.packed + 8

    def read(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes from `first` to `last`, counted from 0. Of a deflated file what stands before is unpacked too."""
        if not self.is_deflated:
            yield from self._read_raw(first, last - first + 1)
            return
        inflating, place = zlib.decompressobj(_MAX_WINDOW), 0
        for chunk in self._read_raw(0, self.packed):
            packed = chunk
            while packed and place <= last:
                piece = inflating.decompress(packed, _CHUNK)  # never more at once, whatever it claims to be
                packed = inflating.unconsumed_tail
                if wanted := piece[max(first - place, 0) : max(last + 1 - place, 0)]:
                    yield wanted
                place += len(piece)
                if not piece and not packed:
                    break
            if place > last:
                return

    def read_gzip(self) -> Iterator[bytes]:
        """A deflated file as gzip."""
        yield _GZIP_HEADER
        yield from self._read_raw(0, self.packed)
        yield struct.pack("<II", self.crc, self.size & 0xFFFFFFFF)

    def _read_raw(self, first: int, count: int) -> Iterator[bytes]:
        with default_storage.open(self.path) as archive:
            archive.seek(self.start)
            mark, name, extra = _LOCAL_HEADER.unpack(archive.read(_LOCAL_HEADER.size))
            if mark != b"PK\x03\x04":
                raise BadZipFile
            archive.seek(self.start + _LOCAL_HEADER.size + name + extra + first)
            while count > 0 and (chunk := archive.read(min(_CHUNK, count))):
                count -= len(chunk)
                yield chunk


def find_member(path: str, name: str) -> Member | None:
    """The file of this name in the archive at `path`; else the one that differs in case alone, as where it was made on
    a system that doesn't mind. None where there is none, or the archive can't be read.
    """
    try:
        members = _list_members(path)
    except (BadZipFile, FileNotFoundError):
        return None
    return members.get(name) or members.get(name.casefold())


@lru_cache(maxsize=_MOST_ARCHIVES)
def _list_members(path: str) -> Mapping[str, Member]:
    with default_storage.open(path) as archive, ZipFile(archive) as opened:
        found = {
            info.filename: Member(
                path, info.header_offset, info.compress_size, info.file_size, info.CRC,
                info.compress_type == ZIP_DEFLATED,
            )
            for info in opened.infolist()
            if not info.is_dir() and info.compress_type in {ZIP_STORED, ZIP_DEFLATED}
        }  # fmt: skip
    return {name.casefold(): member for name, member in found.items()} | found
