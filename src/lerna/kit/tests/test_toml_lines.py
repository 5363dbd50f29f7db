"""The scanner finds the very line of every key, element and table, however TOML lets people write them."""

import tomllib
from textwrap import dedent
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lerna.kit.toml_lines import Path, find_lines

DOCUMENT = dedent('''\
    # a comment with "quotes" and [brackets]
    title = "x" # after it

    [owner.address]
    city = 'Almaty'
    "key with = and ]" = 1
    lines = """
    [not.a.table]
    fake = 1 \\"""
    """
    raw = \'\'\'
    a = "b"\'\'\'

    [owner]
    born = 1979-05-27 07:32:00
    a.b . "c d" = true
    a.e = {x = 1, y = [2, {z = 3}]}

    [[site]]
    hosts = [
      "one", # first
      # nothing

      "two]", ["three",
      "four"],
    ]
    [[site.font]]
    size = 1
    [[site.font]]
    size = 2
    [site.font.face]
    name = "x"
    [[site]]
    [[site.font]]
    size = 3
    ''')


LINES = {
    (): 1,
    ("title",): 2,
    ("owner", "address"): 4,
    ("owner", "address", "city"): 5,
    ("owner", "address", "key with = and ]"): 6,
    ("owner", "address", "lines"): 7,
    ("owner", "address", "raw"): 11,
    ("owner",): 14,
    ("owner", "born"): 15,
    ("owner", "a"): 16,
    ("owner", "a", "b"): 16,
    ("owner", "a", "b", "c d"): 16,
    ("owner", "a", "e"): 17,
    ("owner", "a", "e", "x"): 17,
    ("owner", "a", "e", "y"): 17,
    ("owner", "a", "e", "y", 0): 17,
    ("owner", "a", "e", "y", 1): 17,
    ("owner", "a", "e", "y", 1, "z"): 17,
    ("site",): 19,
    ("site", 0): 19,
    ("site", 0, "hosts"): 20,
    ("site", 0, "hosts", 0): 21,
    ("site", 0, "hosts", 1): 24,
    ("site", 0, "hosts", 2): 24,
    ("site", 0, "hosts", 2, 0): 24,
    ("site", 0, "hosts", 2, 1): 25,
    ("site", 0, "font"): 27,
    ("site", 0, "font", 0): 27,
    ("site", 0, "font", 0, "size"): 28,
    ("site", 0, "font", 1): 29,
    ("site", 0, "font", 1, "size"): 30,
    ("site", 0, "font", 1, "face"): 31,
    ("site", 0, "font", 1, "face", "name"): 32,
    ("site", 1): 33,
    ("site", 1, "font"): 34,
    ("site", 1, "font", 0): 34,
    ("site", 1, "font", 0, "size"): 35,
}


def test_it_finds_every_line() -> None:
    tomllib.loads(DOCUMENT)
    assert find_lines(DOCUMENT) == LINES


def test_it_ends_strings_where_toml_ends_them() -> None:
    text = 'a = """two quotes end it"""""\nb = \'\'\'x\'\'\'\'\'\nc = "\\""\nd = \'\'\ne = ""\nf = """"""\ng = 1\n'
    assert tomllib.loads(text)["a"] == 'two quotes end it""'
    assert [find_lines(text)[(key,)] for key in "abcdefg"] == [1, 2, 3, 4, 5, 6, 7]


KEYS = st.text(st.characters(codec="utf-8", exclude_characters="\x7f", min_codepoint=32), max_size=6)
LEAVES = (
    st.integers(-9, 9)
    | st.booleans()
    | st.text(st.sampled_from("aә\"'[]{}=,#\\\n \t"), max_size=8)
    | st.dates().map(lambda day: day.isoformat() + "D")
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=8
)


def _quoted(text: str) -> str:
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(escapes.get(letter, letter) for letter in text) + '"'


class _Writer:
    """Writes values as TOML and notes, independently of the scanner, on which line each begins."""

    def __init__(self) -> None:
        self.text = ""
        self.lines: dict[Path, int] = {(): 1}

    def note(self, place: Path) -> None:
        self.lines.setdefault(place, self.text.count("\n") + 1)

    def value(self, place: Path, value: object) -> None:
        if isinstance(value, dict):
            self.text += "{"
            for index, (key, inner) in enumerate(value.items()):
                self.text += ", " if index else " "
                self.note((*place, key))
                self.text += f"{_quoted(key)} = "
                self.value((*place, key), inner)
            self.text += " }"
        elif isinstance(value, list):
            self.text += "[\n"
            for index, inner in enumerate(value):
                self.note((*place, index))
                self.value((*place, index), inner)
                self.text += ", # ]\n\n"
            self.text += "]"
        elif isinstance(value, str):
            self.text += (
                '"""\n' + _quoted(value)[1:-1].replace("\\n", "\n") + '"""' if "\n" in value else _quoted(value)
            )
        else:
            self.text += str(value).lower()


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.lists(st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_it_agrees_with_whoever_wrote_the_file(pairs: dict[str, Any], tables: list[dict[str, Any]]) -> None:
    writer = _Writer()
    pairs.pop("rows", None)
    for key, value in pairs.items():
        writer.note((key,))
        writer.text += f"{_quoted(key)}="
        writer.value((key,), value)
        writer.text += "\n#\n"
    for index, table in enumerate(tables):
        writer.note(("rows",))
        writer.note(("rows", index))
        writer.text += "[[rows]]\n"
        for key, value in table.items():
            writer.note(("rows", index, key))
            writer.text += f"{_quoted(key)} = "
            writer.value(("rows", index, key), value)
            writer.text += "\n"
    tomllib.loads(writer.text)
    assert find_lines(writer.text) == writer.lines
