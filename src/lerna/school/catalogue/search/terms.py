"""The dictionary: what is taught, as people call it in each language, and words that say nothing in a search."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lerna.kit.datafile import Reader
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import split_words

FILE = Path(__file__).parent / "terms.toml"
RULES = 1  # raised when the rules of indexing change, so that every course is indexed anew


@dataclass(frozen=True, slots=True)
class Term:
    """A thing with several names. A name that ends in `*` stands for every word that begins so."""

    token: str
    names: tuple[tuple[str, ...], ...]  # each of stems, or of a beginning with its `*`
    shown: str  # the names, folded, as they are written

    def has_word(self, word: str) -> bool:
        """Whether the folded word is part of one of the names."""
        return any(_fits(part, word, find_stem(word)) for name in self.names for part in name)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """`noise` are folded words that are left out of a question."""

    terms: tuple[Term, ...]
    noise: frozenset[str]
    recipe: str

    def find_terms(self, words: list[str]) -> list[Term]:
        """The terms that these folded words name."""
        stems = [(word, find_stem(word)) for word in words]
        return [term for term in self.terms if any(_stands(name, stems) for name in term.names)]


@cache
def load_dictionary() -> Dictionary:
    """The dictionary as its file states it; DataFileError where the file is wrong."""
    reader = Reader.load(FILE)
    noise = frozenset(word for name in reader.texts("noise") for word in split_words(name))
    terms = tuple(map(_read_term, reader.tables("term")))
    reader.done()
    recipe = hashlib.sha256(FILE.read_bytes() + str(RULES).encode()).hexdigest()[:12]
    return Dictionary(terms, noise, recipe)


def _read_term(reader: Reader) -> Term:
    key, names = reader.text("key"), reader.texts("names")
    shown = " ".join(word for name in names for word in split_words(name))
    return Term(f"term{key}", tuple(map(_read_name, names)), shown)


def _read_name(name: str) -> tuple[str, ...]:
    return tuple(
        f"{word}*" if part.endswith("*") else find_stem(word) for part in name.split() for word in split_words(part)
    )


def _stands(name: tuple[str, ...], stems: list[tuple[str, str]]) -> bool:
    """Whether the name's words stand side by side."""
    spans = (stems[start : start + len(name)] for start in range(len(stems) - len(name) + 1))
    return any(all(_fits(one, *stem) for one, stem in zip(name, span, strict=True)) for span in spans)


def _fits(name: str, word: str, stem: str) -> bool:
    return word.startswith(name[:-1]) if name.endswith("*") else stem == name
