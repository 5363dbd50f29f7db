"""Passwords that a stranger who knows the person would try first (NIST SP 800-63B, 5.1.1.2: context-specific words)."""

from collections.abc import Iterable


def is_their_own(password: str, *, words: Iterable[str], phone: str = "") -> bool:
    """Whether the password is one of these words, or two of them together, with nothing beside but digits and signs, or
    the phone number. Of an address its part before the sign @ counts too.
    """
    known = {_letters(part) for word in words for part in (word, word.partition("@")[0])} - {""}
    known |= {first + second for first in known for second in known}
    letters, digits = _letters(password), _digits(password)
    number = _digits(phone)[-10:]  # without 8 or +7 before it
    return letters in known or (not letters and bool(number) and number in digits)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
