"""A lesson as an author writes it at the desk: the text of our folder format, with files that the company has already.

A file is named `files/<beginning of its digest>-<its name>`, which the media library gives to copy.
"""

import re
from pathlib import Path

from django.utils.translation import gettext_noop as _

from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.kit.sentences import say
from lerna.school.blocks.kinds import Block, Quiz
from lerna.school.catalogue.models import MediaFile
from lerna.school.exchange.files import list_files, map_files
from lerna.school.exchange.folder.lines import Faults
from lerna.school.exchange.folder.places import Files
from lerna.school.exchange.folder.read_blocks import Surroundings
from lerna.school.exchange.folder.read_lesson import read_body
from lerna.school.exchange.folder.write_blocks import write_lesson_body

_SHORT = 12  # hexadecimal digits, of which no two files of a company begin alike
_NAMED = re.compile(rf"files/([0-9a-f]{{{_SHORT}}})-.+")
_SPACES = re.compile(r"\s+")
_TEXT = Path("text.md")  # faults name a file, and here there is but one


def name_media(media: MediaFile) -> str:
    """How an author names the file in a lesson."""
    return f"files/{media.digest[:_SHORT]}-{_SPACES.sub('-', media.name)}"


def write_draft(blocks: tuple[Block, ...], company: Company) -> str:
    """The lesson's text, for its author to go on with. One query."""
    digests = set(list_files(blocks))
    known = {media.digest: name_media(media) for media in MediaFile.objects.filter(company=company, digest__in=digests)}
    return write_lesson_body(map_files(blocks, lambda digest: known.get(digest, digest), ""))


def read_draft(text: str, *, company: Company, parts: frozenset[str]) -> tuple[Block, ...]:
    """The blocks of a lesson's text; `parts` are those of the course's grading. One query.

    FolderError with everything that is wrong, each with its line.
    """
    faults, files = Faults(), KeptFiles(company)
    blocks = read_body(text, _TEXT, Surroundings(files, parts, faults))
    faults.raise_all()
    return map_files(blocks, files.digest_of)


def write_quiz(quiz: Quiz, company: Company) -> Quiz:
    """The quiz with its files named as its author names them. One query."""
    digests = set(list_files(quiz))
    known = {media.digest: name_media(media) for media in MediaFile.objects.filter(company=company, digest__in=digests)}
    return map_files(quiz, lambda digest: known.get(digest, digest), "")


def read_quiz(quiz: Quiz, *, company: Company, parts: frozenset[str]) -> Quiz:
    """The quiz as it is read from the text that an author would have written for it, so that both ways of writing obey
    one set of rules. One query; FolderError.
    """
    blocks = read_draft(write_lesson_body((quiz,)), company=company, parts=parts)
    return next(block for block in blocks if isinstance(block, Quiz))


class KeptFiles(Files):
    """The files of a company, by the names that its library gives."""

    def __init__(self, company: Company) -> None:
        super().__init__(Path())
        found = MediaFile.objects.filter(company=company).values_list("digest", flat=True)
        self._digests = {digest[:_SHORT]: digest for digest in found}

    def digest_of(self, name: str) -> str:
        """The file's digest. `name` was checked."""
        named = _NAMED.fullmatch(name)
        return self._digests[named[1]] if named else name

    def check(self, name: str, path: Path, line: int) -> None:
        named = _NAMED.fullmatch(name)
        if named is None or named[1] not in self._digests:
            raise DataFileError(path, line, say(_('The media library has no file "%(name)s".'), name=name))
