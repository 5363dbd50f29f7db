"""The files of a course's folder: each named from its root, none outside of it."""

from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.sentences import say
from lerna.school.exchange.files import find_references


class Files:
    """The pictures, videos and materials of one course's folder."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def check(self, name: str, path: Path, line: int) -> None:
        """DataFileError, at this line of the file at `path`, where the folder has no file of this name."""
        if not name.startswith("files/") or ".." in PurePosixPath(name).parts:
            sentence = say(_('"%(name)s" isn\'t in the folder `files/` of the course.'), name=name)
            raise DataFileError(path, line, sentence)
        found = (self._root / name).resolve()
        if not found.is_relative_to(self._root) or not found.is_file():
            sentence = say(_('There is no file "%(name)s" in the course\'s folder.'), name=name)
            raise DataFileError(path, line, sentence)

    def read_name(self, settings: Reader, key: str) -> str:
        """The file that stands under this key."""
        name = settings.text(key)
        self.check(name, settings.path, settings.line_of(key))
        return name

    def read_optional_name(self, settings: Reader, key: str) -> str:
        """Like `read_name`, or nothing where there's no such key."""
        return self.read_name(settings, key) if settings.optional_text(key) else ""

    def check_references(self, markdown: str, path: Path, first_line: int) -> None:
        """DataFileError where a Markdown text, which begins on this line, names a file that isn't there."""
        for offset, name in find_references(markdown):
            self.check(name, path, first_line + markdown.count("\n", 0, offset))
