"""A policy's text as a tree: languages, sections, clauses, lettered and numbered items.

The tree is what an import recognises, what the model text renders to, what a published version stores and hashes, and
what a diff compares. Words stand in it verbatim; `number` and `key` are what we call a place, `printed` is what the
text itself says there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Language = Literal["ru", "kk", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "kk", "en")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text of a clause, without its printed number; one line, words verbatim."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A lettered `(а)` or numbered `1)` item; `printed` keeps the marker, `key` is its name in links and references.

    Keys come from the document's first language, by position, so that the Kazakh «(к)» of 7.1 is still `7.1-а`.
    """

    key: str
    printed: str
    text: str
    body: tuple["Paragraph | Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: `number` as we cite it (`7.1`), `printed` as the text numbers it (`17.1`, or empty for none)."""

    number: str
    printed: str
    body: tuple[Paragraph | Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `number` as we cite it (`7`), `printed` as the text numbers it (`17`), its title and clauses."""

    number: str
    printed: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """The policy in one language."""

    language: Language
    title: str
    sections: tuple[Section, ...]

    def clauses(self) -> Iterator[Clause]:
        """Every clause, in the order of the text."""
        for section in self.sections:
            yield from section.clauses


@dataclass(frozen=True, slots=True)
class Document:
    """A whole policy in one or more languages."""

    texts: tuple[Text, ...]

    def in_language(self, language: Language) -> Text | None:
        """The text in this language, or None where the document has none."""
        return next((text for text in self.texts if text.language == language), None)


def iter_items(body: tuple[Paragraph | Item, ...], prefix: str) -> Iterator[tuple[str, Item]]:
    """Every item below a clause with its anchor, such as `8.4-е-1`, in the order of the text."""
    for part in body:
        if isinstance(part, Item):
            anchor = f"{prefix}-{part.key}"
            yield anchor, part
            yield from iter_items(part.body, anchor)
