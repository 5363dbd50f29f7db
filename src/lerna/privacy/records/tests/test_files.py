"""Papers as files: a spreadsheet computes nothing in them, a word processor opens them."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import docx
import pytest
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.recipients.tests.conftest import NOW
from lerna.privacy.records.document import Document, Kind, Row, same
from lerna.privacy.records.queries import build_document
from lerna.privacy.records.words import load_words
from lerna.privacy.records.writing.csv_file import BYTE_ORDER_MARK, write_csv
from lerna.privacy.records.writing.word_file import write_word_file

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK))))


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1"])
def test_what_a_spreadsheet_would_compute_is_words(text: str) -> None:
    document = Document(Kind.PUBLICATIONS, (), (same("Where"),), (Row("a", (same(text),)), Row("b", (same("2-1"),))))
    assert read_csv(write_csv(document, "ru"))[1:] == [[f"'{text}"], ["2-1"]]


def test_a_recipient_cannot_smuggle_a_formula_in(registers: dict[str, Company]) -> None:
    name = Localized("=HYPERLINK(1)", "=HYPERLINK(1)", "=HYPERLINK(1)")
    Recipient.objects.filter(company=registers["newskills"]).update(name=name)
    for row in read_csv(write_csv(build_document(registers["newskills"], Kind.PROCESSING), "kk")):
        assert not any(cell.startswith("=") for cell in row)


@pytest.mark.parametrize(("language", "title"), [("ru", "Реестр деятельности"), ("kk", "Өңдеу қызметінің тізілімі")])
def test_a_word_processor_finds_head_table_and_hash(registers: dict[str, Company], language: str, title: str) -> None:
    document, paper = build_document(registers["newskills"], Kind.PROCESSING), load_words().papers[Kind.PROCESSING]
    content = write_word_file(document, paper, language, dated="As of today", now=NOW)  # type: ignore[arg-type]
    file = docx.Document(BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in file.paragraphs)
    assert title in text
    assert document.sha256 in text
    assert registers["newskills"].bin in text
    (table,) = file.tables
    assert len(table.rows) == len(document.rows) + 1
    assert [cell.text for cell in table.rows[1].cells] == [
        cell.in_language(language)  # type: ignore[arg-type]
        for cell in document.rows[0].cells
    ]


def test_the_command_lists_and_writes_every_paper(registers: dict[str, Company], tmp_path: Path) -> None:
    out = StringIO()
    call_command("records", "list", "newskills", stdout=out)
    assert out.getvalue().count("approved by nobody yet") == len(Kind)
    call_command("records", "write", "newskills", str(tmp_path / "papers"), "--language", "kk", stdout=out)
    names = {path.name for path in (tmp_path / "papers").iterdir()}
    assert names == {f"newskills-{kind.value}-kk.{form}" for kind in Kind for form in ("csv", "docx")}
    header = read_csv((tmp_path / "papers" / "newskills-processing-kk.csv").read_bytes().decode())[0]
    assert header[0] == "Мақсат"
    assert registers


def test_an_unknown_company_is_a_sentence(registers: dict[str, Company]) -> None:
    assert registers
    with pytest.raises(CommandError, match="no company"):
        call_command("records", "list", "nobody")
