"""A company's existing policy as one text with lines, whatever kind of file it came in."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.utils.translation import gettext as _

from lerna.privacy.policy.importer.readers.encodings import BrokenTextError, decode
from lerna.privacy.policy.importer.readers.html_pages import html_text
from lerna.privacy.policy.importer.readers.word_files import DAMAGE, docx_text
from lerna.privacy.policy.importer.recognized import LINE_BREAK

KINDS = {
    ".txt": "txt",
    ".text": "txt",
    "": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
}
LARGEST = 20_000_000  # bytes; a policy is a few hundred thousand, and anything larger is the wrong file


class SourceError(Exception):
    """Why a file can't be read as a policy, as a sentence for the person who chose it."""


@dataclass(frozen=True)
class Source:
    """The text that was read: of .txt and .md exactly the file's characters, of .html and .docx what a reader sees.

    `notes` say what a reader of .html or .docx did not take over, such as pictures.
    """

    text: str
    kind: str
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Where each line starts."""
        return (0, *(match.end() for match in LINE_BREAK.finditer(self.text)))

    def line_at(self, offset: int) -> int:
        """The line, from 1, that holds this character."""
        return bisect_right(self.breaks, offset)


def read_source(path: Path) -> Source:
    """Read a policy from a file; raises SourceError with a sentence where that can't be done."""
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise SourceError(
            _("%(file)s: a %(suffix)s file can't be read. Save it as .docx, .html, .md or .txt and import that.")
            % {"file": path.name, "suffix": path.suffix}
        )
    try:
        content = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except OSError as error:
        raise SourceError(
            _("%(file)s: the file can't be opened: %(why)s.") % {"file": path, "why": error.strerror}
        ) from error
    if content is None:
        raise SourceError(_("%(file)s: the file is too large to be a policy.") % {"file": path.name})
    if kind == "docx":
        return _docx_source(path)
    text, encoding = _decode(content, path.name)
    if kind == "html":
        text, notes = html_text(text)
        return Source(text, kind, encoding, notes)
    return Source(text, kind, encoding)


def _decode(content: bytes, name: str) -> tuple[str, str]:
    try:
        decoded = decode(content)
    except BrokenTextError as error:
        raise SourceError(
            _(
                "%(file)s, line %(line)s: the file is UTF-8, but the byte %(byte)s here isn't. Correct the damaged "
                "character and save the file as UTF-8 again."
            )
            % {"file": name, "line": error.line, "byte": f"0x{error.byte:02X}"}
        ) from error
    if decoded is None:
        raise SourceError(
            _("%(file)s: this isn't a text file: its characters make sense in no known encoding.") % {"file": name}
        )
    return decoded


def _docx_source(path: Path) -> Source:
    try:
        text, notes = docx_text(path)
    except DAMAGE as error:
        raise SourceError(
            _("%(file)s: the .docx file is damaged or isn't one. Open it in an editor and save it again.")
            % {"file": path.name}
        ) from error
    return Source(text, "docx", "utf-8", notes)
