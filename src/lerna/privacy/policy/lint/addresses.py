"""Rules about the company's postal address: its figures, and one way of writing it."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lerna.privacy.policy.document import Text
from lerna.privacy.policy.lint.finding import Finding, Passage, Subject, passages_of
from lerna.privacy.policy.lint.letters import MIXED, skeleton

ADDRESS = re.compile(
    r"(?:Республика Казахстан|Қазақстан Республикасы)\s*,.{5,200}?"
    r"(?=\s*,?\s*\((?:далее|бұдан)|[.,;]?\s+Компания|\n|;|\.\s*$|$)",
    re.DOTALL,
)
HOUSE_LETTER = re.compile(r"(?:дом|д\.|үй|house)[\s,]+(?P<letter>[^\W\d_])(?=[\s,]|$)", re.IGNORECASE)
SHORTEST_WORD = 4  # shorter ones are abbreviations: ул., р-н, кв., қ., к.


def address_figures(subject: Subject) -> Iterator[Finding]:
    """Figures of the address that differ from the company's: a house, a flat, a postal code."""
    for passage, address in _addresses(subject):
        right = subject.company.address.in_language(passage.language)
        wanted, found = _figures(right), _figures(address)
        wrong = sorted(found - wanted) + sorted(match["letter"] for match in HOUSE_LETTER.finditer(address))
        if wanted <= found and not wrong:
            continue
        yield Finding(
            "address",
            passage.language,
            passage.anchor,
            address,
            _("The address lacks %(missing)s and has %(wrong)s instead.")
            % {
                "missing": ", ".join(sorted(wanted - found)) or "—",
                "wrong": ", ".join(f"“{word}”" for word in wrong) or "—",
            },
            _("Write: %(right)s.") % {"right": right},
        )


def address_twice(subject: Subject) -> Iterator[Finding]:
    """An address written in two ways within one text."""
    for text in subject.document.texts:
        yield from _differences(text, [(passage, address) for passage, address in _addresses_in(text)])


def _differences(text: Text, found: list[tuple[Passage, str]]) -> Iterator[Finding]:
    if not found:
        return
    first, address = found[0]
    for passage, other in found[1:]:
        here, there = _unmatched(address, other), _unmatched(other, address)
        if here or there:
            yield Finding(
                "address-spelling",
                text.language,
                passage.anchor,
                other,
                _("The address is written in two ways: %(here)s in %(first)s, %(there)s here.")
                % {"here": _quoted(here), "first": first.anchor, "there": _quoted(there)},
                _("Write the address once and the same everywhere."),
            )


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words) or "—"


def _unmatched(address: str, other: str) -> list[str]:
    """The words of an address that the other lacks, in full or abbreviated."""
    theirs = [skeleton(word) for word in re.findall(r"\w+", other)]
    return [
        word
        for word in re.findall(r"\w+", address)
        if (len(word) >= SHORTEST_WORD or re.search(r"\d", word)) and not _stands(skeleton(word), theirs)
    ]


def _stands(word: str, words: list[str]) -> bool:
    return any(
        word == other or (len(other) >= SHORTEST_WORD - 1 and word.startswith(other)) or other.startswith(word)
        for other in words
    )


def _figures(address: str) -> set[str]:
    """Tokens with a figure, as the eye sees them; a code in two alphabets is another rule's finding."""
    words = re.findall(r"\b\w*\d\w*\b", re.sub(r"(?<=\d)-(?=\D)", " ", address))
    return {skeleton(word) for word in words if not MIXED.fullmatch(word)}


def _addresses(subject: Subject) -> Iterator[tuple[Passage, str]]:
    for text in subject.document.texts:
        yield from _addresses_in(text)


def _addresses_in(text: Text) -> Iterator[tuple[Passage, str]]:
    for passage in passages_of(text):
        for match in ADDRESS.finditer(passage.text):
            if re.search(r"\d", match.group()):
                yield passage, match.group().strip(" ,.")
