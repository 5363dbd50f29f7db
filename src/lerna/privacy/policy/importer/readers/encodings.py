"""An old text file's encoding: Unicode by its own rules, one-byte Cyrillic by how plausible its letters look."""

import codecs
import re

from lerna.privacy.policy.importer.recognized import LINE_BREAK

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# kz1048 is cp1251 with the Kazakh letters; a tie goes to the commoner, which stands first.
ONE_BYTE = ("cp1251", "koi8-r", "kz1048", "cp866")
EXOTIC = re.compile(r"[ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЄЇєїјЅѕґ\u2500-\u25a0¤§©¬®°±µ¶·¦\x80-\x9f]")
BROKEN_CASE = re.compile(r"[а-яё][А-ЯЁ]")
LETTER = re.compile(r"[а-яёәіңғүұқөһa-z]")
MOST_CONTROLS = 0.02  # a share of control characters above this is a binary file
# So many letters of two bytes or more for each broken byte are UTF-8: one-byte Cyrillic forms them by chance, one in
# a few words at most, and then breaks at nearly every other letter.
LETTERS_PER_BROKEN_BYTE = 10


class BrokenTextError(Exception):
    """A file that is UTF-8 but for a few bytes: any other encoding would read every letter of it wrong.

    `line`, from 1, holds the first broken byte, and `byte` is its value.
    """

    def __init__(self, line: int, byte: int) -> None:
        super().__init__(line, byte)
        self.line = line
        self.byte = byte


def decode(content: bytes) -> tuple[str, str] | None:
    """The text, with its byte-order mark kept as a character, and the encoding's name; None for what is no text.

    BrokenTextError where nearly all of it is UTF-8 and the rest is damage.
    """
    for bom, name in BOMS:
        if content.startswith(bom):
            if name == "utf-8":
                _refuse_broken_utf8(content)
            return _decoded(content, name)
    if b"\0" in content[:4000]:
        return _likeliest(content, ("utf-16-le", "utf-16-be"))
    unicode = _decoded(content, "utf-8")
    if unicode:
        return unicode
    _refuse_broken_utf8(content)
    return _likeliest(content, ONE_BYTE)


def plausibility(text: str) -> int:
    """How much a text looks like written Russian or Kazakh: lower-case letters count, odd letters and cases cost."""
    return len(LETTER.findall(text)) - 4 * len(EXOTIC.findall(text)) - 2 * len(BROKEN_CASE.findall(text))


def _refuse_broken_utf8(content: bytes) -> None:
    text = content.decode("utf-8", errors="surrogateescape")  # a broken byte becomes a half of a surrogate pair
    broken = [place for place, character in enumerate(text) if "\udc80" <= character <= "\udcff"]
    letters = sum(character > "\x7f" and character.isalpha() for character in text)
    if broken and letters >= LETTERS_PER_BROKEN_BYTE * len(broken):
        line = len(LINE_BREAK.findall(text, 0, broken[0])) + 1
        raise BrokenTextError(line, ord(text[broken[0]]) - 0xDC00)


def _likeliest(content: bytes, names: tuple[str, ...]) -> tuple[str, str] | None:
    candidates = [found for name in names if (found := _decoded(content, name))]
    return max(candidates, key=lambda found: plausibility(found[0]), default=None)


def _decoded(content: bytes, name: str) -> tuple[str, str] | None:
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return None
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    return None if controls > MOST_CONTROLS * len(text) else (text, name)
