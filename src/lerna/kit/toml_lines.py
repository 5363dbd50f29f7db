"""Where each key and each array element of a TOML document stands.

`tomllib` gives values without places, and a sentence about a mistake is worth little without its line. This scanner
runs after `tomllib` has accepted the text, so it needs to find the ends of keys and values, not to judge them.
"""

import re
import tomllib
from typing import Any

from django.utils.translation import gettext_noop as _

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")'
    r"|'''.*?'{3,5}(?!')"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]*")
TOLD = (  # what `tomllib` says most often, for its sentences to be translated
    _("Invalid statement"),
    _("Invalid value"),
    _("Invalid date or datetime"),
    _("Expected '=' after a key in a key/value pair"),
    _("Expected newline or end of document after a statement"),
    _("Expected ']' at the end of a table declaration"),
    _("Expected ']]' at the end of an array declaration"),
    _("Invalid initial character for a key part"),
    _("Cannot overwrite a value"),
    _("Unterminated string"),
    _('Expected "\'"'),
    _("Unescaped '\\' in a string"),
    _("Illegal character '\\n'"),
    _("Unclosed array"),
    _("Unclosed inline table"),
)


def find_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every table, key and array element of a valid TOML document.

    A place is the tuple of keys and indices that leads to it: `("site", 1, "brand", "name")`. A table named only by its
    parts, such as `a` of `[a.b]`, stands where it is first named; the document itself, `()`, on line 1.
    """
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted_to = 0
        self._line = 1
        self._lines: dict[Path, int] = {(): 1}
        self._last_of: dict[Path, int] = {}  # array of tables → index of the table being filled

    def scan(self) -> dict[Path, int]:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            if self._text.startswith("[", self._at):
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self._lines

    def _header(self) -> Path:
        line = self._line_here()
        is_array = self._text.startswith("[[", self._at)
        self._at += 2 if is_array else 1
        keys = self._keys("]")
        self._at += 2 if is_array else 1
        place: Path = ()
        for key in keys[:-1]:
            place = (*place, key)
            self._lines.setdefault(place, line)
            if place in self._last_of:
                place = (*place, self._last_of[place])
        place = (*place, keys[-1])
        if is_array:
            self._lines.setdefault(place, line)
            self._last_of[place] = self._last_of.get(place, -1) + 1
            place = (*place, self._last_of[place])
        # A table first named in passing ([a.b] before [a]) is found where it's opened: the later header wins.
        self._lines[place] = line
        return place

    def _pair(self, table: Path) -> None:
        line = self._line_here()
        place = table
        for key in self._keys("="):
            place = (*place, key)
            self._lines.setdefault(place, line)
        self._at += 1
        self._value(place)

    def _value(self, place: Path) -> None:
        self._skip(_SPACE)
        opening = self._text[self._at]
        if opening in "\"'":
            self._skip(_STRING)
        elif opening == "[":
            self._array(place)
        elif opening == "{":
            self._inline_table(place)
        else:
            self._skip(_SCALAR)

    def _array(self, place: Path) -> None:
        self._at += 1
        self._skip(_BLANK)
        index = 0
        while self._text[self._at] != "]":
            element = (*place, index)
            self._lines[element] = self._line_here()
            self._value(element)
            index += 1
            self._skip_comma()
        self._at += 1

    def _inline_table(self, place: Path) -> None:
        self._at += 1
        self._skip(_BLANK)
        while self._text[self._at] != "}":
            self._pair(place)
            self._skip_comma()
        self._at += 1

    def _skip_comma(self) -> None:
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)

    def _keys(self, ending: str) -> list[str]:
        start = self._at
        while self._text[self._at] != ending:
            if self._text[self._at] in "\"'":
                self._skip(_STRING)
            else:
                self._at += 1
        # tomllib itself unquotes and splits the key: a dotted key alone makes tables of one key each.
        inner: Any = tomllib.loads(f"{self._text[start : self._at]}=0")
        keys = []
        while isinstance(inner, dict):
            [(key, inner)] = inner.items()
            keys.append(key)
        return keys

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match:
            self._at = match.end()

    def _line_here(self) -> int:
        self._line += self._text.count("\n", self._counted_to, self._at)
        self._counted_to = self._at
        return self._line
