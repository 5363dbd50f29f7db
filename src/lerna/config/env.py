"""Strict readers of environment variables: a wrong value is a sentence at the start, never a surprise later."""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def read_text(name: str, default: str) -> str:
    """The variable as it stands, or the default where it is not set or empty."""
    return os.environ.get(name) or default


def read_choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of `choices`; anything else raises ImproperlyConfigured."""
    value = read_text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of: {', '.join(choices)}.")
    return value


def read_flag(name: str, *, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off; anything else raises ImproperlyConfigured."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; it must be one of: 1, 0, true, false, yes, no, on, off.")


def read_integer(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A whole number between `lowest` and `highest`; anything else raises ImproperlyConfigured."""
    value = read_text(name, str(default))
    if not value.lstrip("-").isdigit() or not lowest <= int(value) <= highest:
        raise ImproperlyConfigured(f"{name} is “{value}”; it must be a whole number from {lowest} to {highest}.")
    return int(value)


def read_list(name: str, default: str) -> list[str]:
    """Words separated by commas; spaces around them and empty ones are dropped."""
    return [word.strip() for word in read_text(name, default).split(",") if word.strip()]


def read_pairs(name: str) -> dict[str, str]:
    """`key=word` separated by commas; none where the variable isn't set. A key twice or without its word is refused."""
    pairs: dict[str, str] = {}
    for part in read_list(name, ""):
        key, _, word = (piece.strip() for piece in part.partition("="))
        if not key or not word or key in pairs:
            raise ImproperlyConfigured(f"{name}: “{part}” isn't one key with its word, such as key=word.")
        pairs[key] = word
    return pairs


def read_host_pattern(name: str, default: str) -> str:
    """A host name in lower case with `{host}` once in it, and something beside it."""
    value = read_text(name, default)
    if value.count("{host}") != 1 or not re.fullmatch(r"(?:[a-z0-9.-]+\{host\}|\{host\}\.[a-z0-9.-]+)", value):
        raise ImproperlyConfigured(
            f"{name} is “{value}”; it must be a host name with {{host}} in it, and more than that."
        )
    return value


def read_path(name: str, default: Path) -> Path:
    """An absolute path; a relative one counts from the current folder."""
    return Path(read_text(name, str(default))).expanduser().resolve()
