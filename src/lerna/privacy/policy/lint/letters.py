"""Letters that look alike in two alphabets, which is how a wrong one gets into a word unseen."""

import re

LOOK_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxyIi", "АВСЕНКМОРТХУасеорхуІі")
MIXED = re.compile(r"(?=\w*[A-Za-z])(?=\w*[\u0400-\u04ff])\w+")
LATIN = re.compile(r"[A-Za-z]+")


def skeleton(word: str) -> str:
    """The word as the eye sees it: Latin look-alikes as Cyrillic, no case, no marks."""
    return re.sub(r"[\W_]+", " ", word.translate(LOOK_ALIKE)).strip().casefold()


def mixed_words(text: str) -> list[tuple[int, int]]:
    """Where words stand that have letters of both alphabets."""
    return [match.span() for match in MIXED.finditer(text)]
