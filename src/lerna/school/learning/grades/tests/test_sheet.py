"""A gradebook that is opened in a spreadsheet says what it said here, and runs nothing."""

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from lerna.school.learning.grades.sheet import write_csv, write_xlsx

ATTACKS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "\u00a0=1", "＝1+1")
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@pytest.mark.parametrize("name", ATTACKS)
def test_no_name_is_a_formula_in_a_csv(name: str) -> None:
    (_, row) = csv.reader(io.StringIO(write_csv(["Имя"], [[name]]).decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == [f"'{name}"]


@pytest.mark.parametrize("name", ATTACKS)
def test_no_name_is_a_formula_in_an_xlsx(name: str) -> None:
    content = write_xlsx("Оценки", ["Имя"], [[name]])
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet
    assert sheet["A2"].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.integers(0, 100), st.none() | st.decimals(0, 100, places=1)), max_size=5))
def test_names_and_numbers_come_back_from_the_csv(rows: list[tuple[str, int, Decimal | None]]) -> None:
    content = write_csv(["Имя", "Тесты", "Итог"], rows)
    _, *read = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert [row[0].removeprefix("'") for row in read] == [name.removeprefix("'") for name, _, _ in rows]
    assert [int(row[1]) for row in read] == [points for _, points, _ in rows]
    assert [Decimal(row[2].replace(",", ".")) if row[2] else None for row in read] == [mark for _, _, mark in rows]


def test_marks_are_numbers_in_the_xlsx_and_a_negative_one_is_no_formula() -> None:
    content = write_xlsx("Цвет: с нуля / 2026-12", ["Имя", "Итог"], [["Айгерім", Decimal("59.9")], ["Борис\x07", -1]])
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet
    assert [[cell.value for cell in row] for row in sheet.rows] == [["Имя", "Итог"], ["Айгерім", 59.9], ["Борис", -1]]
    assert sheet.title == "Цвет с нуля  2026-12"
    assert write_csv(["Итог"], [[-1]]).decode("utf-8-sig") == "Итог\r\n-1\r\n"
