"""Which format a package has, and what its reader makes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from lerna.school.blocks.course import CourseContent
from lerna.school.exchange.files import list_files
from lerna.school.exchange.folder.read_folder import COURSE, DIRECTIONS, DirectionContent, read_directions, read_folder
from lerna.school.exchange.ledger import Entry, Ledger, Outcome
from lerna.school.exchange.models import ImportReport


class UnknownFormatError(Exception):
    """The package is none that we can read; `str()` is a sentence for whoever brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A course that was read and isn't stored yet. `files` says where each file that `content` names lies."""

    format: ImportReport.Format
    content: CourseContent
    files: Mapping[str, Path]
    ledger: Ledger
    directions: tuple[DirectionContent, ...] = ()


def read_course_folder(root: Path) -> Reading:
    """A course in our own format; FolderError or DataFileError with what is wrong."""
    content, beside = read_folder(root), root.parent / DIRECTIONS
    ledger = Ledger()
    for section in content.sections:
        for lesson in section.lessons:
            for block in lesson.blocks:
                source = f"{section.key}/{lesson.key}"
                ledger.note(
                    Entry(source=source, kind=block.KIND, outcome=Outcome.KEPT, lesson=lesson.key, block=block.key)
                )
    return Reading(
        format=ImportReport.Format.FOLDER,
        content=content,
        files={name: root / name for name in list_files(content)},
        ledger=ledger,
        directions=read_directions(beside) if beside.is_file() else (),
    )


def find_courses(path: Path) -> list[Path]:
    """The course's folder itself, or the courses in a folder of several; UnknownFormatError where there's none."""
    if is_course_folder(path):
        return [path]
    found = sorted(folder for folder in path.iterdir() if is_course_folder(folder)) if path.is_dir() else []
    if not found:
        raise UnknownFormatError(f"{path} is no course that can be read: it has no {COURSE}.")
    return found


def order_by_after(readings: Mapping[Path, Reading]) -> Iterator[tuple[Path, Reading]]:
    """The courses in an order in which each comes behind those of them that it names as `after`."""
    graph = {reading.content.key: reading.content.after for reading in readings.values()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise UnknownFormatError(f"These courses each come after the other: {', '.join(error.args[1])}.") from error
    yield from sorted(readings.items(), key=lambda one: order.index(one[1].content.key))


def is_course_folder(root: Path) -> bool:
    """Is this a course in our own format?"""
    return (root / COURSE).is_file()
