"""An old text file's encoding: Unicode by its own rules, one-byte Cyrillic by how plausible its letters look."""

import codecs
import re

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


def decode(content: bytes) -> tuple[str, str] | None:
    """The text, with its byte-order mark kept as a character, and the encoding's name; None for what is no text."""
    for bom, name in BOMS:
        if content.startswith(bom):
            return _decoded(content, name)
    if b"\0" in content[:4000]:
        return _likeliest(content, ("utf-16-le", "utf-16-be"))
    unicode = _decoded(content, "utf-8")
    if unicode:
        return unicode
    return _likeliest(content, ONE_BYTE)


def plausibility(text: str) -> int:
    """How much a text looks like written Russian or Kazakh: lower-case letters count, odd letters and cases cost."""
    return len(LETTER.findall(text)) - 4 * len(EXOTIC.findall(text)) - 2 * len(BROKEN_CASE.findall(text))


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
