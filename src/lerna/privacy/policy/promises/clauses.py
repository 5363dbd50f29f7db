"""Each clause in words for people, with what keeps it and the tests that prove it (clause 11.2).

The words stand in `policies/clauses.toml`, the rest in `coverage.toml`; the names of tests in `coverage-tests.txt`,
which `./lerna policy coverage --write` makes of the marks, so that an installation without the tests knows them too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.coverage import ClauseEntry, Coverage, load_entries

WORDS, ENTRIES, TESTS = "clauses.toml", "coverage.toml", "coverage-tests.txt"


@dataclass(frozen=True, slots=True)
class Means:
    """One way in which the software holds a promise."""

    key: str
    title: Localized
    explanation: Localized


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: what the software does for it, by what means, and the tests as `path::name`.

    `page` is the title of the page that shows it, where the page has one.
    """

    entry: ClauseEntry
    does: Localized
    means: tuple[Means, ...]
    page: Localized | None
    tests: tuple[str, ...]

    @property
    def number(self) -> str:
        """Such as `7.1-а`."""
        return self.entry.number

    @property
    def is_done(self) -> bool:
        """Whether it is kept now."""
        return self.entry.status == "done"


def load_clauses() -> tuple[Clause, ...]:
    """Every clause as the files say now; DataFileError for one without words, or words of no clause."""
    folder = Path(settings.LERNA_POLICIES)
    return _load(folder, tuple((folder / name).stat().st_mtime_ns for name in (WORDS, ENTRIES, TESTS)))


def write_tests(coverage: Coverage) -> str:
    """The tests of each clause as `coverage-tests.txt` holds them: a line for each, so that branches merge by lines."""
    return "".join(f"{clause.entry.number} {test}\n" for clause in coverage.clauses for test in clause.tests)


def read_tests(text: str) -> Mapping[str, tuple[str, ...]]:
    """What `write_tests` wrote, by the clause's number."""
    tests: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        number, _, test = line.partition(" ")
        tests[number] = (*tests.get(number, ()), test)
    return tests


@lru_cache(maxsize=4)
def _load(folder: Path, _changed: tuple[int, ...]) -> tuple[Clause, ...]:
    entries = load_entries(folder / ENTRIES)
    tests = read_tests((folder / TESTS).read_text(encoding="utf-8"))
    reader = Reader.load(folder / WORDS)
    known = {means.key: means for means in map(_read_means, reader.tables("means"))}
    pages = {table.text("address"): table.localized("title") for table in reader.tables("page")}
    words: dict[str, Reader] = {}
    for table in reader.tables("clause"):
        number = table.choice("number", [entry.number for entry in entries])
        if number in words:
            table.fail(f"Clause {number} stands twice.", "number")
        words[number] = table
    missing = [entry.number for entry in entries if entry.number not in words]
    if missing:
        reader.fail(f"Clauses without words: {', '.join(missing)}.", "clause")
    clauses = tuple(
        Clause(
            entry=entry,
            does=_read_words(words[entry.number], entry),
            means=tuple(known[key] for key in words[entry.number].choices("means", known)),
            page=pages.get(entry.page),
            tests=tests.get(entry.number, ()),
        )
        for entry in entries
    )
    reader.done()
    return clauses


def _read_means(table: Reader) -> Means:
    return Means(table.text("key"), table.localized("title"), table.localized("explanation"))


def _read_words(table: Reader, entry: ClauseEntry) -> Localized:
    return Localized(ru=table.text("ru"), kk=table.text("kk"), en=entry.behavior)
