"""What must be done by when, and who says so: `policies/deadlines.toml`, strictly read, and the clock over it.

Each deadline is an event with one or more steps; each step has a term from every source that gives one. All are shown,
and the strictest rules.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from lerna.kit import clock
from lerna.kit.datafile import Reader
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode, Localized
from lerna.kit.terms import MOMENTS, Due, SourcedTerm, Term, TermError, Unit, strictest
from lerna.kit.workdays import WorkCalendar

FILE_NAME = "deadlines.toml"

_KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CLAUSES = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}(?:-[а-я])?(?:, [0-9]{1,2}\.[0-9]{1,2}(?:-[а-я])?)*")
_PLACE = "{place}"

Keyed = TypeVar("Keyed", "Act", "Deadline", "Step")


class ActKind(StrEnum):
    """Whose word a term is."""

    POLICY = "policy"
    LAW = "law"
    GDPR = "gdpr"


class Mark(StrEnum):
    """How far a citation was verified."""

    READ = "P"
    SECONDARY = "S"
    UNVERIFIED = "M"


class Bound(StrEnum):
    """Whether a term limits from above (act by then) or from below (keep until then)."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


class Origin(StrEnum):
    """What a term is counted from."""

    EVENT = "event"
    NEXT_TAX_PERIOD = "next tax period"  # the calendar year after the event


@dataclass(frozen=True, slots=True)
class Act:
    """A text that gives terms; `citation` has `{place}` where the article or clause goes.

    `waits_for_identity` is the place that lets its terms stand still while the person's identity is awaited; its terms
    run on where there is none.
    """

    key: str
    kind: ActKind
    title: Localized
    citation: Localized
    waits_for_identity: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an act; `mark` is None for the policy, which is our own text."""

    act: Act
    place: str
    mark: Mark | None

    def cite(self, language: LanguageCode) -> str:
        """The citation for people, such as «Закон № 94-V, ст. 25(2)(8)»."""
        return self.act.citation.in_language(language).replace(_PLACE, self.place)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do after the event; `aim` is our own goal, stricter than what binds us."""

    key: str
    action: Localized
    terms: tuple[SourcedTerm[Source], ...]
    bound: Bound
    origin: Origin
    aim: Term | None

    def dues(self, happened_at: datetime, calendar: WorkCalendar) -> tuple[Due[Source], ...]:
        """The end of each source's term for an event at `happened_at` (aware), the one that rules first.

        That is the earliest, or for a minimum the latest.
        """
        if self.origin is Origin.NEXT_TAX_PERIOD:
            # The term's first day is 1 January of the next year, so the event counts as of the day before.
            happened_at = clock.start_of_day(date(clock.local_day(happened_at).year, 12, 31))
        dues = strictest(happened_at, self.terms, calendar)
        return dues if self.bound is Bound.AT_MOST else tuple(sorted(dues, key=lambda due: due.at, reverse=True))


@dataclass(frozen=True, slots=True)
class Deadline:
    """An event and the steps it asks for, in order."""

    key: str
    title: Localized
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step:
        """The step of this key; KeyError for another."""
        return _find(self.steps, key)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The whole table."""

    acts: tuple[Act, ...]
    deadlines: tuple[Deadline, ...]

    def deadline(self, key: str) -> Deadline:
        """The deadline of this key; KeyError for another."""
        return _find(self.deadlines, key)

    def step(self, deadline: str, step: str) -> Step:
        """One step, such as `step("breach", "notify-authority")`; KeyError for what is not in the table."""
        return self.deadline(deadline).step(step)


def read_deadlines(path: Path) -> Deadlines:
    """The table in this file; DataFileError with line and sentence for nonsense."""
    reader = Reader.load(path)
    acts: dict[str, Act] = {}
    act_rows = reader.tables("act")
    for row in act_rows:
        acts[_read_key(row, acts)] = _read_act(row)
    deadlines: dict[str, Deadline] = {}
    for row in reader.tables("deadline"):
        deadlines[_read_key(row, deadlines)] = _read_deadline(row, acts)
    reader.done()
    cited = {term.source.act.key for each in deadlines.values() for step in each.steps for term in step.terms}
    for row in act_rows:
        if row.text("key") not in cited:
            row.fail(f'Nothing cites the act "{row.text("key")}".', "key")
    return Deadlines(tuple(acts.values()), tuple(deadlines.values()))


@cache
def load_deadlines(policies: Path) -> Deadlines:
    """The table in this `policies/` folder, read once a process; DataFileError for nonsense."""
    return read_deadlines(policies / FILE_NAME)


def read_source(row: Reader, deadlines: Deadlines) -> Source:
    """The place in an act that a table names by `act`, `place` and, but for the policy, `mark`."""
    act = _find_act(row, {act.key: act for act in deadlines.acts})
    return Source(act, *_read_place(row, act.kind))


def _find(rows: Sequence[Keyed], key: str) -> Keyed:
    for row in rows:
        if row.key == key:
            return row
    raise KeyError(key)


def _read_key(row: Reader, known: Iterable[str]) -> str:
    key = row.text("key")
    if not _KEY.fullmatch(key):
        row.fail(f'"{key}" is no key; keys are small Latin letters and hyphens.', "key")
    if key in known:
        row.fail(f'The key "{key}" is taken already.', "key")
    return key


def _read_act(row: Reader) -> Act:
    citation = row.localized("citation")
    for language in LANGUAGE_CODES:
        if citation.in_language(language).count(_PLACE) != 1:
            row.table("citation").fail(f'A citation says "{_PLACE}" once, where the article goes.', language)
    kind = row.choice("kind", ActKind)
    waits = row.optional_table("waits_for_identity")
    place = _read_place(waits, kind)[0] if waits else None
    return Act(row.text("key"), kind, row.localized("title"), citation, place)


def _read_deadline(row: Reader, acts: dict[str, Act]) -> Deadline:
    steps: dict[str, Step] = {}
    for step in row.tables("step"):
        steps[_read_key(step, steps)] = _read_step(step, acts)
    return Deadline(row.text("key"), row.localized("title"), tuple(steps.values()))


def _read_step(row: Reader, acts: dict[str, Act]) -> Step:
    terms = tuple(_read_sourced_term(each, acts) for each in row.tables("terms"))
    bound = row.optional_choice("bound", Bound) or Bound.AT_MOST
    origin = row.optional_choice("from", Origin) or Origin.EVENT
    units = {each.term.unit for each in terms}
    if units & MOMENTS and bound is Bound.AT_LEAST:
        row.fail("A minimum needs a length of time, not a moment.", "bound")
    if units & (MOMENTS | {Unit.HOURS}) and origin is not Origin.EVENT:
        row.fail("Only days, months and years can be counted from a tax period.", "from")
    if len({(each.source.act.key, each.source.place) for each in terms}) < len(terms):
        row.fail("The same place of the same act gives two terms.", "terms")
    return Step(row.text("key"), row.localized("action"), terms, bound, origin, _read_aim(row, terms, bound))


def _read_aim(row: Reader, terms: tuple[SourcedTerm[Source], ...], bound: Bound) -> Term | None:
    if "aim" not in row:
        return None
    aim = _read_term(row, "aim")
    binding = [each.term.count for each in terms if each.term.unit == aim.unit]
    if bound is Bound.AT_LEAST or not binding or aim.count >= min(binding):
        row.fail("An aim is shorter than the terms that bind, and in the unit of one of them.", "aim")
    return aim


def _read_sourced_term(row: Reader, acts: dict[str, Act]) -> SourcedTerm[Source]:
    term = _read_term(row, "within", moves=row.optional_boolean("moves", default=True))
    act = _find_act(row, acts)
    return SourcedTerm(term, Source(act, *_read_place(row, act.kind)))


def _find_act(row: Reader, acts: dict[str, Act]) -> Act:
    act = acts.get(row.text("act"))
    if act is None:
        row.fail(f'No act has the key "{row.text("act")}".', "act")
    return act


def _read_place(row: Reader, kind: ActKind) -> tuple[str, Mark | None]:
    place = row.text("place")
    mark = row.optional_choice("mark", Mark)
    if kind is ActKind.POLICY and not _CLAUSES.fullmatch(place):
        row.fail(f'"{place}" is no clause of the policy; clauses are written 6.5 or 7.1-г.', "place")
    if kind is ActKind.POLICY and mark is not None:
        row.fail("The policy is our own text and takes no mark.", "mark")
    if kind is not ActKind.POLICY and mark is None:
        row.fail("Say with a mark how far this citation was verified: P, S or M.", "place")
    return place, mark


def _read_term(row: Reader, key: str, *, moves: bool = True) -> Term:
    try:
        return Term.parse(row.text(key), moves=moves)
    except TermError as error:
        row.fail(str(error), key)
