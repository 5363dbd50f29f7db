"""Reads `policies/consent.toml` strictly: the sentences of the dialog, in three languages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES, Localized
from lerna.privacy.subjects.models import RepresentativeBasis

FILE_NAME = "consent.toml"
_GAP = re.compile(r"\{(\w*)\}")
# What the software puts into each text; another name in braces is a slip of the pen.
_GAPS = {
    ("box", "form"): (),
    ("box", "own"): ("purpose",),
    ("controller", "text"): ("bin", "company"),
    ("term", "text"): ("limit", "since", "until"),
    ("third_parties", "some"): ("recipients",),
    ("policy", "text"): ("date", "number", "sha256"),
    ("transfer_abroad", "box"): ("country", "purpose", "recipient"),
    ("transfer_abroad", "title"): ("country", "purpose", "recipient"),
    ("transfer_abroad", "third_parties"): ("recipient",),
    ("transfer_abroad", "abroad"): ("country",),
}
# The eight contents of law 94-V, art. 8(4), in the order of the dialog, and under each the texts that may stand there.
CONTENTS: dict[str, tuple[str, ...]] = {
    "data": (),
    "term": ("text",),
    "third_parties": ("none", "some"),
    "abroad": ("text",),
    "published": ("text",),
    "controller": ("text",),
    "person": ("text",),
    "other": ("text",),
}
_AGE = ("question", "adult", "represented", "refusal", "name", "basis", "contacts", "both")


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """The sentences by table and key of the file: `words[("box", "form")]`."""

    texts: dict[tuple[str, str], Localized]

    def __getitem__(self, place: tuple[str, str]) -> Localized:
        return self.texts[place]


def load_words() -> ConsentWords:
    """The words of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    path = settings.LERNA_POLICIES / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def read_words(path: Path) -> ConsentWords:
    """The words that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    tables: dict[str, Iterable[str]] = {
        "box": ("form", "own"),
        **{key: ("title", *texts) for key, texts in CONTENTS.items()},
        "policy": ("title", "text"),
        "transfer_abroad": ("box", "title", "third_parties", "abroad"),
        "age": _AGE,
        "basis": RepresentativeBasis.values,
    }
    words = ConsentWords(
        {(table, key): _read(reader.table(table), table, key) for table, keys in tables.items() for key in keys}
    )
    reader.done()
    return words


def _read(table: Reader, name: str, key: str) -> Localized:
    text = table.localized(key)
    expected = sorted(_GAPS.get((name, key), ()))
    for language in LANGUAGE_CODES:
        found = sorted(_GAP.findall(text.in_language(language)))
        if found != expected:
            wanted = " and ".join(f"{{{gap}}}" for gap in expected) or "nothing in braces"
            table.table(key).fail(f"This text must have {wanted}, each once.", language)
    return text


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: tuple[int, int]) -> ConsentWords:
    return read_words(path)
