"""Data files that people write (TOML), read strictly: whatever is wrong is said with file, line and a sentence."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

from django.utils.translation import gettext_noop as _

from lerna.kit import toml_lines
from lerna.kit.localized import LANGUAGE_CODES, Localized
from lerna.kit.sentences import Said, say

Word = TypeVar("Word", bound=str)
Value = TypeVar("Value")

_KINDS: dict[type, str] = {
    str: _("a text in quotes"),
    bool: _("true or false"),
    int: _("a whole number"),
    float: _("a number with a fraction"),
    dt.date: _("a date such as 2026-11-21"),
    dt.datetime: _("a date with a time"),
    dt.time: _("a time of day"),
    list: _("a list in square brackets"),
    dict: _("a table"),
}
_PLACE_IN_MESSAGE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


class DataFileError(Exception):
    """What is wrong in a data file, for the person who edits it: `str()` gives `path:line: sentence` in English."""

    def __init__(self, path: Path, line: int, sentence: str | Said) -> None:
        super().__init__(f"{path}:{line}: {sentence}")
        self.path = path
        self.line = line
        self.sentence = str(sentence)
        self._said = sentence

    @property
    def translated(self) -> str:
        """The sentence in the reader's language, where it was written to be translated."""
        return self._said.translate() if isinstance(self._said, Said) else self._said


def read_text(path: Path) -> str:
    """What the file says; DataFileError where it can't be read or isn't UTF-8."""
    try:
        content = path.read_bytes()
    except OSError as error:
        sentence = say(_("The file can't be read: %(why)s."), why=error.strerror)
        raise DataFileError(path, 1, sentence) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = say(_("This line isn't UTF-8 text; save the file as UTF-8."))
        raise DataFileError(path, line, sentence) from error


class Reader:
    """One table of a data file. Every accessor raises `DataFileError` for what is missing, empty or of another type.

    What nobody asked for is refused too: call `done()` on the whole file after reading it.
    """

    def __init__(
        self, path: Path, lines: dict[toml_lines.Path, int], place: toml_lines.Path, table: dict[str, Any]
    ) -> None:
        self.path = path
        self._lines = lines
        self._place = place
        self._table = table
        self._asked: set[str] = set()
        self._children: dict[toml_lines.Path, Reader] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """The whole file at `path`; DataFileError where it can't be read or isn't TOML."""
        return cls.parse(path, read_text(path))

    @classmethod
    def parse(cls, path: Path, text: str, *, first_line: int = 1) -> Self:
        """The whole of `text`, which begins on this line of the file at `path`; DataFileError where it isn't TOML."""
        text = text.replace("\r\n", "\n")
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = _PLACE_IN_MESSAGE.search(str(error))
            line = int(place[1]) if place and place[1] else max(1, len(text.splitlines()))
            why = say(_PLACE_IN_MESSAGE.sub("", str(error)))
            sentence = say(_("This isn't valid TOML: %(why)s."), why=why)
            raise DataFileError(path, first_line + line - 1, sentence) from error
        lines = {place: first_line + line - 1 for place, line in toml_lines.find_lines(text).items()}
        return cls(path, lines, (), table)

    @property
    def line(self) -> int:
        """The line, from 1, where this table stands."""
        return self._lines[self._place]

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def keys(self) -> tuple[str, ...]:
        """The keys of this table in the order of the file; asking for them doesn't count as reading them."""
        return tuple(self._table)

    def line_of(self, key: str, index: int | None = None) -> int:
        """The line of a key, or of the element `index` of its array; the table's own line where there's no such key."""
        place = (*self._place, key) if index is None else (*self._place, key, index)
        return self._lines.get(place, self.line)

    def fail(self, sentence: str | Said, key: str | None = None, index: int | None = None) -> NoReturn:
        """Refuse the file with this sentence, at the table's line, the key's, or the array element's."""
        line = self.line if key is None else self.line_of(key, index)
        raise DataFileError(self.path, line, sentence)

    def text(self, key: str) -> str:
        """A text that isn't empty, without the white space around it."""
        return self._checked_text(key, self._required(key, str))

    def optional_text(self, key: str) -> str | None:
        """Like `text`, or None where there's no such key."""
        return self.text(key) if self._asks(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none empty, no two the same; the list itself may be empty."""
        values = self._required(key, list)
        texts = tuple(
            self._checked_text(key, self._typed(key, value, str, index), index) for index, value in enumerate(values)
        )
        for index, text in enumerate(texts):
            if text in texts[:index]:
                self.fail(say(_('"%(text)s" stands twice in "%(key)s".'), text=text, key=key), key, index)
        return texts

    def optional_texts(self, key: str) -> tuple[str, ...]:
        """Like `texts`, or nothing where there's no such key."""
        return self.texts(key) if self._asks(key) else ()

    def localized(self, key: str) -> Localized:
        """A table of texts `ru`, `kk` and `en`, all there and none empty."""
        table = self.table(key)
        missing = [code for code in LANGUAGE_CODES if code not in table]
        if missing:
            sentence = say(_('"%(key)s" has no translation into %(languages)s.'), key=key, languages=", ".join(missing))
            self.fail(sentence, key)
        return Localized(ru=table.text("ru"), kk=table.text("kk"), en=table.text("en"))

    def optional_localized(self, key: str) -> Localized | None:
        """Like `localized`, or None where there's no such key."""
        return self.localized(key) if self._asks(key) else None

    def date(self, key: str) -> dt.date:
        """A date without a time, as TOML writes it: 2026-11-21."""
        return self._required(key, dt.date)

    def optional_date(self, key: str) -> dt.date | None:
        """Like `date`, or None where there's no such key."""
        return self.date(key) if self._asks(key) else None

    def integer(self, key: str, *, minimum: int | None = None, maximum: int | None = None) -> int:
        """A whole number within these bounds, both inclusive."""
        value = self._required(key, int)
        if minimum is not None and value < minimum:
            self.fail(
                say(_('"%(key)s" is %(value)s; it must be %(bound)s or more.'), key=key, value=value, bound=minimum),
                key,
            )
        if maximum is not None and value > maximum:
            self.fail(
                say(_('"%(key)s" is %(value)s; it must be %(bound)s or less.'), key=key, value=value, bound=maximum),
                key,
            )
        return value

    def optional_integer(self, key: str, *, minimum: int | None = None, maximum: int | None = None) -> int | None:
        """Like `integer`, or None where there's no such key."""
        return self.integer(key, minimum=minimum, maximum=maximum) if self._asks(key) else None

    def boolean(self, key: str) -> bool:
        """True or false."""
        return self._required(key, bool)

    def optional_boolean(self, key: str, *, default: bool = False) -> bool:
        """Like `boolean`, or `default` where there's no such key."""
        return self.boolean(key) if self._asks(key) else default

    def choice(self, key: str, allowed: Iterable[Word]) -> Word:
        """One of the allowed words: a tuple of them or an enumeration of texts (StrEnum), whose member is returned."""
        return self._chosen(key, self.text(key), tuple(allowed))

    def optional_choice(self, key: str, allowed: Iterable[Word]) -> Word | None:
        """Like `choice`, or None where there's no such key."""
        return self.choice(key, allowed) if self._asks(key) else None

    def choices(self, key: str, allowed: Iterable[Word]) -> tuple[Word, ...]:
        """A list of allowed words, no two the same; the list itself may be empty."""
        words = tuple(allowed)
        return tuple(self._chosen(key, text, words, index) for index, text in enumerate(self.texts(key)))

    def optional_choices(self, key: str, allowed: Iterable[Word]) -> tuple[Word, ...]:
        """Like `choices`, or nothing where there's no such key."""
        return self.choices(key, allowed) if self._asks(key) else ()

    def table(self, key: str) -> "Reader":
        """The table under this key."""
        return self._child((key,), self._required(key, dict))

    def optional_table(self, key: str) -> "Reader | None":
        """Like `table`, or None where there's no such key."""
        return self.table(key) if self._asks(key) else None

    def tables(self, key: str) -> tuple["Reader", ...]:
        """The tables of a list, at least one: `[[key]]` in the file."""
        values = self._required(key, list)
        if not values:
            self.fail(say(_('"%(key)s" is an empty list.'), key=key), key)
        return tuple(self._child((key, i), self._typed(key, value, dict, i)) for i, value in enumerate(values))

    def optional_tables(self, key: str) -> tuple["Reader", ...]:
        """Like `tables`, or nothing where there's no such key."""
        return self.tables(key) if self._asks(key) else ()

    def leave(self, key: str) -> None:
        """Leave what stands under this key, if anything, to another reader of the same file."""
        self._asked.add(key)

    def done(self) -> None:
        """Refuse the first key, in the order of lines, that nobody asked for, here or in any table read from here."""
        unknown = min(self.iter_unknown(), key=lambda found: (found[0], str(found[1])), default=None)
        if unknown:
            raise DataFileError(self.path, *unknown)

    def iter_unknown(self) -> Iterator[tuple[int, Said]]:
        """Line and sentence for each key that nobody asked for, here or in any table read from here."""
        for key in self._table.keys() - self._asked:
            close = get_close_matches(key, self._asked - self._table.keys(), 1)
            pattern = _('Nothing is known by the name "%(key)s" here.')
            if close:
                pattern = _('Nothing is known by the name "%(key)s" here. Is "%(close)s" meant?')
            yield self.line_of(key), say(pattern, key=key, close="".join(close))
        for child in self._children.values():
            yield from child.iter_unknown()

    def _asks(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._table

    def _required(self, key: str, kind: type[Value]) -> Value:
        if not self._asks(key):
            close = get_close_matches(key, self._table.keys() - self._asked, 1)
            if close:
                sentence = say(_('"%(key)s" is missing here. Is "%(close)s" meant for it?'), key=key, close=close[0])
                self.fail(sentence, close[0])
            self.fail(say(_('"%(key)s" is missing here.'), key=key))
        return self._typed(key, self._table[key], kind)

    def _typed(self, key: str, value: object, kind: type[Value], index: int | None = None) -> Value:
        # bool is an int to Python, and a datetime is a date; to the author of a file they're different things.
        if type(value) is not kind:
            pattern = _('"%(key)s" is %(was)s; it must be %(wanted)s.')
            if index is not None:
                pattern = _('Element %(number)s of "%(key)s" is %(was)s; it must be %(wanted)s.')
            was, wanted = say(_KINDS[type(value)]), say(_KINDS[kind])
            self.fail(say(pattern, key=key, was=was, wanted=wanted, number=(index or 0) + 1), key, index)
        return value

    def _checked_text(self, key: str, value: str, index: int | None = None) -> str:
        text = value.strip()
        if not text:
            self.fail(say(_('"%(key)s" is empty.'), key=key), key, index)
        return text

    def _chosen(self, key: str, text: str, allowed: tuple[Word, ...], index: int | None = None) -> Word:
        word = next((word for word in allowed if word == text), None)
        if word is None:
            words = ", ".join(f'"{word}"' for word in allowed)
            pattern = _('"%(text)s" isn\'t known for "%(key)s"; it must be one of %(words)s.')
            self.fail(say(pattern, text=text, key=key, words=words), key, index)
        return word

    def _child(self, step: toml_lines.Path, table: dict[str, Any]) -> "Reader":
        if step not in self._children:
            self._children[step] = Reader(self.path, self._lines, (*self._place, *step), table)
        return self._children[step]
