"""Several courses' folders in an order in which each comes behind those that it follows."""

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from django.utils.translation import gettext as _

from lerna.kit.datafile import Reader
from lerna.school.exchange.folder.read_folder import COURSE
from lerna.school.exchange.foreign.packages import PackageError


def list_courses(path: Path) -> list[Path]:
    """The package or course itself; where it is a folder of courses, each of them, in order.

    DataFileError for a `course.toml` that can't be read, PackageError where two courses wait for each other.
    """
    folders = [one.parent for one in path.glob(f"*/{COURSE}")] if path.is_dir() else []
    if len(folders) < 2 or (path / COURSE).is_file():  # noqa: PLR2004 -- one alone may be a course's unpacked folder
        return [path]
    keys, graph = {}, {}
    for folder in folders:
        course = Reader.load(folder / COURSE)
        keys[course.text("key")] = folder
        graph[course.text("key")] = course.optional_texts("after")
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = ", ".join(error.args[1])
        raise PackageError(_("These courses each come after the other: %(names)s.") % {"names": names}) from error
    return [keys[key] for key in order if key in keys]
