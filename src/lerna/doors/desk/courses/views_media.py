"""The media library: files of the company, how each is named in a lesson, and where it is used."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from lerna.accounts.queries import Account
from lerna.doors.desk.pages import render_page
from lerna.doors.look.signed_in import needs_author
from lerna.kit import clock
from lerna.school.catalogue.authoring.drafts import list_media
from lerna.school.catalogue.media import guess_type, keep_file
from lerna.school.catalogue.models import MediaFile
from lerna.school.catalogue.renditions.pictures import (
    DRAWN,
    HugePictureError,
    UnreadablePictureError,
    check_picture,
)
from lerna.school.exchange.drafting import name_media

LATEST = 200
LARGEST = 500 * 1000 * 1000  # bytes
_INVALID = 422
_PAGE = "media"
_FAULTS = {
    (MediaFile.Fault.UNREADABLE, "image"): gettext_lazy("Can't be read as a picture, so it has no smaller sizes."),
    (MediaFile.Fault.UNREADABLE, "video"): gettext_lazy("Can't be read as a film, so it is sent as it came."),
    (MediaFile.Fault.HUGE, "image"): gettext_lazy("Has more pixels than a phone can hold, so lessons don't show it."),
}


@needs_author
@require_safe
def media(request: HttpRequest, account: Account) -> HttpResponse:
    """The newest files."""
    return _render(request, account)


@needs_author
@require_POST
def add(request: HttpRequest, account: Account) -> HttpResponse:
    """Keeps files; for the editor's script it answers how the file is named."""
    company, names = account.subject.company, list[str]()
    files = request.FILES.getlist("file")
    if fault := _find_fault(files):
        if request.accepts("text/html"):
            return _render(request, account, fault=fault)
        return JsonResponse({"fault": fault}, status=_INVALID)
    for file in files:
        with file.open() as content:
            kept = keep_file(company=company, content=content, name=file.name or "file", now=clock.now())
        names.append(name_media(kept))
    return redirect("desk:media") if request.accepts("text/html") else JsonResponse({"names": names})


def _find_fault(files: Sequence[UploadedFile]) -> str:
    """Why they aren't kept; empty where they can be."""
    if not files or any(not file.size or file.size > LARGEST for file in files):
        return _("Choose a file that isn't empty and has at most 500 MB.")
    for file in files:
        media_type = guess_type(file.name or "")
        if not media_type.startswith("image/") or media_type == DRAWN:
            continue
        try:
            check_picture(file)
        except UnreadablePictureError:
            return _("“%(name)s” can't be read as a picture. Save it anew as JPEG, PNG or WebP.") % {"name": file.name}
        except HugePictureError:
            return _("“%(name)s” has more than 60 million pixels. Make it smaller first.") % {"name": file.name}
    return ""


def _say_fault(file: MediaFile) -> str:
    kind = file.media_type.partition("/")[0]
    return str(_FAULTS[MediaFile.Fault(file.fault), kind]) if file.fault else ""


def _render(request: HttpRequest, account: Account, fault: str = "") -> HttpResponse:
    found = [
        (file, name_media(file), lessons, _say_fault(file))
        for file, lessons in list_media(account.subject.company, LATEST)
    ]
    context = {"files": found, "fault": fault, "most": LATEST}
    return render_page(request, account, _PAGE, "desk/courses/media.html", context, _INVALID if fault else 200)
