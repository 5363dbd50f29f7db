"""Programs beside the folders of their courses: `programs.toml`."""

from dataclasses import dataclass
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.school.exchange.folder.read_course import read_key

_FILE = "programs.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramContent:
    """A program as the file says it; `about` is Markdown, `courses` and `sites` are keys."""

    key: str
    language: LanguageCode
    title: str
    summary: str
    about: str
    courses: tuple[str, ...]
    sites: tuple[str, ...]


def read_programs(folder: Path) -> tuple[ProgramContent, ...]:
    """The programs in the folder's `programs.toml`, none where it has no such file; DataFileError for the first thing
    wrong.
    """
    path = folder / _FILE
    if not path.is_file():
        return ()
    file = Reader.load(path)
    found = tuple(
        ProgramContent(
            key=read_key(one),
            language=one.choice("language", LANGUAGE_CODES),
            title=one.text("title"),
            summary=one.optional_text("summary") or "",
            about=one.optional_text("about") or "",
            courses=one.texts("courses"),
            sites=one.optional_texts("sites"),
        )
        for one in file.tables("program")
    )
    file.done()
    return found
