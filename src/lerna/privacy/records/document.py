"""A paper about the company's processing as data: one for all languages and forms, so that its hash means one thing."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized

Cells = tuple[Localized, ...]


class Kind(StrEnum):
    """Which paper."""

    PROCESSING = "processing"  # GDPR, art. 30
    NECESSARY_DATA = "necessary-data"  # law 94-V, art. 25(2)(1)
    CONSENT_TERMS = "consent-terms"  # law 94-V, art. 22(1)(5), as those below
    TRANSFERS = "transfers"
    TRANSFERS_ABROAD = "transfers-abroad"
    PUBLICATIONS = "publications"


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `key` says which it is whatever its words, so that two versions of a paper can be compared."""

    key: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: what it is, and what it says."""

    title: Localized
    value: Localized


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: the company's facts, titles of the columns, rows. The day it was computed is no part of it."""

    kind: Kind
    head: tuple[Fact, ...]
    columns: tuple[Localized, ...]
    rows: tuple[Row, ...]

    @property
    def sha256(self) -> str:
        """Of its canonical JSON in UTF-8, as 64 hexadecimal digits."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """Canonical: sorted keys, no white space."""
        content = {
            "kind": self.kind.value,
            "head": [[_to_table(fact.title), _to_table(fact.value)] for fact in self.head],
            "columns": [_to_table(title) for title in self.columns],
            "rows": [{"key": row.key, "cells": [_to_table(cell) for cell in row.cells]} for row in self.rows],
        }
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_document(encoded: str) -> Document:
    """What `to_json` wrote."""
    content: dict[str, Any] = json.loads(encoded)
    return Document(
        kind=Kind(content["kind"]),
        head=tuple(Fact(Localized(**title), Localized(**value)) for title, value in content["head"]),
        columns=tuple(Localized(**title) for title in content["columns"]),
        rows=tuple(Row(row["key"], tuple(Localized(**cell) for cell in row["cells"])) for row in content["rows"]),
    )


def same(text: object) -> Localized:
    """What is written alike in all languages: a number, an address, a clause."""
    return Localized(str(text), str(text), str(text))


def say(in_language: Callable[[LanguageCode], str]) -> Localized:
    """What each language says in its own way."""
    return Localized(*map(in_language, LANGUAGE_CODES))


def enumerate_all(words: Iterable[Localized], otherwise: Localized) -> Localized:
    """The words with semicolons, in each language; where there are none, the other word."""
    found = tuple(words)
    return say(lambda language: "; ".join(word.in_language(language) for word in found)) if found else otherwise


def fill(words: Localized, **values: Localized) -> Localized:
    """The words with the values in place of `{…}`, each in its language."""

    def in_language(language: LanguageCode) -> str:
        said: Mapping[str, str] = {name: value.in_language(language) for name, value in values.items()}
        return words.in_language(language).format(**said)

    return say(in_language)


def _to_table(words: Localized) -> dict[str, str]:
    return {language: words.in_language(language) for language in LANGUAGE_CODES}
