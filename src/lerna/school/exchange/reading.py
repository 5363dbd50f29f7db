"""Which format a package has, and what its reader makes of it."""

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from lerna.kit.localized import LanguageCode
from lerna.school.blocks.course import CourseContent
from lerna.school.exchange.cartridge.manifest import MANIFEST, read_manifest
from lerna.school.exchange.cartridge.read_cartridge import CartridgeReader
from lerna.school.exchange.files import list_files
from lerna.school.exchange.folder.read_folder import COURSE, DIRECTIONS, DirectionContent, read_directions, read_folder
from lerna.school.exchange.foreign.packages import PackageError, find_file, open_package
from lerna.school.exchange.ledger import Entry, Ledger, Outcome
from lerna.school.exchange.models import ImportReport
from lerna.school.exchange.olx.read_olx import OlxReader
from lerna.school.exchange.scorm import PACKAGE, ScormReader, find_standard

OLX = "course.xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a package can't know: under which key the course stands, in which language it teaches, on which sites.

    What is left empty is taken from the package. A folder of our own format says all of it itself.
    """

    key: str = ""
    language: LanguageCode | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A course that was read and isn't stored yet. `files` says where each file that `content` names lies."""

    format: ImportReport.Format
    content: CourseContent
    files: Mapping[str, Path]
    ledger: Ledger
    directions: tuple[DirectionContent, ...] = ()


@contextmanager
def read_package(path: Path, wishes: Wishes) -> Iterator[Reading]:
    """The course in a package or a folder; its files are there until the end of the block.

    PackageError, FolderError or DataFileError where it can't be read.
    """
    with open_package(path) as opened, TemporaryDirectory(prefix="lerna-written-") as written:
        for root in (opened, *sorted(folder for folder in opened.iterdir() if folder.is_dir())):
            if (root / COURSE).is_file():
                yield _read_ours(root, root.parent / DIRECTIONS if path.is_dir() or root != opened else None)
                return
            if (root / OLX).is_file():
                reader = OlxReader(root, Path(written))
                yield _read_foreign(ImportReport.Format.OLX, reader, (Path(written), root), wishes)
                return
            if (root / MANIFEST).is_file():
                yield _read_manifest(root, opened, path, wishes)
                return
        raise PackageError(_("%(name)s holds no course in a format that is known here.") % {"name": path.name})


def _read_ours(root: Path, beside: Path | None) -> Reading:
    content, ledger = read_folder(root), Ledger()
    for section in content.sections:
        for lesson in section.lessons:
            source = f"{section.key}/{lesson.key}"
            for block in lesson.blocks:
                ledger.note(
                    Entry(source=source, kind=block.KIND, outcome=Outcome.KEPT, lesson=lesson.key, block=block.key)
                )
    return Reading(
        format=ImportReport.Format.FOLDER,
        content=content,
        files={name: root / name for name in list_files(content)},
        ledger=ledger,
        directions=read_directions(beside) if beside and beside.is_file() else (),
    )


def _read_manifest(root: Path, opened: Path, path: Path, wishes: Wishes) -> Reading:
    """A cartridge, or a SCORM package, which stays whole as it came."""
    manifest = read_manifest(root)
    standard = find_standard(manifest)
    if standard is None:
        return _read_foreign(ImportReport.Format.CARTRIDGE, CartridgeReader(root, manifest), (root,), wishes)
    if path.is_dir() or not zipfile.is_zipfile(path):
        raise PackageError(_("A SCORM package comes as a ZIP."))
    reader = ScormReader(root, manifest, standard, within=root.relative_to(opened))
    content = reader.read(wishes.key, wishes.language)
    return Reading(format=ImportReport.Format.SCORM, content=content, files={PACKAGE: path}, ledger=reader.ledger)


def _read_foreign(
    kind: ImportReport.Format, reader: OlxReader | CartridgeReader, places: tuple[Path, ...], wishes: Wishes
) -> Reading:
    """The course, its files looked for in these folders: what was written anew before what came."""
    content = reader.read(wishes.key, wishes.language)
    files = {
        name: found
        for name in set(list_files(content))
        if (found := next(filter(None, (find_file(place, name) for place in places)), None))
    }
    return Reading(format=kind, content=content, files=files, ledger=reader.ledger)
