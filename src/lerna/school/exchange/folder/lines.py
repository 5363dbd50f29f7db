"""Lines of a course's text files: keys, faults gathered, and a backslash before what would be taken for a mark."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError
from lerna.kit.sentences import say

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KEY_SENTENCE = say(_("A key is of small Latin letters, digits and hyphens, such as color-basics-ru."))

DIRECTIVE = re.compile(r":::")
ASKED = re.compile(r"## |- \[[ xX]\] |[=!?] |\* \d+$")
GOES_ON = re.compile(r"\s*>")


class FolderError(Exception):
    """All that is wrong in a course's folder; `str()` has a line for each fault, in the reader's language."""

    def __init__(self, faults: list[DataFileError]) -> None:
        super().__init__("\n".join(f"{fault.path}:{fault.line}: {fault.translated}" for fault in faults))
        self.faults = tuple(faults)


class Faults:
    """Gathers faults, so that an author hears of all of them at once."""

    def __init__(self) -> None:
        self.found: list[DataFileError] = []

    @contextmanager
    def gathered(self) -> Iterator[None]:
        """Goes on behind the block after a fault in it."""
        try:
            yield
        except DataFileError as fault:
            self.found.append(fault)

    def raise_all(self) -> None:
        """FolderError where anything was gathered."""
        if self.found:
            raise FolderError(self.found)


def protect(text: str, marks: re.Pattern[str]) -> str:
    """The text with a backslash before each line that would be taken for a mark, or is protected already."""
    return "\n".join(f"\\{line}" if marks.match(line.lstrip("\\")) else line for line in text.split("\n"))


def release(line: str, marks: re.Pattern[str]) -> str:
    """One line as it was before `protect`."""
    return line[1:] if line.startswith("\\") and marks.match(line.lstrip("\\")) else line
