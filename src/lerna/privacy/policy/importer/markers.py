"""Letters and numbers of lists: which comes first, which comes next, in the alphabets that policies use."""

import re

# Russian drafting leaves out ё, й and the signs; Kazakh drafting uses its own alphabet or borrows the Russian one.
ALPHABETS = (
    "абвгдежзиклмнопрстуфхцчшщэюя",
    "абвгдежзийклмнопрстуфхцчшщыэюя",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщыіэюя",
    "аәбвгғдежзикқлмнңоөпрстуұүфхһцчшщыіэюя",
    "abcdefghijklmnopqrstuvwxyz",
)
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def plain_marker(printed: str) -> str:
    """A marker without its brackets and periods: `(а)` is `а`, `1)` is `1`; empty for a dash or a bullet."""
    return re.sub(r"[\W_]", "", printed).lower()


def is_first(value: str) -> bool:
    """Whether a list may begin with this marker."""
    return value in {"", "1", "i"} or any(value == alphabet[0] for alphabet in ALPHABETS)


def is_next(value: str, before: str) -> bool:
    """Whether a marker comes straight after another in some alphabet or in figures; bullets always do."""
    if not value and not before:
        return True
    if value.isdecimal() and before.isdecimal():
        return int(value) == int(before) + 1
    rows = (*ALPHABETS, ROMAN)
    return any(
        value in row and before in row and row.index(value) == row.index(before) + 1 for row in rows if value and before
    )
