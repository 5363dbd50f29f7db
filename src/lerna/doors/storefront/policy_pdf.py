"""The printable policy as PDF, from the very page a browser prints; made once for each content and kept."""

import hashlib
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from lerna.doors.look.paper.pdf import find_static, render_pdf

STYLE_SHEET = "storefront/policy-print.css"


def make_pdf(page: str, name: str) -> bytes:
    """The PDF of this HTML page, from `<LERNA_VAR>/pdf/` where it was made before; PdfUnavailableError without Pango.

    `name` says whose PDF it is; an older one of the same name, such as before a change of the design, is thrown away.
    """
    folder = Path(settings.LERNA_VAR) / "pdf"
    path = folder / f"{name}.{hash_page(page)}.pdf"
    if path.is_file():
        return path.read_bytes()
    content = render_pdf(page)
    folder.mkdir(parents=True, exist_ok=True)
    for outdated in folder.glob(f"{name}.*.pdf"):
        outdated.unlink(missing_ok=True)
    with NamedTemporaryFile(dir=folder, delete=False) as unfinished:
        unfinished.write(content)
    Path(unfinished.name).replace(path)  # whole or absent, never half
    return content


def hash_page(page: str) -> str:
    """Short name of what the PDF is made of: the page and its style sheet."""
    style = find_static(STYLE_SHEET)
    return hashlib.sha256(page.encode() + style.read_bytes()).hexdigest()[:20]
