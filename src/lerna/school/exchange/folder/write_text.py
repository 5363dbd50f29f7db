"""Values as TOML, as an author would write them."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping

from lerna.kit.localized import Localized

Setting = str | int | bool | dt.date | tuple[str, ...] | Localized | Mapping[str, str] | None
_SAID_AT_ZERO = frozenset({"price", "weight"})


def write_settings(settings: Iterable[tuple[str, Setting]]) -> list[str]:
    """A line for each setting that says something: what is empty, zero, false or None is left out."""
    return [f"{key} = {_write(value)}" for key, value in settings if value or key in _SAID_AT_ZERO]


def _write(value: Setting) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Localized):
        value = {"ru": value.ru, "kk": value.kk, "en": value.en}
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_quote(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_quote(one) for one in value) + "]"
    if isinstance(value, str):
        return _quote_lines(value) if "\n" in value else _quote(value)
    return str(value)


def _quote(text: str) -> str:
    # JSON's escapes are TOML's, but for DEL.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _quote_lines(text: str) -> str:
    lines = (_quote(line)[1:-1].replace('\\"', '"').replace('"""', '""\\"') for line in text.split("\n"))
    return "\n".join(('"""', *lines, '"""'))
