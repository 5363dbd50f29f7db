"""Which language each line is in: letters weigh, and the likeliest story with few switches wins (Viterbi)."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from lerna.privacy.policy.document import LANGUAGES, Language

KAZAKH_LETTERS = frozenset("әіңғүұқөһ")
# Share of each class of letters in running text. Kazakh letters make a sixth of Kazakh, fewer in short lines;
# Latin stands in both (names, e-mail); the last row is any language we don't know.
SHARES: dict[Language | None, dict[str, float]] = {
    "ru": {"kazakh": 0.0005, "cyrillic": 0.94, "latin": 0.05, "accented": 0.001, "other": 0.001},
    "kk": {"kazakh": 0.12, "cyrillic": 0.82, "latin": 0.05, "accented": 0.001, "other": 0.001},
    "en": {"kazakh": 0.001, "cyrillic": 0.01, "latin": 0.98, "accented": 0.001, "other": 0.001},
    None: {"kazakh": 0.01, "cyrillic": 0.05, "latin": 0.8, "accented": 0.12, "other": 0.9},
}
# Latin without one English word is names, brands or a language we don't know: it says little.
NAMES: dict[Language | None, float] = {"ru": -0.12, "kk": -0.12, "en": -0.02, None: -0.05}
ENGLISH = re.compile(
    r"\b(?:the|of|and|to|we|you|your|our|is|are|was|for|with|by|or|this|that|not|any|may|shall)\b", re.IGNORECASE
)
# Small words tell Russian from Kazakh where letters don't: a short Kazakh heading may lack every special letter.
SMALL_WORDS: tuple[tuple[Language, re.Pattern[str]], ...] = (
    (
        "ru",
        re.compile(
            r"\b(?:и|в|на|с|для|или|по|от|что|об?|при|из|к|за|до|этого?|когда|если|как|его|мы|вы)\b", re.IGNORECASE
        ),
    ),
    (
        "kk",
        re.compile(
            r"\b(?:мен|бен|пен|да|де|бар|жоқ|осы|бұл|сол|кейін|болып|деп|егер|немесе|туралы|дейін)\b", re.IGNORECASE
        ),
    ),
)
SMALL_WORD = 2.0  # nats for one of them
ADDRESSES = re.compile(r"https?://\S+|(?<!\S)\S{1,80}@\S+|\b[\w-]+(?:\.[\w-]+)+\b|\{\{[^{}]{0,80}\}\}|<[^<>\s]+>")
SWITCH = 8.0  # nats a change of language costs: a short line without a telling letter follows its neighbours
LATIN_EXTENDED_END = "\u024f"


def letter_class(letter: str) -> str:
    """One of the classes of `SHARES` for a letter."""
    lowered = letter.lower()
    if lowered in KAZAKH_LETTERS:
        return "kazakh"
    if "\u0400" <= lowered[:1] <= "\u045f":
        return "cyrillic"
    if lowered.isascii():
        return "latin"
    return "accented" if lowered[:1] <= LATIN_EXTENDED_END else "other"


def likelihoods(text: str) -> dict[Language | None, float]:
    """The logarithm of each language's chance to have written this text."""
    words = ADDRESSES.sub(" ", text)
    counts = Counter(letter_class(letter) for letter in words if letter.isalpha())
    names = 0 if ENGLISH.search(words) else counts.pop("latin", 0)
    small: dict[Language | None, float] = {
        language: SMALL_WORD * len(pattern.findall(words)) for language, pattern in SMALL_WORDS
    }
    return {
        language: small.get(language, 0.0)
        + names * NAMES[language]
        + sum(count * math.log(shares[name]) for name, count in counts.items())
        for language, shares in SHARES.items()
    }


def dominant(text: str) -> Language | None:
    """The likeliest language of one text on its own."""
    scores = likelihoods(text)
    return max((*LANGUAGES, None), key=lambda language: scores[language])


def languages_of(lines: Sequence[str]) -> list[Language | None]:
    """The language of each line, None for one we don't know."""
    states: tuple[Language | None, ...] = (*LANGUAGES, None)
    best = dict.fromkeys(states, 0.0)
    back: list[dict[Language | None, Language | None]] = []
    for line in lines:
        scores = likelihoods(line)
        origin = max(states, key=lambda state: best[state])
        step: dict[Language | None, Language | None] = {}
        reached: dict[Language | None, float] = {}
        for state in states:
            switched = best[origin] - SWITCH
            step[state] = state if best[state] >= switched else origin
            reached[state] = max(best[state], switched) + scores[state]
        back.append(step)
        best = reached
    if not back:
        return []
    state = max(states, key=lambda candidate: best[candidate])
    path = [state]
    for step in reversed(back[1:]):
        state = step[state]
        path.append(state)
    return path[::-1]
