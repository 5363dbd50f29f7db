"""The reader says what is wrong in a data file, and where."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import Localized

FILE = Path("shop.toml")


class Taste(StrEnum):
    SWEET = "sweet"
    SOUR = "sour"


def read(text: str) -> Reader:
    return Reader.parse(FILE, dedent(text))


def test_it_reads_what_is_right() -> None:
    reader = read("""\
        name = " Alma "
        opened = 2026-11-21
        seats = 12
        open = true
        tastes = ["sour", "sweet"]
        days = []
        [title]
        ru = "Яблоко"
        kk = "Алма"
        en = "Apple"
        [[stall]]
        taste = "sweet"
        """)
    assert reader.text("name") == "Alma"
    assert reader.date("opened") == date(2026, 11, 21)
    assert reader.integer("seats", minimum=12, maximum=12) == 12
    assert reader.boolean("open")
    assert reader.choices("tastes", Taste) == (Taste.SOUR, Taste.SWEET)
    assert reader.texts("days") == ()
    assert reader.localized("title") == Localized(ru="Яблоко", kk="Алма", en="Apple")
    assert [stall.choice("taste", Taste) for stall in reader.tables("stall")] == [Taste.SWEET]
    assert reader.tables("stall")[0].line == 11
    reader.done()


def test_it_lets_optional_things_be_absent() -> None:
    reader = read("")
    assert reader.optional_text("a") is None
    assert reader.optional_date("a") is None
    assert reader.optional_integer("a") is None
    assert reader.optional_choice("a", Taste) is None
    assert reader.optional_localized("a") is None
    assert reader.optional_table("a") is None
    assert reader.optional_texts("a") == reader.optional_tables("a") == reader.optional_choices("a", Taste) == ()
    assert reader.optional_boolean("a", default=True)
    reader.done()


REFUSALS = [
    ("text", "a = 1\nb = ' '", "b", 2, '"b" is empty.'),
    ("text", "a = 1\nb = 7", "b", 2, '"b" is a whole number; it must be a text in quotes.'),
    ("text", "a = 1\nnam = 'x'", "name", 2, '"name" is missing here. Is "nam" meant for it?'),
    ("text", "a = 1\n\n", "zzz", 1, '"zzz" is missing here.'),
    ("integer", "b = true", "b", 1, '"b" is true or false; it must be a whole number.'),
    ("integer", "b = 1.0", "b", 1, '"b" is a number with a fraction; it must be a whole number.'),
    ("boolean", "b = 1", "b", 1, '"b" is a whole number; it must be true or false.'),
    ("date", "\nb = 2026-11-21T10:00:00", "b", 2, '"b" is a date with a time; it must be a date such as 2026-11-21.'),
    ("texts", "b = [\n'x',\n 1]", "b", 3, 'Element 2 of "b" is a whole number; it must be a text in quotes.'),
    ("texts", "b = [\n'x',\n''\n]", "b", 3, '"b" is empty.'),
    ("texts", "b = [\n'x',\n'y',\n'x']", "b", 4, '"x" stands twice in "b".'),
    ("table", "b = []", "b", 1, '"b" is a list in square brackets; it must be a table.'),
    ("tables", "b = []", "b", 1, '"b" is an empty list.'),
    ("tables", "[b]", "b", 1, '"b" is a table; it must be a list in square brackets.'),
    ("tables", "b = [{},\n3]", "b", 2, 'Element 2 of "b" is a whole number; it must be a table.'),
    ("localized", "\n[b]\nru = 'а'\nkk = 'ә'", "b", 2, '"b" has no translation into en.'),
    ("localized", "\n[b]\nkk = 'ә'", "b", 2, '"b" has no translation into ru, en.'),
    ("localized", "[b]\nru = 'а'\nkk = ''\nen = 'a'", "b", 3, '"kk" is empty.'),
]


@pytest.mark.parametrize(("accessor", "text", "key", "line", "sentence"), REFUSALS)
def test_it_refuses_with_line_and_sentence(accessor: str, text: str, key: str, line: int, sentence: str) -> None:
    with pytest.raises(DataFileError) as refused:
        getattr(read(text), accessor)(key)
    assert (refused.value.line, refused.value.sentence) == (line, sentence)
    assert str(refused.value) == f"shop.toml:{line}: {sentence}"


def test_it_refuses_a_number_out_of_bounds() -> None:
    with pytest.raises(DataFileError, match=r':2: "b" is 0; it must be 1 or more'):
        read("a = 1\nb = 0").integer("b", minimum=1)
    with pytest.raises(DataFileError, match=r':2: "b" is 9; it must be 8 or less'):
        read("a = 1\nb = 9").integer("b", maximum=8)


def test_it_refuses_an_unknown_word() -> None:
    with pytest.raises(DataFileError, match=r':1: "salt" isn\'t known for "b"; it must be one of "sweet", "sour"'):
        read("b = 'salt'").choice("b", Taste)
    with pytest.raises(DataFileError, match=r':3: "salt" isn\'t known for "b"'):
        read("b = ['sweet',\n\n'salt']").choices("b", Taste)


def test_it_refuses_what_nobody_asked_for() -> None:
    reader = read("a = 1\n[[b]]\nc = 1\n[[b]]\nc = 2\ncolour = 'red'\n[z]")
    reader.integer("a")
    for table in reader.tables("b"):
        table.integer("c")
        table.optional_text("color")
    with pytest.raises(DataFileError, match=r':6: Nothing is known by the name "colour" here. Is "color" meant\?'):
        reader.done()


SYNTAX = [
    ("a = 1\nb = \n", 2),
    ("a = 1\na = 2\n", 2),
    ("[a]\n[b]\n[a]\n", 3),
    ("a = 'x'\r\nb = [1,\r\n2\r\n", 3),
    ('a = """\n\n', 2),
    ("a = 1\nb = 2026-13-45\n", 2),
]


@pytest.mark.parametrize(("text", "line"), SYNTAX)
def test_it_says_where_the_file_is_no_toml(text: str, line: int) -> None:
    with pytest.raises(DataFileError, match="This isn't valid TOML: ") as refused:
        Reader.parse(FILE, text)
    assert refused.value.line == line
    assert "at line" not in refused.value.sentence


def test_it_says_where_the_file_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = 'x'\nb = '\xff'\n")
    with pytest.raises(DataFileError, match=r"a\.toml:2: This line isn't UTF-8"):
        Reader.load(path)
    with pytest.raises(DataFileError, match=r"none\.toml:1: The file can't be read"):
        Reader.load(tmp_path / "none.toml")


@given(st.text(st.sampled_from("ab=[]{}\"'#\n,. 1-:\\tru"), max_size=40))
def test_it_never_breaks_in_another_way(text: str) -> None:
    try:
        reader = Reader.parse(FILE, text)
        reader.done()
    except DataFileError as error:
        assert 1 <= error.line <= text.count("\n") + 1  # noqa: PT017 -- most random texts are refused, some aren't
