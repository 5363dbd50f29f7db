"""A table as a file for spreadsheets: CSV and XLSX, in which nothing that a learner is called is a formula."""

import csv
import io
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | Decimal | None

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What makes a text a formula in one program or another, after spaces too (OWASP, “CSV Injection”).
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_LONGEST_COLUMN = 48  # characters
_SHEET_NAME = 31  # characters, Excel's own limit


def write_csv(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, by which Excel knows it, and semicolons, which it expects where decimals have a comma."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([_write_plain(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def write_xlsx(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """One sheet with a fixed head; numbers are numbers, and text is text whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_name_sheet(title))
    sheet.freeze_panes = "B2"
    for number, head in enumerate(heads):
        longest = max([len(head), *(len(str(row[number] or "")) for row in rows)])
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(longest, _LONGEST_COLUMN) + 2
    bold = Font(bold=True)
    sheet.append([_make_cell(sheet, head, bold) for head in heads])
    for row in rows:
        sheet.append([_make_cell(sheet, cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _write_plain(cell: Cell) -> str:
    """A text that could be a formula gets an apostrophe, by which a spreadsheet knows plain words."""
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    text = "" if cell is None else str(cell)
    is_text = isinstance(cell, str)
    return f"'{text}" if is_text and text.lstrip(" \u00a0").startswith(_FORMULA_BEGINS) else text


def _make_cell(sheet: Worksheet, cell: Cell, font: Font | None = None) -> SheetCell:
    value = ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
    made = WriteOnlyCell(sheet, float(value) if isinstance(value, Decimal) else value)
    if isinstance(cell, str):
        made.data_type = "s"  # else a text that begins with = would be stored as a formula
    if font:
        made.font = font
    return made


def _name_sheet(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'").strip()[:_SHEET_NAME] or "1"
