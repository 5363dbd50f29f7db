"""The files that a course's content names: in settings by path or digest, in Markdown and HTML as `media:` or `files/`.

`media:NAME` stands in stored and in foreign content, `files/…` in what an author writes. NAME is a digest, or a path
inside the package in percent-encoding.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeVar
from urllib.parse import quote, unquote

Content = TypeVar("Content")
Form = Literal["media:", ""]

NAMED = frozenset({"file", "poster", "photo", "cover"})
_WRITTEN = frozenset(
    {"markdown", "html", "transcript", "about", "task", "prompt", "question", "answer", "text", "explanation",
     "feedback"}
)  # fmt: skip
REFERENCE = re.compile(
    r"""(?P<before>\]\(<?|^[ ]{0,3}\[[^\]\n]+\]:[ ]*<?|\b(?:src|href|poster)=["'])(?:media:(?P<media>[^\s)>"']+)"""
    r"""|(?P<path>files/[^\s)>"']+))""",
    re.MULTILINE,
)


def list_files(content: object) -> Iterator[str]:
    """Each file that the content names, as often as it does."""
    found: list[str] = []

    def note(name: str) -> str:
        found.append(name)
        return name

    map_files(content, note)
    yield from found


def map_files(content: Content, rename: Callable[[str], str], form: Form = "media:") -> Content:
    """The same content with each file named anew; in Markdown and HTML the new name stands behind `form`."""
    return _map(content, rename, form)  # type: ignore[no-any-return]  # of the type that came in


def find_references(written: str) -> Iterator[tuple[int, str]]:
    """Where in a text of Markdown or HTML a file is named, as an offset, and which."""
    for reference in REFERENCE.finditer(written):
        yield reference.start(), _name_in(reference)


def _map(value: Any, rename: Callable[[str], str], form: Form) -> Any:  # noqa: ANN401 -- any value of blocks
    if isinstance(value, tuple):
        return tuple(_map(one, rename, form) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    return replace(
        value, **{one.name: _map_field(one.name, getattr(value, one.name), rename, form) for one in fields(value)}
    )


def _map_field(name: str, held: Any, rename: Callable[[str], str], form: Form) -> Any:  # noqa: ANN401 -- as above
    if name in NAMED:
        return rename(held) if held else held
    if name == "captions":
        return {language: rename(file) for language, file in held.items()}
    if name in _WRITTEN and isinstance(held, str):
        return _rewrite(held, rename, form)
    if name == "hints":
        return tuple(_rewrite(hint, rename, form) for hint in held)
    return _map(held, rename, form)


def _rewrite(written: str, rename: Callable[[str], str], form: Form) -> str:
    return REFERENCE.sub(lambda found: f"{found['before']}{form}{quote(rename(_name_in(found)))}", written)


def _name_in(reference: re.Match[str]) -> str:
    return unquote(reference["media"] or reference["path"])
