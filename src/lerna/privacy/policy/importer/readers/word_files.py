"""What a reader sees of a .docx policy, as lines: headings with `#`, automatic numbers written out, tables as rows."""

from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import docx
from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from lerna.privacy.policy.importer.readers.tables import table_lines
from lerna.privacy.policy.importer.readers.word_numbers import AutomaticNumbers

# python-docx has no error for a damaged file: it lets out those of zip and XML (an lxml error is a SyntaxError), and
# falls over a missing part or an unknown root with whatever Python says then. Found by damaging files at random.
DAMAGE = (OpcError, BadZipFile, SyntaxError, OSError, ValueError, LookupError, AttributeError, TypeError)
PARTS_UNREAD = {"footnotes": "footnotes", "endnotes": "endnotes", "comments": "comments"}


def docx_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text and notes on what was not taken over.

    Raises one of `DAMAGE` for a file that isn't whole.
    """
    word = docx.Document(str(path))
    numbers = AutomaticNumbers(word)
    lines: list[str] = []
    for block in word.iter_inner_content():
        if isinstance(block, Table):
            rows = [[cell.text.replace("\n", " ").strip() for cell in row.cells] for row in block.rows]
            lines.extend([*table_lines(rows), ""])
        else:
            lines.extend([*_paragraph_lines(block, numbers), ""])
    return "\n".join(lines).rstrip("\n") + "\n", tuple(_notes(word))


def _paragraph_lines(paragraph: WordParagraph, numbers: AutomaticNumbers) -> list[str]:
    name = (paragraph.style.name or "") if paragraph.style else ""
    prefix = numbers.prefix(paragraph)
    if name == "Title":
        prefix = "# " + prefix
    elif name.startswith("Heading ") and name[-1].isdecimal():
        prefix = "#" * min(int(name[-1]) + 1, 6) + " " + prefix
    first, *rest = paragraph.text.split("\n")
    return [prefix + first if first.strip() else first, *rest]


def _notes(word: WordDocument) -> Iterator[str]:
    for relation in word.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in PARTS_UNREAD:
            yield _("the file's %(part)s were not read") % {"part": PARTS_UNREAD[kind]}
    margins = {
        paragraph.text.strip()
        for section in word.sections
        for margin in (section.header, section.footer)
        if not margin.is_linked_to_previous
        for paragraph in margin.paragraphs
    }
    for words in sorted(margins - {""}):
        yield _("page header or footer not read: %(words)s") % {"words": words}
    pictures = len(word.inline_shapes)
    if pictures:
        yield _("%(count)s pictures were not read") % {"count": pictures}
    boxes = len(word.element.body.xpath(".//w:txbxContent"))
    if boxes:
        yield _("%(count)s text boxes were not read") % {"count": boxes}
