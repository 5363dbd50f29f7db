"""Every way in which a personal value could stand in a file for somebody to read."""

import base64
import json
import quopri
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

# What databases, mail and office programs of this country write; a text that one of them can't spell is left out of it.
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "kz1048", "cp866")
_SHORTEST = 7  # bytes; shorter ones occur by chance


def list_spellings(value: str) -> dict[bytes, str]:
    """The bytes to look for, each with its name: all cases, all encodings, and what programs wrap around UTF-8."""
    found = {unicodedata.normalize("NFD", value).encode(): "decomposed"}
    for text in _list_texts(value):
        for encoding in ENCODINGS:
            with suppress(UnicodeEncodeError):
                found[text.encode(encoding)] = encoding
        found |= {wrapped: name for name, wrapped in _wrap(text.encode())}
        found |= {spelled.encode(): name for name, spelled in _escape(text)}
    return {needle: name for needle, name in found.items() if len(needle) >= _SHORTEST}


def find_spelled(values: tuple[str, ...], content: bytes) -> list[str]:
    """What of these values the content shows, and how it is spelled there. Hexadecimal digits of both cases count."""
    folded = content.lower()
    return [
        f"{value}: {name}"
        for value in values
        for needle, name in list_spellings(value).items()
        if needle in content or (name == "hex" and needle in folded)
    ]


def _list_texts(value: str) -> Iterator[str]:
    yield from (value, value.lower(), value.upper())
    if "@" in value:
        yield value.partition("@")[0]
    digits = "".join(letter for letter in value if letter.isdecimal())
    if value.startswith("+") and digits:  # a phone number: without its country, and as people write it
        yield from (digits, f"8{digits[1:]}", digits[1:])
        yield f"{digits[1:4]} {digits[4:7]} {digits[7:9]} {digits[9:]}"
        yield f"({digits[1:4]}) {digits[4:7]}-{digits[7:9]}-{digits[9:]}"


def _wrap(plain: bytes) -> Iterator[tuple[str, bytes]]:
    yield "hex", plain.hex().encode()
    yield "quoted-printable", quopri.encodestring(plain)
    for before in range(3):  # base64 of a longer text looks different by where the value begins in it
        whole = base64.b64encode(bytes(before) + plain)
        yield "base64", whole[4 if before else 0 : len(whole) // 4 * 4 - 4]


def _escape(text: str) -> Iterator[tuple[str, str]]:
    yield "percent", quote(text, safe="")
    yield "JSON", json.dumps(text).strip('"')
    yield "HTML", "".join(f"&#{ord(letter)};" for letter in text)
    yield "bytea", "".join(f"\\{byte:03o}" if byte > ord("~") else chr(byte) for byte in text.encode())
