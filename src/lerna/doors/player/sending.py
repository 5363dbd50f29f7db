"""A package's file as an answer, and what it may do in the browser: run, and reach nothing but its own host."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from lerna.doors.look.media.sending import UnsatisfiableRangeError, read_range
from lerna.doors.look.packages.addresses import Pass
from lerna.school.catalogue.media import guess_type
from lerna.school.learning.packages.archives import Member

_CACHE = "private, max-age=43200, immutable"  # seconds: as long as the address can work
_PARTIAL, _UNSATISFIABLE = 206, 416
# No windows of its own and no way out of its frame: an address that it opens could carry away what somebody wrote.
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-downloads"
_SHUT = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
    "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip


def confine(response: HttpResponseBase, allowed: Pass, *, script: str, style: str, frames: str) -> None:
    """Says to the browser what this answer may load, who may show it, and which devices it gets: none."""
    policy = {
        "default-src": "'none'",
        "script-src": script,
        "style-src": style,
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' data: blob:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "frame-src": frames,
        "form-action": "'self'",
        "base-uri": "'self'",
        "frame-ancestors": f"'self' {allowed.frame}",
        "sandbox": SANDBOX,
    }
    response["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
    response["Permissions-Policy"] = ", ".join(f"{device}=()" for device in _SHUT)
    response["Referrer-Policy"] = "no-referrer"  # the address is a pass
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Origin-Agent-Cluster"] = "?1"
    response["X-DNS-Prefetch-Control"] = "off"
    response["X-Robots-Tag"] = "noindex"


def send_member(request: HttpRequest, member: Member, allowed: Pass, name: str) -> HttpResponseBase:
    """The file whole, as gzip where it lies so and the browser takes it, or the range of it that was asked for."""
    takes_gzip = "gzip" in request.META.pop("HTTP_ACCEPT_ENCODING", "")  # and nobody packs it once more on the way
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    if member.is_deflated and takes_gzip and not asked:
        response = _answer(request, member.read_gzip(), member.gzip_size)
        response["Content-Encoding"] = "gzip"
    else:
        response = _send_range(request, member, asked)
    response["Content-Type"] = guess_type(name)
    response["Cache-Control"], response["Accept-Ranges"] = _CACHE, "bytes"
    patch_vary_headers(response, ["Accept-Encoding"])
    code = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
    confine(response, allowed, script=code, style="'self' 'unsafe-inline' data: blob:", frames="'self' data: blob:")
    return response


def _send_range(request: HttpRequest, member: Member, asked: str) -> HttpResponseBase:
    try:
        wanted = read_range(asked, member.size)
    except UnsatisfiableRangeError:
        return HttpResponse(status=_UNSATISFIABLE, headers={"Content-Range": f"bytes */{member.size}"})
    first, last = wanted or (0, member.size - 1)
    response = _answer(request, member.read(first, last), last - first + 1)
    if wanted:
        response.status_code = _PARTIAL
        response["Content-Range"] = f"bytes {first}-{last}/{member.size}"
    return response


def _answer(request: HttpRequest, content: Iterator[bytes], size: int) -> HttpResponseBase:
    response: HttpResponseBase = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(content)
    response["Content-Length"] = str(size)
    return response
