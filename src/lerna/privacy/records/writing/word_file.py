"""A paper for a word processor: Office Open XML, on its side, because it has many columns."""

from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt
from docx.table import Table

from lerna.kit.localized import LanguageCode
from lerna.privacy.records.document import Document
from lerna.privacy.records.words import Paper

_LANGUAGES = {"ru": "ru-RU", "kk": "kk-KZ", "en": "en-GB"}
_SIZE = Pt(8)


def write_word_file(document: Document, paper: Paper, language: LanguageCode, *, dated: str, now: datetime) -> bytes:
    """The file; `dated` says in words which version it is, and of what day."""
    file = docx.Document()
    _set_up(file, document, paper, language, now)
    file.add_heading(paper.title.in_language(language), level=0)
    for text in (dated, paper.law.title.in_language(language)):
        file.add_paragraph(text)
    for fact in document.head:
        line = file.add_paragraph()
        line.paragraph_format.space_after = Pt(2)
        line.add_run(f"{fact.title.in_language(language)}: ").bold = True
        line.add_run(fact.value.in_language(language))
    file.add_paragraph(paper.about.in_language(language))
    if document.rows:
        table = file.add_table(rows=len(document.rows) + 1, cols=len(document.columns), style="Table Grid")
        _fill(table, document, language)
    else:
        file.add_paragraph(paper.empty.in_language(language))
    for note in paper.notes:
        file.add_paragraph(note.in_language(language))
    file.add_paragraph(f"SHA-256 {document.sha256}")
    content = BytesIO()
    file.save(content)
    return content.getvalue()


def _set_up(file: WordDocument, document: Document, paper: Paper, language: LanguageCode, now: datetime) -> None:
    section = file.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)  # A4
    section.left_margin = section.right_margin = Mm(15)
    properties = file.core_properties
    properties.title, properties.language = paper.title.in_language(language), _LANGUAGES[language]
    properties.author = document.head[0].value.in_language(language)
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)  # the library writes a Z


def _fill(table: Table, document: Document, language: LanguageCode) -> None:
    lines = [document.columns, *(row.cells for row in document.rows)]
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        for cell, words in zip(row.cells, line, strict=True):
            run = cell.paragraphs[0].add_run(words.in_language(language))
            run.font.size, run.bold = _SIZE, number == 0
