"""The words of letters: `policies/letters/<name>/{ru,kk,en}.txt`, read strictly, in all three languages.

    Subject: Your code

    Hello!

    The code is {code}.

    - a list begins with a dash

A word in braces is filled in when the letter goes out. `{company}`, `{site}` and `{host}` are always known.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import DataFileError, Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized

FOLDER = "letters"
ALWAYS_KNOWN = frozenset({"company", "site", "host"})
LONGEST_SUBJECT = 120  # characters; what a list of letters shows of it is shorter still

_NAME = re.compile(r"[a-z][a-z0-9-]{1,39}")
_PLACE = re.compile(r"\{([^{}]*)\}")
_PLACE_NAME = re.compile(r"[a-z][a-z_]{0,29}")
_SUBJECT = "Subject: "
_FRAME = {
    "why": frozenset({"purpose", "clause"}),
    "withdraw": frozenset(),
    "policy": frozenset(),
    "your_data": frozenset({"responsible"}),
    "company": frozenset({"company", "bin", "address", "email"}),
}


class UnknownTextError(LookupError):
    """No letter has this name."""


@dataclass(frozen=True, slots=True)
class Text:
    """A letter's words in one language: the subject line, and paragraphs with their line breaks."""

    subject: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter in three languages. `places` are the words in braces that its sender has to give."""

    name: str
    texts: Mapping[LanguageCode, Text]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class FrameWords:
    """What stands below every letter (`policies/letters/words.toml`), with the words in braces that each may use."""

    why: Localized  # {purpose}, {clause}
    withdraw: Localized
    policy: Localized
    your_data: Localized  # {responsible}
    company: Localized  # {company}, {bin}, {address}, {email}


def load_text(name: str) -> LetterText:
    """The letter of this name. UnknownTextError; DataFileError for a missing language or a wrong file."""
    if not _NAME.fullmatch(name) or not _folder(name).is_dir():
        raise UnknownTextError(f"No letter is called “{name}”; those that are stand in {_folder('').name}/.")
    paths = tuple(_folder(name) / f"{language}.txt" for language in LANGUAGE_CODES)
    return _read(name, paths, tuple(map(_stamp, paths)))


def load_words() -> FrameWords:
    """What stands below every letter. DataFileError."""
    path = _folder("words.toml")
    return _read_words(path, _stamp(path))


def list_texts() -> tuple[str, ...]:
    """The name of every letter."""
    return tuple(sorted(path.name for path in _folder("").iterdir() if path.is_dir()))


def find_places(text: str) -> Iterator[str]:
    """The words in braces, as they come."""
    yield from _PLACE.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each word in braces replaced; what was put in is not looked through again."""
    return _PLACE.sub(lambda found: values[found[1]], text)


def _folder(name: str) -> Path:
    return Path(settings.LERNA_POLICIES) / FOLDER / name


def _stamp(path: Path) -> tuple[int, int]:
    """Tells a changed file from a known one, so that new words need no new start; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=64)
def _read(name: str, paths: tuple[Path, ...], _stamps: tuple[tuple[int, int], ...]) -> LetterText:
    texts = {language: _read_text(path) for language, path in zip(LANGUAGE_CODES, paths, strict=True)}
    places = {language: _places_of(text) for language, text in texts.items()}
    for path, language in zip(paths, LANGUAGE_CODES, strict=True):
        differing = places[language] ^ places["ru"]
        if differing:
            words = ", ".join(sorted(differing))
            raise DataFileError(path, 1, f"Other words in braces than in Russian: {words}.")
    return LetterText(name, texts, places["ru"] - ALWAYS_KNOWN)


def _read_text(path: Path) -> Text:
    try:
        content = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, 1, f"The letter has no text in this language: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path, 1, "This isn't UTF-8 text; save the file as UTF-8.") from error
    first, _, rest = content.replace("\r\n", "\n").partition("\n")
    subject = first.removeprefix(_SUBJECT).strip()
    if not first.startswith(_SUBJECT) or not subject or len(subject) > LONGEST_SUBJECT:
        text = f"The first line must be “{_SUBJECT}…”, of at most {LONGEST_SUBJECT} characters."
        raise DataFileError(path, 1, text)
    paragraphs = tuple(part.strip("\n") for part in re.split(r"\n{2,}", rest.strip("\n")) if part.strip())
    if not paragraphs:
        raise DataFileError(path, 2, "The letter says nothing below its subject.")
    for number, line in enumerate(content.splitlines(), start=1):
        _check_line(path, number, line)
    return Text(subject, paragraphs)


def _check_line(path: Path, number: int, line: str) -> None:
    for place in find_places(line):
        if not _PLACE_NAME.fullmatch(place):
            raise DataFileError(path, number, f"“{{{place}}}” is no word to fill in: small Latin letters and _ alone.")
    if "{" in _PLACE.sub("", line) or "}" in _PLACE.sub("", line):
        raise DataFileError(path, number, "A brace stands alone here.")


def _places_of(text: Text) -> frozenset[str]:
    return frozenset(find_places("\n".join((text.subject, *text.paragraphs))))


@lru_cache(maxsize=4)
def _read_words(path: Path, _stamp: tuple[int, int]) -> FrameWords:
    reader = Reader.load(path)
    words = FrameWords(**{key: _read_line(reader, key, places) for key, places in _FRAME.items()})
    reader.done()
    return words


def _read_line(reader: Reader, key: str, places: frozenset[str]) -> Localized:
    line = reader.localized(key)
    for language in LANGUAGE_CODES:
        unknown = set(find_places(line.in_language(language))) - places
        if unknown:
            reader.fail(f"Nothing is known here for the words in braces: {', '.join(sorted(unknown))}.", key)
    return line
