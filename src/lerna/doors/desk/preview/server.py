"""The preview's server: on this machine alone, for one author, with pages, the course's files and our style sheets."""

import contextlib
import zipfile
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import translation

from lerna.doors.desk.preview.folder import Previewed
from lerna.doors.desk.preview.pages import NoSuchLessonError, render_lesson, render_outline
from lerna.doors.look.media.sending import UnsatisfiableRangeError, read_range
from lerna.school.catalogue.media import guess_type
from lerna.school.exchange.foreign.packages import find_file

HOST = "127.0.0.1"
_CHUNK = 65_536  # bytes
_PAGES = "default-src 'self'; img-src 'self' data:; frame-src 'self'; base-uri 'none'; form-action 'none'"
_FRAMES = "sandbox allow-scripts"  # an author's program has the origin of nobody, here as on the site
_OURS = frozenset({HOST, "localhost"})


def open_server(previewed: Previewed, *, port: int, language: str) -> ThreadingHTTPServer:
    """A server that is bound and doesn't serve yet; 0 is any free port. OSError where the port is taken."""

    class Handler(_Handler):
        shown, spoken = previewed, language

    return ThreadingHTTPServer((HOST, port), Handler)


class _Handler(BaseHTTPRequestHandler):
    shown: Previewed
    spoken: str

    def do_GET(self) -> None:
        """Answers by the address; a page of another site that names this machine's port gets nothing."""
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in _OURS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(urlsplit(self.path).path)
        with translation.override(self.spoken):
            self._answer(path)

    def _answer(self, path: str) -> None:
        parts = path.strip("/").split("/")
        if ".." in parts:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif path == "/stamp":
            self._send_text(self.shown.stamp(), "text/plain")
        elif path == "/" or (parts[0] == "lessons" and len(parts) == 2):  # noqa: PLR2004 -- and its key
            self._send_page(parts[1] if parts[0] == "lessons" else "")
        elif path.startswith(settings.STATIC_URL):
            found = finders.find(path.removeprefix(settings.STATIC_URL))
            self._send_file(Path(found) if isinstance(found, str) else None)
        elif parts[0] == "files":
            self._send_file(find_file(self.shown.root, path))
        elif parts[0] == "frames":
            self._send_frame(path.removeprefix("/frames/"))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send_page(self, lesson: str) -> None:
        self.shown.renew()
        try:
            page = render_lesson(self.shown, lesson) if lesson else render_outline(self.shown)
        except NoSuchLessonError:
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send_text(page, "text/html", _PAGES)

    def _send_frame(self, name: str) -> None:
        """A program: an HTML file, or what a ZIP holds behind its name."""
        packed, dot_zip, inside = name.partition(".zip/")
        if not dot_zip:
            self._send_file(find_file(self.shown.root, name), _FRAMES)
            return
        archive = find_file(self.shown.root, f"{packed}.zip")
        try:
            with zipfile.ZipFile(archive or "") as opened:
                content = opened.read(inside)
        except (OSError, KeyError, zipfile.BadZipFile):
            self.send_error(HTTPStatus.NOT_FOUND)
        else:
            self._send(BytesIO(content), len(content), guess_type(inside), _FRAMES)

    def _send_text(self, text: str, media_type: str, policy: str = "") -> None:
        content = text.encode()
        self._send(BytesIO(content), len(content), f"{media_type}; charset=utf-8", policy)

    def _send_file(self, path: Path | None, policy: str = "") -> None:
        if path is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        with path.open("rb") as content:
            self._send(content, path.stat().st_size, guess_type(path.name), policy)

    def _send(self, content: IO[bytes], size: int, media_type: str, policy: str) -> None:
        try:
            wanted = read_range(self.headers.get("Range", ""), size)
        except UnsatisfiableRangeError:
            self.send_error(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            return
        start, end = wanted or (0, size - 1)
        self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
        if wanted:
            self.send_header("Content-Range", f"bytes {start}-{end}/{size}")
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(end - start + 1))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        content.seek(start)
        with contextlib.suppress(ConnectionError):  # who jumps in a film leaves the piece before
            for first in range(start, end + 1, _CHUNK):
                self.wfile.write(content.read(min(_CHUNK, end + 1 - first)))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 -- the library's signature
        """The terminal stays the author's."""
