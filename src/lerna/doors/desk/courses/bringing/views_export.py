"""A course goes out: its folder as a ZIP, or a Common Cartridge."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.courses.finding import needs_course
from lerna.doors.desk.courses.views import render_course
from lerna.school.catalogue.models import Course
from lerna.school.exchange.export import ExportError, export_cartridge, export_folder

_GONE = 409


@needs_course
@require_safe
def folder(request: HttpRequest, account: Account, course: Course) -> HttpResponseBase:
    """The course as it is published, as text files with its pictures and videos, packed."""
    with TemporaryDirectory(prefix="lerna-export-") as place:
        root = Path(place) / "out" / course.key
        try:
            export_folder(course=course, to=root)
        except ExportError as error:
            return _refuse(request, account, course, error)
        packed = Path(shutil.make_archive(str(Path(place) / course.key), "zip", root.parent))
        return _send(packed)


@needs_course
@require_safe
def cartridge(request: HttpRequest, account: Account, course: Course) -> HttpResponseBase:
    """The course as it is published, for other systems."""
    with TemporaryDirectory(prefix="lerna-export-") as place:
        packed = Path(place) / f"{course.key}.imscc"
        try:
            export_cartridge(course=course, to=packed)
        except ExportError as error:
            return _refuse(request, account, course, error)
        return _send(packed)


def _send(path: Path) -> FileResponse:
    """The file stays readable to its end after its name is gone."""
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name)


def _refuse(request: HttpRequest, account: Account, course: Course, error: ExportError) -> HttpResponse:
    return render_course(request, account, course, fault=str(error), status=_GONE)
