"""A page as PDF with its fonts inside, tagged for screen readers (PDF/UA-1, ISO 14289-1)."""

import logging
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

_ORIGIN = "https://static.invalid"  # addresses of the page are relative; nothing is ever fetched from a network
_log = logging.getLogger(__name__)


class PdfUnavailableError(Exception):
    """This machine can't make PDF: WeasyPrint's libraries (Pango) aren't installed."""


def render_pdf(page: str) -> bytes:
    """The PDF of this HTML page, whose addresses may name static files alone; PdfUnavailableError without Pango."""
    try:
        # Here, because importing it loads Pango, and a machine without Pango must serve every other page.
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        _log.warning("PDF can't be made here: WeasyPrint's libraries are missing (%s).", type(error).__name__)
        raise PdfUnavailableError from error
    document = HTML(string=page, base_url=_ORIGIN, url_fetcher=build_fetcher())
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def build_fetcher() -> "URLFetcher":
    """Gives WeasyPrint our static files and nothing else, so that no text can make it open an address or a file."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # as above

    class StaticFetcher(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ANN401 -- WeasyPrint's signature
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = unquote(urlsplit(url).path)
            if not (url.startswith(_ORIGIN) and path.startswith(settings.STATIC_URL)):
                raise ValueError("Only static files are given to a PDF.")
            # Under its own address, because a style sheet names its fonts relative to that.
            file = find_static(path.removeprefix(settings.STATIC_URL))
            kind = {"Content-Type": mimetypes.guess_type(file.name)[0] or "application/octet-stream"}
            return URLFetcherResponse(url, file.read_bytes(), kind)

    return StaticFetcher()


def find_static(name: str) -> Path:
    """The file behind a static address: as collected in production, from its source elsewhere."""
    found = finders.find(name)
    if found:
        return Path(found)
    collected = (Path(settings.STATIC_ROOT) / name).resolve()
    if not collected.is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        raise ValueError("A static file lies below the static folder.")
    return collected
