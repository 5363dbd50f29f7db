"""One line of a source, taken apart: indent, heading mark, list dash, number or letter, words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from lerna.privacy.policy.importer.recognized import LAYOUT_MARKS, LINE_BREAK, Span

# section: «Раздел 3», `IV.` · number: `3.`, `3.1.` · paren: `1)` · letter: `(а)` · roman: `(ii)` · bullet: `- `
MarkerKind = Literal["section", "number", "paren", "letter", "roman", "bullet"]

LABEL = re.compile(
    r"(?:раздел|глава|статья|часть|бөлім|тарау|section|article|chapter|part)\s+(?P<label>\d{1,3}|[IVXLCІХ]+)\b[.:)]?(?=\s|$)"
    r"|(?P<kazakh>\d{1,3}|[IVXLCІХ]+)\s?-\s?(?:бөлім|тарау|бап)\b[.:)]?(?=\s|$)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?P<value>\d{1,3}(?:\.\d{1,3}){0,4})(?P<dot>\.?)(?!\d)(?=\s|$|[^\W\d_]|[«\"“*_`|])")
PAREN = re.compile(r"\(?(?P<value>\d{1,3})\)")
LETTER = re.compile(r"\(?(?P<value>[^\W\d_])\)|(?P<latin>[a-z])\.(?=\s)")
SMALL_ROMAN = re.compile(r"\(?(?P<value>[ivx]{2,6})\)")
ROMAN = re.compile(r"(?P<value>[IVXLCІХ]{1,7})(?:[.)](?=\s|$)|\s*[–—-](?=\s))")
MEASURE = re.compile(
    r"(?:раза?|процент\w*|млн|млрд|тыс|лет|год\w*|час\w*|км|кг|есе|пайыз\w*|times|percent|million|hours?)\b"
)
HEADING = re.compile(r"#{1,6}(?=\s)")
DASH = re.compile(r"[-–—•·▪◦‣●○■□➢✓\uf0b7](?=\s)|\*(?=\s)")
EMPHASIS = re.compile(r"\*\*|__|[*_`](?=\S)")
INLINE_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*_])[*_](?=\S)|(?<=\S)[*_](?![\w*_])")
PAGE_NUMBER = re.compile(
    r"\W*(?:(?:стр(?:аница|\.)?|бет|page|p\.)\s*)?\d{1,4}(?:\s*(?:из|of|/)\s*\d{1,4})?(?:\s*-?бет)?\W*", re.IGNORECASE
)
ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
MOST_SECTIONS = 200


@dataclass(frozen=True, slots=True)
class Marker:
    """A number or letter before the words: `value` is its plain form, `parts` its figures where it has any."""

    kind: MarkerKind
    value: str
    parts: tuple[int, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something; `spans` are its words, `heading` the level of its heading mark or 0."""

    number: int
    indent: int
    heading: int
    marker: Marker | None
    spans: tuple[Span, ...]
    text: str
    blank_before: bool
    follows_leftover: bool = False


def roman_value(letters: str) -> int | None:
    """The figure of a Roman number, Kazakh and Russian look-alikes included; None where it isn't one."""
    values = [ROMAN_VALUES.get(letter) for letter in letters.upper().replace("І", "I").replace("Х", "X")]
    total = 0
    for position, value in enumerate(values):
        if value is None:
            return None
        following = values[position + 1] if position + 1 < len(values) else 0
        total += -value if value < (following or 0) else value
    return total if 0 < total <= MOST_SECTIONS else None


def split_lines(text: str, *, markdown: bool) -> Iterator[Line]:
    """Every line with words or a marker; lines of page numbers and of signs only are passed over."""
    start, blank, passed = 0, True, False
    for number, line_break in enumerate((*LINE_BREAK.finditer(text), None), start=1):
        end = line_break.start() if line_break else len(text)
        left, right = _strip(text, start, end)
        content = text[left:right]
        if not any(character.isalnum() for character in content) or PAGE_NUMBER.fullmatch(content):
            passed = passed or bool(content)
            blank = True
        else:
            indent = len(text[start:left].expandtabs(4))
            yield read_line(text, left, right, _Place(number, indent, blank, passed), markdown=markdown)
            blank, passed = False, False
        start = line_break.end() if line_break else end


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    indent: int
    blank_before: bool
    follows_leftover: bool


def read_line(text: str, left: int, right: int, place: _Place, *, markdown: bool) -> Line:
    """Take one stripped line apart from the left; what is passed over is layout, which the account checks."""
    heading = 0
    if match := HEADING.match(text, left, right):
        heading = match.end() - match.start()
        left = _skip(text, match.end(), right)
    left, right = _skip_bars(text, left, right)
    bullet = DASH.match(text, left, right)
    if bullet:
        left = _skip(text, bullet.end(), right)
    position = left
    while match := EMPHASIS.match(text, position, right):
        position = match.end()
    marker = find_marker(text, position, right)
    if marker is not None:
        left = _after_marker(text, marker.span.end, right)
    elif bullet:
        marker = Marker("bullet", bullet.group(), (), Span(bullet.start(), bullet.end()))
    spans = _word_spans(text, left, right, markdown=markdown)
    words = "".join(text[span.start : span.end] for span in spans)
    return Line(place.number, place.indent, heading, marker, spans, words, place.blank_before, place.follows_leftover)


def find_marker(text: str, left: int, right: int) -> Marker | None:
    """The number or letter that a line begins with."""
    finders = (_find_label, _find_number, _find_small, _find_letter, _find_roman)
    return next((marker for finder in finders if (marker := finder(text, left, right))), None)


def _find_label(text: str, left: int, right: int) -> Marker | None:
    match = LABEL.match(text, left, right)
    if match is None:
        return None
    value = match["label"] or match["kazakh"]
    figure = int(value) if value.isdecimal() else roman_value(value)
    return Marker("section", str(figure), (figure,), Span(match.start(), match.end())) if figure else None


def _find_number(text: str, left: int, right: int) -> Marker | None:
    match = NUMBER.match(text, left, right)
    if match is None:
        return None
    parts = tuple(int(part) for part in match["value"].split("."))
    rest = text[match.end() : right].lstrip()
    # `7.1 Текст` is a clause without its period, `1.5 раза` is a figure
    if not match["dot"] and (len(parts) == 1 or not rest or (rest[0].islower() and MEASURE.match(rest))):
        return None
    return Marker("number", ".".join(map(str, parts)), parts, Span(match.start(), match.end()))


def _find_small(text: str, left: int, right: int) -> Marker | None:
    if match := PAREN.match(text, left, right):
        return Marker("paren", str(int(match["value"])), (int(match["value"]),), Span(match.start(), match.end()))
    if (match := SMALL_ROMAN.match(text, left, right)) and (figure := roman_value(match["value"])):
        return Marker("roman", match["value"], (figure,), Span(match.start(), match.end()))
    return None


def _find_letter(text: str, left: int, right: int) -> Marker | None:
    match = LETTER.match(text, left, right)
    if match is None:
        return None
    return Marker("letter", (match["value"] or match["latin"]).lower(), (), Span(match.start(), match.end()))


def _find_roman(text: str, left: int, right: int) -> Marker | None:
    match = ROMAN.match(text, left, right)
    figure = roman_value(match["value"]) if match else None
    if match is None or figure is None:
        return None
    end = match.start() + len(match.group().rstrip(" –—-"))
    return Marker("section", str(figure), (figure,), Span(match.start(), end))


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    return start, end


def _is_blank(character: str) -> bool:
    return character.isspace() or LAYOUT_MARKS.get(character) in {"byte-order mark", "invisible marks"}


def _skip(text: str, position: int, right: int) -> int:
    while position < right and _is_blank(text[position]):
        position += 1
    return position


def _skip_bars(text: str, left: int, right: int) -> tuple[int, int]:
    """A table row's outer bars; a bar at one end only is part of the words."""
    if right - left < len("|a|") or text[left] != "|" or text[right - 1] != "|":
        return left, right
    return _skip(text, left + 1, right), _strip(text, left + 1, right - 1)[1]


def _after_marker(text: str, position: int, right: int) -> int:
    """Past what closes a marker: emphasis, a table's bar, a dash as in «1. – текст»."""
    while position < right and (_is_blank(text[position]) or text[position] in "*_`|"):
        position += 1
    if dash := re.compile(r"[–—-](?=\s)").match(text, position, right):
        position = _skip(text, dash.end(), right)
    return position


def _word_spans(text: str, left: int, right: int, *, markdown: bool) -> tuple[Span, ...]:
    """The words' spans, cut at emphasis marks where these are marks."""
    if not markdown:
        return (Span(left, right),) if right > left else ()
    spans: list[Span] = []
    for match in INLINE_EMPHASIS.finditer(text, left, right):
        spans.append(Span(left, match.start()))
        left = match.end()
    spans.append(Span(left, right))
    return tuple(span for span in spans if span.end > span.start)
