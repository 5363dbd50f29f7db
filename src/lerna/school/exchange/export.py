"""A course goes out with its files: as a folder of our own format, or as a Common Cartridge."""

import re
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.media import find_media
from lerna.school.catalogue.models import Course, MediaFile
from lerna.school.exchange.cartridge.write_cartridge import write_cartridge
from lerna.school.exchange.files import list_files, map_files
from lerna.school.exchange.folder.write_folder import write_folder
from lerna.school.exchange.foreign.keys import make_key
from lerna.school.exchange.queries import read_stored_course

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}")


class ExportError(Exception):
    """The course can't be written there; `str()` is a sentence for whoever asked."""


def export_folder(*, course: Course, to: Path) -> int:
    """Write the course as it is published into the new folder `to`; the number of its files.

    ExportError where something stands there already, or a file of the course is gone from the storage.
    """
    content, names = _prepare(course, to)
    (to / "files").mkdir(parents=True)
    for media, name in names.items():
        with default_storage.open(media.path) as source, (to / name).open("wb") as target:
            shutil.copyfileobj(source, target)
    write_folder(content, to)
    return len(names)


def export_cartridge(*, course: Course, to: Path) -> list[str]:
    """Write the course as it is published into the new file `to`, as a Common Cartridge 1.3.

    The questions that a cartridge has no words for, as lesson and key: they became essays. ExportError as above.
    """
    content, names = _prepare(course, to)
    with zipfile.ZipFile(to, "x", zipfile.ZIP_DEFLATED) as archive:
        for media, name in names.items():
            with default_storage.open(media.path) as source, archive.open(name, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target)
        return write_cartridge(content, names.values(), archive)


def _prepare(course: Course, to: Path) -> tuple[CourseContent, dict[MediaFile, str]]:
    """The course with its files named as they go out, and those names."""
    if to.exists():
        raise ExportError(_("%(place)s is there already. Name a place that isn't.") % {"place": to})
    content = read_stored_course(course)
    names = name_files([*find_media(course.company, list_files(content)).values()])
    for media in names:
        if not default_storage.exists(media.path):
            raise ExportError(_("The file %(name)s is gone from the storage.") % {"name": media.name})
    by_digest = {media.digest: name for media, name in names.items()}
    return map_files(content, lambda digest: by_digest.get(digest, f"files/{digest}"), form=""), names


def name_files(files: list[MediaFile]) -> dict[MediaFile, str]:
    """A path below `files/` for each: the name that its author gave it, in small Latin letters, none twice."""
    names: dict[MediaFile, str] = {}
    taken: set[str] = set()
    for media in sorted(files, key=lambda one: (one.name, one.digest)):
        path = PurePosixPath(media.name)
        ending = path.suffix.lower() if _ENDING.fullmatch(path.suffix) else ""
        stem = make_key(path.stem, "file")
        name, number = f"files/{stem}{ending}", 1
        while name in taken:
            number += 1
            name = f"files/{stem}-{number}{ending}"
        taken.add(name)
        names[media] = name
    return names
