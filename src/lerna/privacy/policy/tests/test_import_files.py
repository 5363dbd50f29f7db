"""Import: kinds of files, encodings, damaged files, the command and its draft."""

import json
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from django.core.management import call_command
from django.utils import translation
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from lerna.privacy.policy.document import Clause, Document, Item, Paragraph, Section, Text
from lerna.privacy.policy.document_json import DocumentJsonError, document_from_json, document_hash, document_to_json
from lerna.privacy.policy.importer.drafts import draft_path, read_draft
from lerna.privacy.policy.importer.readers.word_numbers import AutomaticNumbers
from lerna.privacy.policy.importer.recognize import recognize
from lerna.privacy.policy.importer.recognized import account
from lerna.privacy.policy.importer.source import SourceError, read_source

FIXTURES = Path(__file__).parent / "fixtures"
RUSSIAN = "ПРАВИЛА\n\n1. Общее\n\n1.1. Хор записывает имена певцов и больше ничего не спрашивает.\n"
KAZAKH = "ЕРЕЖЕ\n\n1. Жалпы\n\n1.1. Хор әншілердің аттарын ғана жазады, басқа ештеңе сұрамайды.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866"])
def test_it_finds_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "choir.txt"
    path.write_bytes(RUSSIAN.encode(encoding))
    assert read_source(path).text.removeprefix("\ufeff") == RUSSIAN


def test_it_finds_the_kazakh_code_page(tmp_path: Path) -> None:
    path = tmp_path / "choir.txt"
    path.write_bytes(KAZAKH.encode("kz1048"))
    assert read_source(path).text == KAZAKH


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte-order mark"])
@pytest.mark.parametrize("broken", [b"\xff", b"\xd0", b"\xd0\xd0"], ids=bytes.hex)
def test_damaged_utf_8_is_refused_with_its_line_and_not_read_as_another_alphabet(
    tmp_path: Path, mark: bytes, broken: bytes
) -> None:
    path = tmp_path / "choir.txt"
    path.write_bytes(mark + RUSSIAN.replace("певцов", "певцо").encode() + broken + RUSSIAN.encode())
    with (
        translation.override("en"),
        pytest.raises(SourceError, match=rf"choir\.txt, line 6.*0x{broken[:1].hex().upper()}"),
    ):
        read_source(path)


def test_windows_line_ends_and_byte_order_marks_are_layout(tmp_path: Path) -> None:
    path = tmp_path / "choir.txt"
    path.write_bytes(RUSSIAN.replace("\n", "\r\n").encode("utf-8-sig"))
    source = read_source(path)
    recognized = recognize(source)
    assert dict(account(source.text, recognized).layout_by_kind)["byte-order mark"] == 1
    assert recognized.document == recognize_text(tmp_path, RUSSIAN)


def recognize_text(folder: Path, text: str) -> Document:
    path = folder / "plain.txt"
    path.write_text(text)
    return recognize(read_source(path)).document


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("policy.pdf", b"%PDF-1.7"),
        ("policy.docx", b"PK\x03\x04 no zip"),
        ("policy.docx", b"plain text"),
        ("policy.txt", bytes(range(256)) * 20),
    ],
)
def test_an_unreadable_file_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SourceError, match=name):
        read_source(path)


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt"):
        read_source(tmp_path / "none.txt")


def read_html(folder: Path, markup: str) -> str:
    path = folder / "choir.html"
    path.write_text(markup)
    return read_source(path).text


def test_a_page_nested_without_end_is_read_whole(tmp_path: Path) -> None:
    for tag in ("div", "ul", "blockquote"):
        assert "1.1. Хор" in read_html(tmp_path, f"<{tag}>" * 5000 + "1.1. Хор" + f"</{tag}>" * 5000)


def test_a_table_that_lays_out_a_page_is_read_as_its_text(tmp_path: Path) -> None:
    inner = "<p>1. Общее</p><p>1.1. Хор.</p>"
    for table in (
        f"<table><tr><td>{inner}</table>",
        f"<table><tr><td><div>Меню</div><td>{inner}</table>",
        f"<table><tr><td><table><tr><td>Меню<td>Поиск</table><tr><td>{inner}</table>",
    ):
        lines = read_html(tmp_path, table).splitlines()
        assert lines.count("1. Общее") == lines.count("1.1. Хор.") == 1


def test_no_words_of_a_page_are_lost(tmp_path: Path) -> None:
    markup = (
        "<table><caption>Голоса</caption><tr><td>сопрано<td>2<tr><td>альт<td>3</table><noscript>без скриптов</noscript>"
    )
    text = read_html(tmp_path, markup)
    assert [text.count(word) for word in ("Голоса", "| сопрано | 2 |", "без скриптов")] == [1, 1, 1]


@pytest.mark.parametrize(
    "markup",
    [
        "<template><p>Хор <b>поёт</b></p></template>",
        "<template><template>Хор поёт</template></template>",
        '<svg viewBox="0 0 9 9"><text>Хор</text><text>поёт</text></svg>',
        '<iframe src="choir"><p>Хор поёт</p></iframe>',
        '<iframe srcdoc="<p>Хор поёт</p>"></iframe>',
        "<object data=choir><script>let x</script>Хор поёт</object>",
        "<video>Хор поёт</video>",
    ],
)
def test_words_of_a_page_that_are_not_read_are_noted(tmp_path: Path, markup: str) -> None:
    path = tmp_path / "choir.html"
    path.write_text(f"<p>1.1. Зал.</p>{markup}")
    with translation.override("en"):
        source = read_source(path)
    (note,) = source.notes
    assert note.endswith("was not read, though there are words in it: Хор поёт")
    assert source.text == "1.1. Зал.\n"


def test_what_holds_no_words_is_noted_so(tmp_path: Path) -> None:
    path = tmp_path / "choir.html"
    path.write_text("<p>1.1. Зал.</p><script>let x</script><svg><path d='M0'/></svg><iframe></iframe><img><img>")
    with translation.override("en"):
        notes = read_source(path).notes
    assert notes == tuple(
        f"{count} × <{tag}> has no words and was not read"
        for tag, count in (("script", 1), ("svg", 1), ("iframe", 1), ("img", 2))
    )


def write_docx(path: Path) -> None:
    word = docx.Document()
    word.add_heading("Правила хора", 0)
    word.add_heading("1. Общее", 1)
    word.add_paragraph("1.1. Хор записывает имена певцов:")
    word.add_paragraph("имя;", style="List Bullet")
    word.add_paragraph("голос.", style="List Bullet")
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "имя", "год"
    word.sections[0].header.paragraphs[0].text = "Хор, для служебного пользования"
    word.save(str(path))


def test_it_reads_word_files(tmp_path: Path) -> None:
    path = tmp_path / "choir.docx"
    write_docx(path)
    source = read_source(path)
    recognized = recognize(source)
    account(source.text, recognized)
    (text,) = recognized.document.texts
    assert (text.title, text.sections[0].title) == ("Правила хора", "Общее")
    assert text.sections[0].clauses[0].body == (
        Paragraph("Хор записывает имена певцов:"),
        Item("1", "-", "имя;"),
        Item("2", "-", "голос."),
        Paragraph("имя | год"),
    )
    assert any("Хор, для служебного пользования" in note for note in source.notes)


@pytest.mark.parametrize("part", ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"])
@pytest.mark.parametrize("instead", [None, b"", b'<?xml version="1.0"?><a/>'])
def test_a_word_file_with_a_damaged_part_is_refused_with_a_sentence(
    tmp_path: Path, part: str, instead: bytes | None
) -> None:
    whole, damaged = tmp_path / "whole.docx", tmp_path / "damaged.docx"
    write_docx(whole)
    with ZipFile(whole) as source, ZipFile(damaged, "w") as copy:
        for name in source.namelist():
            content = instead if name == part else source.read(name)
            if content is not None:
                copy.writestr(name, content)
    try:
        source_text = read_source(damaged)
    except SourceError as error:
        assert "damaged.docx" in str(error)  # noqa: PT017 -- some parts are missed by nobody
    else:
        account(source_text.text, recognize(source_text))


def test_it_writes_out_the_numbers_that_word_draws() -> None:
    word = docx.Document()
    numbering = word.part.numbering_part.element
    rules = (("decimal", "%1."), ("decimal", "%1.%2."), ("russianLower", "(%3)"))
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(rules)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, words in ((0, "Хор"), (1, "Состав"), (2, "сопрано"), (2, "альты"), (1, "Сбор"), (0, "Зал"), (1, "Ключ")):
        properties = word.add_paragraph(words)._p.get_or_add_pPr()  # noqa: SLF001 -- no public way to number a paragraph
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
        )
    numbers = AutomaticNumbers(word)
    assert [numbers.prefix(paragraph) for paragraph in word.paragraphs] == [
        *("1. ", "1.1. ", "(а) ", "(б) ", "1.2. ", "2. ", "2.1. ")
    ]


def run_policy(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("policy", *arguments, stdout=out)
    except SystemExit as leaving:
        return int(str(leaving.code)), out.getvalue()
    return 0, out.getvalue()


def test_the_command_shows_what_it_recognised_and_keeps_a_draft() -> None:
    code, report = run_policy("import", str(FIXTURES / "misnumbered.txt"), "--company", "newskills")
    assert code == 0
    assert "Стр. 2 из 3" in report
    assert "387" in report.splitlines()[-2]
    draft = read_draft("newskills")
    assert draft is not None
    assert draft.texts[0].title == "УСТАВ ОБ АНКЕТАХ"


def test_the_command_speaks_json() -> None:
    code, report = run_policy("import", str(FIXTURES / "kazakh_first.txt"), "--company", "newskills", "--json")
    found = json.loads(report)
    assert code == 0
    assert [language["language"] for language in found["languages"]] == ["kk", "ru"]
    characters = found["characters"]
    assert characters["total"] == characters["in_clauses"] + characters["layout"] + characters["left_over"]


def test_the_command_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.odt"
    path.write_bytes(b"x")
    assert run_policy("import", str(path), "--company", "newskills")[0] == 2
    assert run_policy("import", str(FIXTURES / "alien.txt"), "--company", "nobody")[0] == 2
    assert not draft_path("newskills").exists()


def test_the_command_keeps_no_draft_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(" \n")
    assert run_policy("import", str(path), "--company", "newskills")[0] == 1
    assert read_draft("newskills") is None


paragraphs = st.builds(Paragraph, st.text())
items = st.recursive(
    st.builds(Item, st.text(), st.text(), st.text()),
    lambda inner: st.builds(Item, st.text(), st.text(), st.text(), st.tuples(inner)),
    max_leaves=4,
)
clauses = st.builds(Clause, st.text(), st.text(), st.tuples(paragraphs, items))
sections = st.builds(Section, st.text(), st.text(), st.text(), st.tuples(clauses))
documents = st.builds(
    Document, st.tuples(st.builds(Text, st.sampled_from(["ru", "kk", "en"]), st.text(), st.tuples(sections)))
)


@given(documents)
@settings(deadline=None)
def test_a_document_survives_its_json_and_its_hash_is_stable(document: Document) -> None:
    canonical = document_to_json(document)
    again = document_from_json(canonical)
    assert again == document
    assert document_to_json(again) == canonical
    assert document_hash(again) == document_hash(document)


@pytest.mark.parametrize(
    "broken", ["", "[]", "{}", '{"texts": [{"language": "fr"}]}', '{"texts": [{"language": "ru", "title": 1}]}']
)
def test_other_json_is_refused(broken: str) -> None:
    with pytest.raises(DocumentJsonError):
        document_from_json(broken)
