"""A paper for a spreadsheet: CSV by RFC 4180, in UTF-8 with the mark by which spreadsheets know it."""

import csv
from io import StringIO

from lerna.kit.localized import LanguageCode
from lerna.privacy.records.document import Document

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes the file for another encoding
# What begins so, a spreadsheet computes, whoever wrote it; the apostrophe makes it words (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(document: Document, language: LanguageCode) -> str:
    """The columns' titles, then a line for each row; the head isn't in it."""
    file = StringIO()
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(_defuse(title.in_language(language)) for title in document.columns)
    for row in document.rows:
        writer.writerow(_defuse(cell.in_language(language)) for cell in row.cells)
    return BYTE_ORDER_MARK + file.getvalue()


def _defuse(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
