"""An author's program in its frame: it runs with no rights of ours, and reaches nothing but its own files.

The frame has an origin that is nobody's (`sandbox` without `allow-same-origin`, in the page and in this answer alike):
no cookies, no storage, no word with our pages; its policy lets nothing load or leave but what lies in its own package
(clause 3.3).
"""

import mimetypes
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from lerna.doors.look.addresses import get_site
from lerna.doors.look.media.addresses import is_for_frame
from lerna.kit import clock
from lerna.school.catalogue.media import find_media

INDEX = "index.html"
_LARGEST = 32 * 1024 * 1024  # bytes of one unpacked file: an archive can claim to hold any number
_ZIP = "application/zip"
_CACHE = "private, max-age=31536000, immutable"


@require_safe
@xframe_options_sameorigin
def frame(request: HttpRequest, digest: str, token: str, path: str) -> HttpResponse:
    """A file of the program: out of its archive, or the one page that it is."""
    media = find_media(get_site(request).company, [digest]).get(digest)
    if media is None or not is_for_frame(token, digest, now=clock.now()):
        raise Http404
    content = _unpack(media.path, path) if media.media_type == _ZIP else _read_page(media.path, path)
    response = HttpResponse(content, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
    response["Cache-Control"] = _CACHE
    response["Access-Control-Allow-Origin"] = "*"  # its own scripts and fonts come from an origin that is nobody's
    own = request.build_absolute_uri(reverse("look:frame", args=[digest, token, "-"])).removesuffix("-")
    response["Content-Security-Policy"] = _write_policy(own)
    return response


def _unpack(stored: str, path: str) -> bytes:
    try:
        with default_storage.open(stored) as content, ZipFile(content) as archive:
            info = archive.getinfo(str(PurePosixPath(path)))
            if info.file_size > _LARGEST:
                raise Http404
            with archive.open(info) as member:
                return member.read(_LARGEST)
    except (KeyError, BadZipFile) as error:
        raise Http404 from error


def _read_page(stored: str, path: str) -> bytes:
    if path != INDEX:
        raise Http404
    with default_storage.open(stored) as content:
        return bytes(content.read(_LARGEST))


def _write_policy(own: str) -> str:
    """What the program may load: inline code, and what lies under its own address."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'unsafe-inline' 'unsafe-eval' {own}",
            f"style-src 'unsafe-inline' {own}",
            f"img-src data: {own}",
            f"font-src data: {own}",
            f"media-src data: {own}",
            f"connect-src {own}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
            "sandbox allow-scripts",
        )
    )
