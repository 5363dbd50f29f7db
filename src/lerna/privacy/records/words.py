"""Reads `policies/records.toml` strictly: what the papers are called, by what law, their columns and their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.deadlines import Mark
from lerna.privacy.policy.purposes import Event, LawReference
from lerna.privacy.records.document import Kind

FILE_NAME = "records.toml"
_PASSED = (
    "recipient", "country", "contract", "purpose", "categories", "count", "people", "first", "last",
)  # fmt: skip
COLUMNS: Mapping[Kind, tuple[str, ...]] = {
    Kind.PROCESSING: (
        "purpose", "clause", "basis", "whose", "categories", "recipients", "countries", "term",
    ),
    Kind.NECESSARY_DATA: ("table", "datum", "category", "purposes", "guard", "end"),
    Kind.CONSENT_TERMS: (
        "purpose", "version", "term", "third_parties", "given", "in_force", "withdrawn", "ended", "first", "last",
    ),
    Kind.TRANSFERS: _PASSED,
    Kind.TRANSFERS_ABROAD: _PASSED,
    Kind.PUBLICATIONS: ("place", "count"),
}  # fmt: skip
_HEAD = ("controller", "bin", "address", "contact", "responsible", "sites", "policy", "version", "none")
_WORDS = (
    "consent", "contract", "law", "people", "depersonalized", "nobody", "no_countries", "endless", "destroyed",
    "counted", "kept", "sealed", "plain", "term", "term_until", "or", "agreement",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """The words of one paper; `empty` is said where it has no row, `notes` stand below it."""

    kind: Kind
    title: Localized
    about: Localized
    empty: Localized
    law: LawReference
    columns: tuple[Localized, ...]
    notes: tuple[Localized, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The whole file. `since` and `until` are the events of the terms as a paper words them, which speaks to nobody."""

    head: Mapping[str, Localized]
    words: Mapping[str, Localized]
    since: Mapping[Event, Localized]
    until: Mapping[Event, Localized]
    papers: Mapping[Kind, Paper]


def load_words() -> Words:
    """What the file says now; DataFileError for anything wrong in it."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    return _load(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _load(path: Path, _changed: int) -> Words:
    reader = Reader.load(path)
    head, words = reader.table("head"), reader.table("words")
    papers: dict[Kind, Paper] = {}
    for table in reader.tables("document"):
        paper = _read_paper(table)
        if paper.kind in papers:
            table.fail(f'The paper "{paper.kind}" stands twice.', "key")
        papers[paper.kind] = paper
    missing = [kind.value for kind in Kind if kind not in papers]
    if missing:
        reader.fail(f"Papers without words: {', '.join(missing)}.", "document")
    found = Words(
        head={name: head.localized(name) for name in _HEAD},
        words={name: words.localized(name) for name in _WORDS},
        since=_read_events(reader.table("since")),
        until=_read_events(reader.table("until")),
        papers=papers,
    )
    reader.done()
    return found


def _read_events(table: Reader) -> Mapping[Event, Localized]:
    return {Event(name): table.localized(name) for name in table.keys() if name in set(Event)}  # noqa: SIM118 -- a reader


def _read_paper(table: Reader) -> Paper:
    kind, columns, law = table.choice("key", tuple(Kind)), table.table("columns"), table.table("law")
    return Paper(
        kind=Kind(kind),
        title=table.localized("title"),
        about=table.localized("about"),
        empty=table.localized("empty"),
        law=LawReference(table.localized("law"), law.choice("mark", Mark)),
        columns=tuple(columns.localized(name) for name in COLUMNS[Kind(kind)]),
        notes=tuple(
            Localized(*(note.text(code) for code in ("ru", "kk", "en"))) for note in table.optional_tables("notes")
        ),
    )
