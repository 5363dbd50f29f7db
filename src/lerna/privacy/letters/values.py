"""What is filled into a letter: checked when it is written, sealed as JSON, shown in the reader's language."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

from django.utils import formats, translation

from lerna.kit.clock import to_local
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.texts import ALWAYS_KNOWN, LetterText

Value = str | int | date | datetime | list[str] | tuple[str, ...]  # a list is drawn as one, a tuple are paragraphs
Shown = str | list[str] | tuple[str, ...]
Context = Mapping[str, Value]

LONGEST_VALUE = 500  # characters; an address of a page or a sentence, not a document
LONGEST_PARAGRAPH = 4000  # what a member of staff wrote to a person
MOST_ITEMS = 50


class LetterValueError(ValueError):
    """What was to be filled in can't be: of the wrong kind, or with a line break. The message never repeats it."""


def write_context(text: LetterText, context: Context) -> str:
    """The values as JSON; LetterValueError where one is missing, unknown, too long, or would start a new line."""
    if differing := sorted(set(context) ^ text.places):
        raise LetterValueError(f"The letter “{text.name}” and what was given for it differ in: {', '.join(differing)}.")
    return json.dumps({name: _pack(name, context[name]) for name in sorted(context)}, ensure_ascii=False)


def read_context(written: str, language: LanguageCode) -> dict[str, Shown]:
    """Each value as the reader of this language reads it."""
    with translation.override(language):
        return {name: _unpack(packed) for name, packed in json.loads(written).items()}


def check_line(name: str, value: str, longest: int = LONGEST_VALUE) -> str:
    """The value; LetterValueError for a control character, which in a header would begin another header (CWE-93)."""
    if len(value) > longest:
        raise LetterValueError(f"“{name}” has more than {longest} characters.")
    # Cc are control characters, Zl and Zp line and paragraph separators, Cs halves of a character.
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} for letter in value):
        raise LetterValueError(f"“{name}” holds a line break or another control character.")
    return value


def _pack(name: str, value: Value) -> object:
    if name in ALWAYS_KNOWN:
        raise LetterValueError(f"“{name}” is known by itself.")
    if isinstance(value, str):
        return check_line(name, value)
    if isinstance(value, datetime):
        return {"moment": to_local(value).isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list) and len(value) <= MOST_ITEMS:
        return [check_line(name, item) for item in value]
    if isinstance(value, tuple) and len(value) <= MOST_ITEMS:
        return {"paragraphs": [check_line(name, item, LONGEST_PARAGRAPH) for item in value]}
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise LetterValueError(f"“{name}” is of a kind that letters can't show.")


def _unpack(packed: object) -> Shown:
    match packed:
        case {"paragraphs": list(items)}:
            return tuple(str(item) for item in items)
        case {"moment": str(text)}:
            return str(formats.date_format(to_local(datetime.fromisoformat(text)), "DATETIME_FORMAT"))
        case {"day": str(text)}:
            return str(formats.date_format(date.fromisoformat(text), "DATE_FORMAT"))
        case list():
            return [str(item) for item in packed]
        case int():
            return str(formats.number_format(packed))
    return str(packed)
