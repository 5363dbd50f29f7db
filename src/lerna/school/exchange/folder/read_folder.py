"""A whole course's folder, and the directions beside it."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_noop as _

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import Localized
from lerna.kit.sentences import say
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.exchange.folder.lines import Faults
from lerna.school.exchange.folder.places import Files
from lerna.school.exchange.folder.read_blocks import Surroundings
from lerna.school.exchange.folder.read_course import read_course, read_key
from lerna.school.exchange.folder.read_lesson import read_lesson

COURSE, SECTION, DIRECTIONS = "course.toml", "section.toml", "directions.toml"
_NUMBERED = re.compile(r"\d+-([a-z0-9]+(?:-[a-z0-9]+)*)")
_NAME_SENTENCE = say(_("This isn't named as a number and a key, such as 01-how-we-see."))


@dataclass(frozen=True, slots=True)
class DirectionContent:
    """A direction as `directions.toml` says it."""

    key: str
    title: Localized


def read_folder(root: Path) -> CourseContent:
    """The course, its files named by paths inside the folder; FolderError with everything that is wrong."""
    faults, files = Faults(), Files(root)
    facts = read_course(root / COURSE, files, faults)
    parts = frozenset(part.key for part in facts["grading"].parts) if "grading" in facts else frozenset[str]()
    around = Surroundings(files, parts, faults)
    lessons: dict[str, Path] = {}
    folders = _list_numbered(root, faults, suffix="", ignored={"files"})
    sections = [_read_section(folder, around, lessons) for folder in folders]
    if not sections and not faults.found:
        sentence = say(_("The course has no section: a folder such as 01-beginning."))
        faults.found.append(DataFileError(root / COURSE, 1, sentence))
    faults.raise_all()
    return CourseContent(**facts, sections=tuple(section for section in sections if section))


def read_directions(path: Path) -> tuple[DirectionContent, ...]:
    """The directions in a `directions.toml`; DataFileError for the first thing wrong."""
    file = Reader.load(path)
    found = tuple(DirectionContent(read_key(one), one.localized("title")) for one in file.tables("direction"))
    file.done()
    return found


def _read_section(folder: Path, around: Surroundings, lessons: dict[str, Path]) -> SectionContent | None:
    """The section; `lessons` are those of the course so far, by key."""
    contents: list[LessonContent] = []
    for path in _list_numbered(folder, around.faults, suffix=".md", ignored={SECTION}):
        key = _key_in(path)
        if key in lessons:
            pattern = _('The course has a lesson "%(key)s" already: %(name)s in %(folder)s.')
            sentence = say(pattern, key=key, name=lessons[key].name, folder=lessons[key].parent.name)
            around.faults.found.append(DataFileError(path, 1, sentence))
        lessons[key] = path
        if content := read_lesson(path, key, around):
            contents.append(content)
    with around.faults.gathered():
        settings = Reader.load(folder / SECTION)
        section = SectionContent(
            key=_key_in(folder),
            title=settings.text("title"),
            opens_after_days=settings.optional_integer("opens_after_days", minimum=0) or 0,
            lessons=tuple(contents),
        )
        settings.done()
        return section
    return None


def _list_numbered(folder: Path, faults: Faults, *, suffix: str, ignored: set[str]) -> list[Path]:
    """The sections of a course (without a suffix) or the lessons of a section, in their order."""
    found = []
    for path in folder.iterdir():
        if path.name in ignored or path.name.startswith(".") or (not suffix and path.is_file()):
            continue
        if path.suffix != suffix or not _NUMBERED.fullmatch(path.name.removesuffix(suffix)):
            faults.found.append(DataFileError(path, 1, _NAME_SENTENCE))
        else:
            found.append(path)
    return sorted(found, key=lambda path: (int(path.name.split("-")[0]), path.name))


def _key_in(path: Path) -> str:
    return path.name.removesuffix(".md").split("-", 1)[1]
