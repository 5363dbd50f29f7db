"""What no policy may promise or say, read from `policies/lint.toml`: phrases, slow promises, laws, wrong words."""

import re
from dataclasses import dataclass
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized
from lerna.kit.terms import Unit
from lerna.privacy.policy.deadlines import Source, load_deadlines


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are a defect wherever they stand; a language without a pattern has no such words."""

    key: str
    patterns: dict[LanguageCode, re.Pattern[str]]
    sentence: Localized
    remedy: Localized


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise with a term that the law makes shorter: `days` are working days, `source` says so."""

    key: str
    patterns: dict[LanguageCode, re.Pattern[str]]
    days: int
    source: Source


@dataclass(frozen=True, slots=True)
class Law:
    """A law's number as the law itself writes it, such as `94-V`."""

    number: str
    title: Localized


@dataclass(frozen=True, slots=True)
class Phrases:
    """Everything that `policies/lint.toml` says."""

    phrases: tuple[Phrase, ...]
    promises: tuple[Promise, ...]
    laws: tuple[Law, ...]


def load_phrases(policies: Path) -> Phrases:
    """Read `lint.toml` beside `deadlines.toml`; DataFileError for the first thing wrong in either."""
    reader = Reader.load(policies / "lint.toml")
    phrases = tuple(
        Phrase(row.text("key"), _patterns(row), row.localized("sentence"), row.localized("remedy"))
        for row in reader.tables("phrase")
    )
    promises = tuple(_promise(row, policies) for row in reader.tables("promise"))
    laws = tuple(Law(row.text("number"), row.localized("title")) for row in reader.tables("law"))
    reader.done()
    return Phrases(phrases, promises, laws)


def _promise(row: Reader, policies: Path) -> Promise:
    step = load_deadlines(policies).step(row.text("deadline"), row.text("step"))
    terms = [(term.term.count, term.source) for term in step.terms if term.term.unit is Unit.WORKING_DAYS]
    if not terms:
        row.fail("This step has no term in working days.", "step")
    days, source = min(terms, key=lambda term: term[0])
    return Promise(row.text("key"), _patterns(row), days, source)


def _patterns(row: Reader) -> dict[LanguageCode, re.Pattern[str]]:
    table = row.table("pattern")
    patterns: dict[LanguageCode, re.Pattern[str]] = {}
    for language in LANGUAGE_CODES:
        words = table.optional_text(language)
        if words is None:
            continue
        try:
            patterns[language] = re.compile(words, re.IGNORECASE)
        except re.error as error:
            table.fail(f"This is no regular expression: {error}.", language)
    if not patterns:
        table.fail("At least one language needs a pattern.")
    return patterns
