"""Words as people type them: any case and form, Kazakh on a Russian keyboard, Latin look-alikes, slips."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Kazakh letters as they are typed without a Kazakh keyboard, and ё.
_FOLDED = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
_LATIN = str.maketrans("aceopxytkmhbi", "асеорхуткмнви")  # looks the same
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE = re.compile(r"[.!?…;]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-–—•*]|\d+[.)])\s)")
_LONGEST = 8_000  # characters that are looked at; a demand stands at the beginning
_SPAN = 7  # words that a pattern may spread over
_ONE_SLIP, _TWO_SLIPS = 6, 8  # letters from which on so many slips are forgiven

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words that stand near each other in a sentence, in any order; each place gives stems of which one begins it."""

    places: tuple[tuple[str, ...], ...]
    span: int = _SPAN


def parse_pattern(written: str) -> Pattern:
    """`удал|стер данн` : a word that begins with удал or стер, near one that begins with данн."""
    places = tuple(tuple(normalize(stem) for stem in place.split("|")) for place in written.split())
    return Pattern(places, max(_SPAN, len(places) + 3))


def normalize(word: str) -> str:
    """The word in small letters of one alphabet; one of mixed alphabets counts as Cyrillic."""
    small = unicodedata.normalize("NFKC", word).lower().translate(_FOLDED)
    has_cyrillic = any("а" <= sign <= "я" for sign in small)
    return small.translate(_LATIN).translate(_FOLDED) if has_cyrillic else small


def split_sentences(text: str) -> tuple[Words, ...]:
    """Each sentence's words, normalized."""
    parts = _SENTENCE.split(text[:_LONGEST])
    return tuple(words for part in parts if (words := tuple(normalize(word) for word in _WORD.findall(part))))


def find_places(pattern: Pattern, words: Words) -> frozenset[int]:
    """Where in the sentence the pattern's words stand; empty where they don't."""
    found = [
        [at for at, word in enumerate(words) if any(begins(word, stem) for stem in place)] for place in pattern.places
    ]
    if not all(found):
        return frozenset()
    for start in sorted(at for places in found for at in places):
        taken: set[int] = set()
        for places in found:
            near = next((at for at in places if start <= at < start + pattern.span and at not in taken), None)
            if near is None:
                break
            taken.add(near)
        else:
            return frozenset(taken)
    return frozenset()


def resembles(words: Words, wanted: Words, *, extra: int = 4) -> bool:
    """Whether the sentence is this one, but for typos, order and a few words more."""
    left = list(words)
    for word in wanted:
        near = next((own for own in left if is_near(own, word)), None)
        if near is None:
            return False
        left.remove(near)
    return len(left) <= extra


@lru_cache(maxsize=65_536)
def begins(word: str, stem: str) -> bool:
    """Whether the word begins with the stem, but for slips; = behind it wants the whole word, ! forgives no slip."""
    if stem.endswith("="):
        return word == stem[:-1]
    if stem.endswith("!"):
        return word.startswith(stem[:-1])
    if word.startswith(stem):
        return True
    allowed = _count_allowed(stem)
    if not allowed or word[:1] != stem[:1]:  # the first letter is nearly never wrong, and this is quick
        return False
    lengths = range(len(stem) - allowed, len(stem) + allowed + 1)
    return any(distance(word[:length], stem) <= allowed for length in lengths if length <= len(word))


def is_near(word: str, other: str) -> bool:
    """Whether two whole words differ by no more than slips and the ending of a case."""
    allowed = _count_allowed(other)
    if abs(len(word) - len(other)) > allowed + 1:
        return False
    return distance(word, other) <= allowed


def distance(one: str, two: str) -> int:
    """How many letters were added, left out, changed, or swapped with their neighbor."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, sign in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(two, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (sign != other))
            if i > 1 and j > 1 and sign == two[j - 2] and one[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def find_any(patterns: Sequence[Pattern], sentences: Sequence[Words]) -> bool:
    """Whether one of the patterns stands in one of the sentences."""
    return any(find_places(pattern, words) for pattern in patterns for words in sentences)


def _count_allowed(stem: str) -> int:
    return 2 if len(stem) >= _TWO_SLIPS else 1 if len(stem) >= _ONE_SLIP else 0
