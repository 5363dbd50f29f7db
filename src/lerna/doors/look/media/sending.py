"""A stored file as an answer: whole or a range of it, and never a page of our origin (RFC 9110, sections 13 and 14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header

_CHUNK = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")  # one range; several are answered with the whole, as section 14.2 allows
_PARTIAL, _UNSATISFIABLE = 206, 416
_UNKNOWN = "application/octet-stream"
# What a browser may show by itself. An SVG can be a picture of a page, and is downloaded where it is opened alone.
_SHOWN = frozenset({
    "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif", "video/mp4", "video/webm", "audio/mpeg",
    "audio/mp4", "audio/ogg", "audio/wav", "text/vtt",
})  # fmt: skip
_TAKEN = frozenset({
    "image/svg+xml", "application/pdf", "application/zip", "text/plain", "text/csv", "text/markdown",
    "application/json", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file in the storage: where, how large, and the digest of its bytes. `name` is what a download is called."""

    path: str
    size: int
    digest: str
    name: str
    media_type: str


class UnsatisfiableRangeError(Exception):
    """The range begins behind the end of the file."""


def send_file(request: HttpRequest, file: StoredFile, *, cache: str) -> HttpResponseBase:
    """The file, or the range of it that was asked for; 304 where the browser has it already. `cache` is the header."""
    # A range counts the bytes of the file itself, and most of what is sent is compressed already: no gzip on the way.
    request.META.pop("HTTP_ACCEPT_ENCODING", None)
    etag = f'"{file.digest}"'
    if _names(request.headers.get("If-None-Match", ""), etag):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _answer(request, file, etag)
        is_shown = file.media_type in _SHOWN
        response["Content-Type"] = file.media_type if is_shown or file.media_type in _TAKEN else _UNKNOWN
        response["Content-Disposition"] = content_disposition_header(not is_shown, file.name) or ""
    response["ETag"], response["Cache-Control"], response["Accept-Ranges"] = etag, cache, "bytes"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def send_archive(content: Iterator[bytes], *, name: str) -> HttpResponseBase:
    """A person's archive, sent while it is being written; what is packed already isn't packed again on its way."""
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"my-data-{name}.zip") or ""
    )
    response["Content-Encoding"] = "identity"
    return response


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the range that the header asks for; None for the whole. UnsatisfiableRangeError."""
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        first, last = str(max(size - int(last), 0)), ""
        if first == str(size):
            raise UnsatisfiableRangeError
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < start:
        return None  # no valid range: the header is ignored
    if start >= size:
        raise UnsatisfiableRangeError
    return start, end


def _answer(request: HttpRequest, file: StoredFile, etag: str) -> HttpResponseBase:
    header = request.headers.get("Range", "") if request.method == "GET" else ""
    if request.headers.get("If-Range", etag) != etag:
        header = ""  # the browser holds a piece of another file
    try:
        wanted = read_range(header, file.size)
    except UnsatisfiableRangeError:
        response: HttpResponseBase = HttpResponse(status=_UNSATISFIABLE)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    start, end = wanted or (0, file.size - 1)
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(_read(file.path, start, end), status=_PARTIAL if wanted else 200)
    response["Content-Length"] = str(end - start + 1)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    return response


def _read(path: str, start: int, end: int) -> Iterator[bytes]:
    left = end - start + 1
    with default_storage.open(path) as content:
        content.seek(start)
        while left > 0 and (chunk := content.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _names(header: str, etag: str) -> bool:
    return header.strip() == "*" or etag in {one.strip().removeprefix("W/") for one in header.split(",")}
