"""The policy as PDF: its own fonts, every Kazakh letter, made once."""

import os
import sys
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.test import Client
from pypdf import PdfReader

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.doors.look.paper.pdf import build_fetcher
from lerna.kit.clock import ZONE
from lerna.privacy.policy.document import Clause, Document, Paragraph, Section, Text
from lerna.privacy.policy.models import PolicyVersion, Source
from lerna.privacy.policy.operations import publish_version

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=ZONE)
KAZAKH_LETTERS = "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі"
FONT = "vendor/@fontsource-variable/source-serif-4/files/source-serif-4-cyrillic-ext-wght-normal.woff2"


@pytest.fixture
def version(db: None, settings: LazySettings) -> PolicyVersion:  # noqa: ARG001 -- the database is asked for by name
    load_companies(files=sorted((settings.LERNA_POLICIES / "companies").glob("*.toml")), now=NOW)
    text = Text("kk", "Саясат", (Section("1", "1", "Жалпы", (Clause("1.1", "1.1", (Paragraph(KAZAKH_LETTERS),)),)),))
    return publish_version(
        company=Company.objects.get(slug="newskills"),
        document=Document((text,)),
        dated_on=date(2026, 10, 1),
        source=Source.MODEL,
        now=NOW,
    )


@pytest.fixture
def fonts() -> None:
    """The typefaces' package; without it a PDF takes the system's fonts and there is nothing to check."""
    if finders.find(FONT) is None:
        if os.environ.get("CI"):
            pytest.fail("The fonts aren't installed.")
        pytest.skip("The fonts aren't installed.")


@pytest.mark.clause("11.4")
@pytest.mark.usefixtures("fonts")
def test_it_embeds_every_kazakh_letter(client: Client, version: PolicyVersion) -> None:
    response = client.get("/kk/policy/versions/1.pdf", headers={"host": "lerna.kz"})
    assert response["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(response.content))
    text = reader.pages[0].extract_text()
    assert all(pair in text for pair in KAZAKH_LETTERS.split())
    assert version.sha256 in text.replace("\n", "")
    assert "https://lerna.kz/kk/policy/versions/1/" in text.replace("\n", "")
    fonts = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts
    assert all("Print-" in font for font in fonts)
    assert reader.trailer["/Root"]["/Lang"] == "kk"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_it_is_made_once(client: Client, version: PolicyVersion, tmp_path: Path) -> None:
    first = client.get("/policy/versions/1.pdf", headers={"host": "lerna.kz"})
    (kept,) = (tmp_path / "pdf").iterdir()
    stamp = kept.stat().st_mtime_ns
    again = client.get("/policy/versions/1.pdf", headers={"host": "www.lerna.kz"})
    assert again.content == first.content
    assert kept.stat().st_mtime_ns == stamp
    unchanged = client.get("/policy/versions/1.pdf", headers={"host": "lerna.kz", "if-none-match": first["ETag"]})
    assert unchanged.status_code == 304
    assert first["Last-Modified"] == version.published_at.strftime("Mon, 23 Nov 2026 05:30:00 GMT")
    kept.rename(kept.with_name(f"lerna-1-ru.{'0' * 20}.pdf"))  # what an older design left
    client.get("/policy/versions/1.pdf", headers={"host": "lerna.kz"})
    assert [path.name for path in (tmp_path / "pdf").iterdir()] == [kept.name]


@pytest.mark.usefixtures("version")
def test_without_pango_it_says_what_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = client.get("/en/policy/versions/1.pdf", headers={"host": "lerna.kz"})
    assert response.status_code == 503
    assert "Pango" in response.content.decode()
    assert "/en/policy/versions/1/print/" in response.content.decode()
    assert not (tmp_path / "pdf").exists()


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/",
        "https://static.invalid/media/secret",
        "https://static.invalid/static/../../secrets/secret-key",
        "https://static.invalid/static/..%2F..%2Fsecrets/secret-key",
    ],
)
def test_a_pdf_reads_static_files_only(address: str) -> None:
    with pytest.raises((ValueError, SuspiciousFileOperation)):
        build_fetcher().fetch(address)
