"""Bytes to text, whatever their label says: mail programs of three decades name the wrong character set."""

import base64
import binascii
import codecs
import re
import unicodedata

# Only these are tried by name: some of Python's codecs are slow on hostile input, or no character sets at all.
_KNOWN = {
    *("utf-8", "ascii", "cp1251", "koi8-r", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic", "kz1048", "ptcp154"),
    *("iso8859-1", "cp1252", "iso8859-15", "iso8859-9", "cp1254", "utf-16", "utf-16-le", "utf-16-be", "gb18030"),
}
_CYRILLIC = ("cp1251", "koi8-r", "kz1048", "ptcp154", "iso8859-5", "cp866")
_WEST = {"iso8859-1", "cp1252", "iso8859-15", "iso8859-9", "cp1254"}  # nobody here writes in them, programs name them
_FREQUENT = frozenset("оеаинтсрвлкмдпуыь")
_KAZAKH = frozenset("әғқңөұүһіӘҒҚҢӨҰҮҺІ")
_ENCODED_WORD = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]+)?\?([bqBQ])\?([^?\s]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t"}
_ASCII = 127  # its last sign
_CLEARLY, _FEW = 0.05, 1.5  # points by which another set must read better; so much more where the signs are few
_SAMPLE = 20_000  # bytes or characters that are looked at to tell one character set from another


def decode_text(content: bytes, label: str = "") -> str:
    """The text as a reader should see it. UTF-8 is known by its form; among the rest the label's is taken unless
    another reads far better.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _guess(content, label)
    else:
        if (named := _find_codec(label)) and named.startswith("utf-16"):
            text = content.decode(named, "replace")
    return clean(_repair(text))


def decode_header(value: str) -> str:
    """A header's words: encoded ones (RFC 2047), raw bytes that the parser kept as surrogates, or plain ones."""
    joined = _BETWEEN_WORDS.sub(r"\1", value.replace("\r", "").replace("\n", ""))
    parts: list[tuple[str, bytes]] = []
    end = 0
    for word in _ENCODED_WORD.finditer(joined):
        parts.append(("", joined[end : word.start()].encode("utf-8", "surrogateescape")))
        parts.append((word[1], _decode_word(word[2].lower(), word[3])))
        end = word.end()
    parts.append(("", joined[end:].encode("utf-8", "surrogateescape")))
    return " ".join("".join(decode_text(content, label) for label, content in _join(parts)).split())


def clean(text: str) -> str:
    """Without what can't be seen, which hides words from a program and breaks columns; lines end with one sign."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    spaced = (" " if unicodedata.category(sign) == "Zs" else sign for sign in lines)
    return "".join(sign for sign in spaced if sign in _KEPT or unicodedata.category(sign) not in _INVISIBLE)


def _join(parts: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    """Neighbors of one character set become one: some programs cut a letter of two bytes in half."""
    joined: list[tuple[str, bytes]] = []
    for label, content in parts:
        if not content:
            continue
        if joined and label and joined[-1][0].lower() == label.lower():
            joined[-1] = (label, joined[-1][1] + content)
        else:
            joined.append((label, content))
    return joined


def _decode_word(way: str, written: str) -> bytes:
    content = written.encode("ascii", "replace")
    if way == "q":
        return binascii.a2b_qp(content, header=True)
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return content


def _find_codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN else None


def _guess(content: bytes, label: str) -> str:
    named = _find_codec(label)
    sample = content[:_SAMPLE]
    names = dict.fromkeys(filter(None, (None if named in _WEST else named, *_CYRILLIC)))
    scores = {name: _score(sample.decode(name, "replace")) for name in names}
    best = max(scores, key=lambda name: scores[name])  # the first of equals, and so the label's
    # Few signs say little: then the label is believed.
    clearly = _CLEARLY + _FEW / sum(byte > _ASCII for byte in sample)
    if named in scores and scores[best] - scores[named] < clearly:
        best = str(named)
    return content.decode(best, "replace")


def _score(text: str) -> float:
    """How much it looks like Russian or Kazakh, per sign beyond ASCII: small frequent letters for, the rest against."""
    signs = [sign for sign in text[:_SAMPLE] if ord(sign) > _ASCII]
    return sum(map(_weigh, signs)) / max(len(signs), 1)


def _weigh(sign: str) -> float:
    if sign in _FREQUENT:
        return 1.0
    if sign in _KAZAKH:
        return 0.9
    if "а" <= sign <= "я" or sign in "ё«»–—…№":
        return 0.7
    return 0.2 if "А" <= sign <= "Я" else -1.0


def _repair(text: str) -> str:
    """UTF-8 that a program on the way took for windows-1251 and encoded once more (РџСЂРµ…) is turned back."""
    if text.isascii():
        return text
    sample = text[:_SAMPLE]
    try:
        turned = sample.encode("cp1251").decode("utf-8")
        whole = text.encode("cp1251").decode("utf-8") if len(sample) < len(text) else turned
    except UnicodeError:
        return text
    return whole if _score(turned) > _score(sample) else text
