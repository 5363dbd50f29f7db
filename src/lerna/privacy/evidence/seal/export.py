"""The headers outside the database: a file a company, one JSON line a block. A rewritten database disagrees with it."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Block
from lerna.privacy.evidence.seal.headers import HeaderError, read_header

_TAIL = 8192  # bytes; longer than any line


class ExportError(Exception):
    """The file and the database tell different stories; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One line of the file: the signed text and its signature."""

    header: str
    signature: bytes

    @property
    def number(self) -> int:
        """The block's number."""
        return read_header(self.header).number

    def to_line(self) -> bytes:
        """The header as it was signed, within a JSON object of its own."""
        return f'{{"block":{self.header},"signature":"{self.signature.hex()}"}}\n'.encode()


def export_path(slug: str) -> Path:
    """Where a company's headers are kept. Send copies of this file elsewhere: it's only as far away as its disk."""
    return Path(settings.LERNA_VAR) / "evidence" / f"{slug}.log"


def read_export(slug: str) -> tuple[Exported, ...]:
    """Every whole line; none where there's no file. ExportError for a line that isn't ours.

    A last line without an end is what a kill left of one; the next sealing writes it anew.
    """
    try:
        content = export_path(slug).read_bytes()
    except FileNotFoundError:
        return ()
    *lines, _ = content.split(b"\n")
    return tuple(_read_line(slug, place, line) for place, line in enumerate(lines, 1))


def catch_up(company: Company) -> int:
    """Write what the file lacks of the company's blocks, and give how many those were.

    ExportError where the file knows a block that the database lacks or tells otherwise: then nothing is written.
    """
    path = export_path(company.slug)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until closed: two sealers may have made a block each, and both come here
        last = _read_last(company.slug, file)
        if last is not None:
            _check_known(company, last, path)
        blocks = Block.objects.filter(company=company, number__gt=last.number if last else 0).order_by("number")
        missing = [Exported(text, bytes(signature)) for text, signature in blocks.values_list("header", "signature")]
        if missing:
            _append(file, b"".join(line.to_line() for line in missing))
    return len(missing)


def _check_known(company: Company, last: Exported, path: Path) -> None:
    blocks = Block.objects.filter(company=company, number=last.number)
    known = blocks.order_by("pk").values_list("header", flat=True).first()
    if known == last.header:
        return
    story = "lacks" if known is None else "tells otherwise"
    raise ExportError(
        f"{path} knows block {last.number} of {company.slug}, which the database {story}. If an old backup was "
        "restored, move that file to a safe place and keep it; a new one is then begun. Otherwise the database was "
        "rewritten."
    )


def _read_tail(file: BinaryIO) -> list[bytes]:
    """The last lines; what stands after the last line's end is what a kill left of another."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - _TAIL))
    return file.read().split(b"\n")


def _read_last(slug: str, file: BinaryIO) -> Exported | None:
    *lines, _ = _read_tail(file)
    return _read_line(slug, 0, lines[-1]) if lines else None


def _append(file: BinaryIO, lines: bytes) -> None:
    unfinished = len(_read_tail(file)[-1])
    if unfinished:
        file.truncate(file.seek(0, os.SEEK_END) - unfinished)
    file.write(lines)
    file.flush()
    os.fsync(file.fileno())


def _read_line(slug: str, place: int, line: bytes) -> Exported:
    where = f"line {place}" if place else "the last line"
    try:
        text = line.decode()
        signature = bytes.fromhex(json.loads(text)["signature"])
        exported = Exported(text[len('{"block":') : text.rindex(',"signature"')], signature)
        read_header(exported.header)
    except (ValueError, KeyError, TypeError, HeaderError) as error:
        raise ExportError(f"{export_path(slug)}: {where} isn't as it was written.") from error
    return exported
