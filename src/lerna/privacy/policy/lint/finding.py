"""What lint says and what its rules look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from lerna.companies.facts import CompanyFacts
from lerna.privacy.policy.document import Document, Item, Language, Paragraph, Text
from lerna.privacy.policy.lint.phrases import Phrases
from lerna.privacy.policy.purposes import Terms

Severity = Literal["defect", "warning"]
LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: the rule's name, where, the words, what is wrong and what to do. `clause` is a number or anchor."""

    rule: str
    language: Language | None
    clause: str
    quote: str
    sentence: str
    remedy: str
    severity: Severity = "defect"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or an item of a clause; `anchor` is such as `7.1-а`, `clause` is `7.1`."""

    language: Language
    clause: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What is linted: a document as one company's policy, beside the other companies and the terms in force."""

    document: Document
    company: CompanyFacts
    others: tuple[CompanyFacts, ...]
    terms: Terms
    phrases: Phrases

    def passages(self) -> Iterator[Passage]:
        """Every paragraph and item of every language."""
        for text in self.document.texts:
            yield from passages_of(text)


Rule = Callable[[Subject], Iterator[Finding]]


def passages_of(text: Text) -> Iterator[Passage]:
    """Every paragraph and item of one language, in order."""
    for clause in text.clauses():
        for anchor, words in _words(clause.body, clause.number):
            yield Passage(text.language, clause.number, anchor, words)


def _words(body: tuple[Paragraph | Item, ...], anchor: str) -> Iterator[tuple[str, str]]:
    for part in body:
        if isinstance(part, Item):
            place = f"{anchor}-{part.key}"
            yield place, part.text
            yield from _words(part.body, place)
        else:
            yield anchor, part.text


def clause_texts(text: Text) -> dict[str, str]:
    """The whole words of each clause, by its number."""
    texts: dict[str, str] = {}
    for passage in passages_of(text):
        texts[passage.clause] = f"{texts.get(passage.clause, '')}\n{passage.text}".strip()
    return texts


def excerpt(text: str, start: int, end: int) -> str:
    """The words from start to end with a few whole words around them, and … where something is left out."""
    room = max(0, LONGEST_QUOTE - (end - start)) // 2
    left = max(0, start - room)
    right = min(len(text), end + room)
    left = left if left == 0 else text.find(" ", left, start) + 1 or start
    if right < len(text):
        cut = text.rfind(" ", end, right)
        right = end if cut < 0 else cut
    return f"{'…' if left else ''}{text[left:right].strip()}{'…' if right < len(text) else ''}"
