"""Reads `policies/requests.toml` strictly: kinds of requests, grounds of refusal, the few times that no law gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.privacy.policy.deadlines import Deadlines, Source, Step, load_deadlines, read_source
from lerna.privacy.requests.models import NO_DEMAND, Kind

FILE_NAME = "requests.toml"
WORDS = ("nothing", "nobody", "none", "contract", "source", "name", "surname", "phone", "transfer", "disclosure")
UNVERIFIED = "identity"  # the ground on which a request is refused whose sender never showed who they are
FOR_UNVERIFIED = frozenset({UNVERIFIED, NO_DEMAND})  # to say that nothing is demanded nobody need be known


class Automatic(StrEnum):
    """What the software does by itself, once it knows who asks."""

    ARCHIVE = "archive"  # tells everything that is held, with a copy to take
    TRANSFERS = "transfers"
    CORRECT = "correct"
    BLOCK = "block"
    ERASE = "erase"
    WITHDRAW = "withdraw"
    EXAMINE = "examine"  # blocks; a person decides what becomes of it
    PERSON = "person"


class Asks(StrEnum):
    """What a form asks for besides who it is."""

    TEXT = "text"
    NEEDED_TEXT = "needed-text"
    VALUES = "values"
    PURPOSES = "purposes"


class Origin(StrEnum):
    """From what the term of the work is counted."""

    RECEIPT = "receipt"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a request may be refused: a sentence for the person, and who allows it."""

    key: str
    reason: Localized
    source: Source


@dataclass(frozen=True, slots=True)
class Rules:
    """One kind. `clocks` end with the answer, `first` with the block, `finish` with the work.

    `letter` brings the answer; `draft` is what a person at the desk begins from.
    """

    kind: Kind
    clause: str
    title: Localized
    explanation: Localized
    clocks: tuple[Step, ...]
    first: Step | None
    finish: Step | None
    finish_from: Origin
    automatic: Automatic
    letter: str
    draft: str
    grounds: tuple[Ground, ...]
    asks: frozenset[Asks]


@dataclass(frozen=True, slots=True)
class Times:
    """What no law gives. Minutes, hours and days as named; `tries` of one code, `codes` of one request."""

    code_minutes: int
    tries: int
    codes: int
    refuse_hours_before: int
    at_once_minutes: int
    archive_days: int
    remind_hours_before: int
    farewell_hours: int


@dataclass(frozen=True, slots=True)
class RequestRules:
    """The whole file. `kinds` stand in the order of the pages."""

    kinds: Mapping[Kind, Rules]
    grounds: Mapping[str, Ground]
    times: Times
    complain: Localized
    words: Mapping[str, Localized]

    @property
    def offered(self) -> Mapping[Kind, Rules]:
        """The kinds that a form asks for; the others come by letter alone."""
        return {kind: rules for kind, rules in self.kinds.items() if rules.asks}


def load_rules() -> RequestRules:
    """The rules of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    policies = Path(settings.LERNA_POLICIES)
    path = policies / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, policies, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def rules_of(kind: str) -> Rules:
    """The rules of one kind."""
    return load_rules().kinds[Kind(kind)]


def read_rules(path: Path, deadlines: Deadlines) -> RequestRules:
    """The rules that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    grounds: dict[str, Ground] = {}
    for row in reader.tables("ground"):
        key = row.text("key")
        if key in grounds:
            row.fail(f'The ground "{key}" stands here twice.', "key")
        grounds[key] = Ground(key, row.localized("reason"), read_source(row.table("source"), deadlines))
    kinds: dict[Kind, Rules] = {}
    for row in reader.tables("kind"):
        own = _read_kind(row, grounds, deadlines)
        if own.kind in kinds:
            row.fail(f'The kind "{own.kind.value}" stands here twice.', "key")
        kinds[own.kind] = own
    if missing := [kind.value for kind in Kind if kind not in kinds]:
        reader.fail(f"Nothing is said of the kinds {', '.join(missing)}.")
    said = reader.table("words")
    words = {key: said.localized(key) for key in WORDS}
    rules = RequestRules(kinds, grounds, _read_times(reader), reader.localized("complain"), words)
    reader.done()
    return rules


def _read_kind(row: Reader, grounds: Mapping[str, Ground], deadlines: Deadlines) -> Rules:
    own = tuple(grounds[key] for key in row.choices("grounds", tuple(grounds)))
    if UNVERIFIED not in {ground.key for ground in own}:
        row.fail(f'Every kind can be refused on the ground "{UNVERIFIED}".', "grounds")
    first = row.optional_text("first")
    finish = row.optional_text("finish")
    return Rules(
        kind=row.choice("key", Kind),
        clause=row.text("clause"),
        title=row.localized("title"),
        explanation=row.localized("explanation"),
        clocks=tuple(_find_step(row, "clocks", name, deadlines) for name in row.texts("clocks")),
        first=_find_step(row, "first", first, deadlines) if first else None,
        finish=_find_step(row, "finish", finish, deadlines) if finish else None,
        finish_from=row.choice("finish_from", Origin) if finish else Origin.RECEIPT,
        automatic=row.choice("automatic", Automatic),
        letter=row.text("letter"),
        draft=row.text("draft"),
        grounds=own,
        asks=frozenset(row.choices("asks", Asks)),
    )


def _find_step(row: Reader, key: str, name: str, deadlines: Deadlines) -> Step:
    deadline, _, step = name.partition(".")
    try:
        return deadlines.step(deadline, step)
    except KeyError:
        row.fail(f'"{name}" is no step of deadlines.toml; write it like "access.answer".', key)


def _read_times(reader: Reader) -> Times:
    identity = reader.table("identity")
    return Times(
        code_minutes=identity.integer("code_minutes", minimum=5, maximum=1440),
        tries=identity.integer("tries", minimum=1, maximum=10),
        codes=identity.integer("codes", minimum=1, maximum=20),
        refuse_hours_before=identity.integer("refuse_hours_before", minimum=1, maximum=23),
        at_once_minutes=reader.table("at_once").integer("minutes", minimum=1, maximum=60),
        archive_days=reader.table("archive").integer("days", minimum=1, maximum=365),
        remind_hours_before=reader.table("reminder").integer("hours_before", minimum=1, maximum=240),
        farewell_hours=reader.table("farewell").integer("hours", minimum=1, maximum=240),
    )


@lru_cache(maxsize=8)
def _load(path: Path, policies: Path, _stamp: tuple[int, int]) -> RequestRules:
    return read_rules(path, load_deadlines(policies))
