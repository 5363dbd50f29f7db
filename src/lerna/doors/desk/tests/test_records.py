"""The papers at the desk: read in three languages, taken away as files, approved, for the privacy officer alone."""

import csv
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import BytesIO, StringIO

import docx
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pypdf import PdfReader

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import read_line
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.register.files import list_files
from lerna.privacy.recipients.register.loading import load_recipients
from lerna.privacy.records.document import Kind
from lerna.privacy.records.models import Approval
from lerna.privacy.records.queries import build_document
from lerna.privacy.records.words import load_words

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/desk/records/"
FONT = "vendor/@fontsource-variable/source-serif-4/files/source-serif-4-cyrillic-ext-wght-normal.woff2"
Count = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def newskills(_published: None) -> Company:
    load_recipients(files=list_files(), now=NOW)
    return Company.objects.get(slug="newskills")


@pytest.fixture
def officer() -> Client:
    return log_in("privacy-officer")


def approve(client: Client, sha256: str, kind: str = "processing") -> int:
    path = f"{PATH}{kind}/approve/"
    return client.post(path, {"sha256": sha256}, headers={"host": HOST}).status_code


def take(client: Client, name: str, prefix: str = "") -> bytes:
    response = client.get(f"{prefix}{PATH}{name}", headers={"host": HOST})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return bytes(response.content)


@pytest.mark.clause("5.6")
@pytest.mark.parametrize(("prefix", "language"), [("", "ru"), ("/kk", "kk"), ("/en", "en")])
def test_each_paper_opens_in_each_language(officer: Client, prefix: str, language: str) -> None:
    listed = open_page(officer, f"{prefix}{PATH}")[1]
    for kind, paper in load_words().papers.items():
        title = paper.title.in_language(language)  # type: ignore[arg-type]
        assert title in listed
        status, page = open_page(officer, f"{prefix}{PATH}{kind.value}/")
        assert status == 200
        assert title in page
        assert paper.law.title.in_language(language) in page  # type: ignore[arg-type]
        assert "210140019844" in page


@pytest.mark.clause("5.6")
def test_the_officer_approves_what_they_read(officer: Client, newskills: Company) -> None:
    page = open_page(officer, f"{PATH}processing/")[1]
    (sha256,) = re.findall(r'name="sha256" value="(\w+)"', page)
    assert approve(officer, sha256) == 302
    approval = Approval.objects.get(company=newskills)
    assert (approval.kind, approval.number, approval.sha256) == ("processing", 1, sha256)
    assert read_line(Entry.objects.get(operation="document_approved"))["actor_id"] == str(approval.approved_by)
    assert "говорит именно это" in open_page(officer, f"{PATH}processing/")[1]
    assert open_page(officer, f"{PATH}processing/1/")[0] == 200


def test_what_changed_since_stands_on_the_page(officer: Client, newskills: Company) -> None:
    approve(officer, build_document(newskills, Kind.PROCESSING).sha256)
    Recipient.objects.filter(company=newskills, key="mysal-bank").update(retired_at=NOW)
    page = open_page(officer, f"{PATH}processing/")[1]
    assert "Что изменилось с версии 1" in page
    assert re.search(r"<del>[^<]*«Мысал»[^<]*</del>", page)
    assert "изменился с версии 1" in open_page(officer, PATH)[1]
    assert "«Мысал»" in open_page(officer, f"{PATH}processing/1/")[1], "the copy says what was approved"


def test_what_nobody_read_is_not_approved(officer: Client) -> None:
    assert approve(officer, "0" * 64) == 409
    assert not Approval.objects.exists()
    assert not Entry.objects.filter(operation="document_approved").exists()


@pytest.mark.skipif(finders.find(FONT) is None, reason="Without the typefaces a PDF takes the system's.")
def test_the_pdf_has_its_fonts_inside_and_is_tagged(officer: Client) -> None:
    reader = PdfReader(BytesIO(take(officer, "necessary-data.pdf", "/kk")))
    text = " ".join(page.extract_text() for page in reader.pages).replace("\n", " ")
    assert "Міндеттер үшін қажетті және жеткілікті дербес деректер тізбесі" in text
    assert "«Ньюскилз» ЖШС" in text
    fonts_inside = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert fonts_inside
    assert all("Print-" in font for font in fonts_inside)
    assert reader.trailer["/Root"]["/Lang"] == "kk"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_other_files_say_the_same(officer: Client, newskills: Company) -> None:
    lines = list(csv.reader(StringIO(take(officer, "processing.csv").decode("utf-8-sig"))))
    file = docx.Document(BytesIO(take(officer, "processing.docx")))
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows] == lines
    approve(officer, build_document(newskills, Kind.PROCESSING).sha256)
    assert take(officer, "processing/1.csv") == take(officer, "processing.csv")
    assert officer.get(f"{PATH}processing.exe", headers={"host": HOST}).status_code == 404


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_there_is_no_such_page(officer: Client, newskills: Company, role: str) -> None:
    sha256 = build_document(newskills, Kind.PROCESSING).sha256
    approve(officer, sha256)
    client = log_in(role)
    for name in ("", "processing/", "processing.csv", "processing/1/", "processing/1.pdf", "nothing/"):
        assert open_page(client, f"{PATH}{name}")[0] == 404
    assert approve(client, build_document(newskills, Kind.NECESSARY_DATA).sha256, "necessary-data") == 404
    assert Approval.objects.count() == 1


@pytest.mark.clause("8.3")
def test_another_company_s_copies_are_not_here(officer: Client, newskills: Company) -> None:
    approve(officer, build_document(newskills, Kind.PROCESSING).sha256)
    kerbez = Client()
    kerbez.cookies["lerna"] = log_in("privacy-officer", "kerbez-agy").cookies["lerna"].value
    assert open_page(kerbez, f"{PATH}processing/", "e-distant.kz")[0] == 200
    assert open_page(kerbez, f"{PATH}processing/1/", "e-distant.kz")[0] == 404


def test_three_approved_papers_take_as_many_queries_as_one(
    officer: Client, newskills: Company, django_assert_num_queries: Count
) -> None:
    open_page(officer, PATH)  # the visit is noted, the company's files are read
    for kinds in ((Kind.PROCESSING,), (Kind.NECESSARY_DATA, Kind.PUBLICATIONS)):
        for kind in kinds:
            approve(officer, build_document(newskills, kind).sha256, kind.value)
        with django_assert_num_queries(43):
            open_page(officer, PATH)
