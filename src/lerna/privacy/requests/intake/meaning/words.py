"""Reads `policies/intake.toml` strictly: by which words a letter to the mailbox is understood."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.intake.meaning.matching import Pattern, Words, normalize, parse_pattern, split_sentences
from lerna.privacy.requests.models import Kind

FILE_NAME = "intake.toml"
_NAME = r"[А-ЯЁӘҒҚҢӨҰҮҺІA-Z][\w’'-]+"


class Doubt(StrEnum):
    """Why a letter isn't understood well enough for a machine."""

    NOTHING = "nothing"  # about personal data, and nothing demanded
    SEVERAL = "several"
    QUESTION = "question"
    ANOTHER = "another"  # for somebody else
    CONTACT = "contact"  # names another address than it came from
    FORWARDED = "forwarded"
    UNREADABLE = "unreadable"
    NOBODY = "nobody"  # no sender
    MACHINE = "machine"
    FORGED = "forged"


_BY_WORDS = (Doubt.QUESTION, Doubt.ANOTHER)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A demand in some words. `purposes` are those to withdraw from where the words name them; none for all."""

    kind: Kind
    patterns: tuple[Pattern, ...]
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, slots=True)
class IntakeWords:
    """The whole file. `subjects` are the subject lines of clause 6.4; kinds of `covers` are meant by its key too."""

    subjects: tuple[tuple[Kind, Words], ...]
    phrases: tuple[Phrase, ...]
    covers: Mapping[Kind, frozenset[Kind]]
    negations: frozenset[str]
    voids: tuple[str, ...]
    about: tuple[Pattern, ...]
    doubts: Mapping[Doubt, tuple[Pattern, ...]]
    prefixes: re.Pattern[str]
    history: re.Pattern[str]
    forwards: re.Pattern[str]
    foot: re.Pattern[str]
    names: re.Pattern[str]
    languages: Mapping[LanguageCode, tuple[str, ...]]
    reasons: Mapping[Doubt, Localized]
    notes: Mapping[str, Localized]
    first_days: int
    answers_a_day: int
    answers_an_hour: int


def load_words() -> IntakeWords:
    """The words of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def read_words(path: Path) -> IntakeWords:
    """The words that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    times, shapes, doubts = reader.table("times"), reader.table("shapes"), reader.table("doubts")
    reasons, notes, languages = reader.table("reasons"), reader.table("notes"), reader.table("languages")
    words = IntakeWords(
        subjects=tuple(_read_subjects(reader)),
        phrases=tuple(_read_phrase(row) for row in reader.tables("demand")),
        covers={row.choice("kind", Kind): frozenset(row.choices("also", Kind)) for row in reader.tables("covers")},
        negations=frozenset(map(normalize, reader.texts("negations"))),
        voids=tuple(map(normalize, reader.texts("voids"))),
        about=_read_patterns(reader, "about"),
        doubts={doubt: _read_patterns(doubts, doubt.value) for doubt in _BY_WORDS},
        prefixes=_compile(shapes, "prefixes", r"^(?:\s*(?:{})(?:\s*\[\d+\])?\s*:)+\s*"),
        history=_compile(shapes, "history", r"^\s*(?:{})"),
        forwards=_compile(shapes, "forwards", r"^\s*(?:{})"),
        foot=_compile(shapes, "foot", r"^(?:-- ?$|\s*(?:{}))"),
        names=_compile(shapes, "names", rf"(?:{{}})[\s,:–—-]*((?-i:{_NAME}(?: {_NAME}){{{{0,2}}}}))"),
        languages={code: tuple(map(normalize, languages.texts(code))) for code in LANGUAGE_CODES},
        reasons={doubt: reasons.localized(doubt.value) for doubt in Doubt},
        notes={key: notes.localized(key) for key in NOTES},
        first_days=times.integer("first_days", minimum=0, maximum=365),
        answers_a_day=times.integer("answers_a_day", minimum=1, maximum=20),
        answers_an_hour=times.integer("answers_an_hour", minimum=1, maximum=10_000),
    )  # fmt: skip
    reader.done()
    return words


NOTES = ("understood", "place", "attachments", "proven", "unproven", "forged", "again")


def _read_subjects(reader: Reader) -> list[tuple[Kind, Words]]:
    rows = reader.tables("subject")
    return [
        (row.choice("kind", Kind), words)
        for row in rows
        for title in row.texts("titles")
        for words in split_sentences(title)
    ]


def _read_phrase(row: Reader) -> Phrase:
    return Phrase(row.choice("kind", Kind), _read_patterns(row, "words"), row.optional_choices("purposes", Purpose))


def _read_patterns(reader: Reader, key: str) -> tuple[Pattern, ...]:
    return tuple(parse_pattern(written) for written in reader.texts(key))


def _compile(reader: Reader, key: str, frame: str) -> re.Pattern[str]:
    """The texts are regular expressions; DataFileError where one isn't."""
    parts = reader.texts(key)
    for index, part in enumerate(parts):
        try:
            re.compile(part)
        except re.error as error:
            reader.fail(f"This is no regular expression: {error}.", key, index)
    return re.compile(frame.format("|".join(parts)), re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=4)
def _load(path: Path, _stamp: tuple[int, int]) -> IntakeWords:
    return read_words(path)
