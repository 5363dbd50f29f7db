"""How works are taken and checked, as `policies/assignments.toml` states it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath

from django.conf import settings

from lerna.kit.clock import ZONE, local_day
from lerna.kit.datafile import Reader
from lerna.kit.localized import Localized
from lerna.kit.workdays import WorkCalendar, load_calendar

FILE_NAME = "assignments.toml"
MEGABYTE = 1_000_000  # bytes, as shops and phones count them


@dataclass(frozen=True, slots=True)
class Promise:
    """Within so many working days after the day, by this hour in Kazakhstan."""

    working_days: int
    by: time

    def moment(self, handed_in_at: datetime, calendar: WorkCalendar) -> datetime:
        """Until when a work that was handed in then is checked."""
        day = calendar.add_working_days(local_day(handed_in_at), self.working_days)
        return datetime.combine(day, self.by, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class FileKind:
    """Endings of names without their dot, in small letters."""

    endings: frozenset[str]
    title: Localized


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentRules:
    """The whole file. Sizes in bytes; `remind_days` before a last day."""

    promise: Promise
    claim: timedelta
    most_characters: int
    most_files: int
    most_bytes: int
    kinds: tuple[FileKind, ...]
    remind_days: int

    @property
    def endings(self) -> Mapping[str, FileKind]:
        """Which kind each accepted ending is of."""
        return {ending: kind for kind in self.kinds for ending in kind.endings}


def ending_of(name: str) -> str:
    """What a file's name ends in, in small letters and without the dot; empty where there is none."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().removeprefix(".")


def load_rules() -> AssignmentRules:
    """The rules of this installation; DataFileError where the file is wrong. Read again only after it has changed."""
    path = Path(settings.LERNA_POLICIES) / FILE_NAME
    status = path.stat() if path.is_file() else None
    return _load(path, (status.st_mtime_ns, status.st_size) if status else (0, 0))


def work_calendar() -> WorkCalendar:
    """The working days by which works are promised."""
    return _calendar(Path(settings.LERNA_POLICIES) / "calendar.toml")


def read_rules(path: Path) -> AssignmentRules:
    """The rules that this file states; DataFileError with line and sentence for the first thing wrong."""
    reader = Reader.load(path)
    files = reader.table("files")
    rules = AssignmentRules(
        promise=_read_promise(reader.table("promise")),
        claim=timedelta(minutes=reader.table("claim").integer("minutes", minimum=5, maximum=480)),
        most_characters=reader.table("text").integer("most_characters", minimum=500, maximum=500_000),
        most_files=files.integer("most", minimum=1, maximum=20),
        most_bytes=files.integer("most_megabytes", minimum=1, maximum=500) * MEGABYTE,
        kinds=_read_kinds(files),
        remind_days=reader.table("reminder").integer("days_before", minimum=1, maximum=14),
    )
    reader.done()
    return rules


def _read_promise(row: Reader) -> Promise:
    days, by = row.integer("working_days", minimum=1, maximum=30), row.text("by")
    try:
        return Promise(days, time.fromisoformat(by))
    except ValueError:
        row.fail(f'"{by}" is no time of day; write it like "18:00".', "by")


def _read_kinds(files: Reader) -> tuple[FileKind, ...]:
    kinds: list[FileKind] = []
    taken: set[str] = set()
    for row in files.tables("kind"):
        endings = row.texts("endings")
        for index, ending in enumerate(endings):
            if ending in taken or ending_of(f"a.{ending}") != ending:
                row.fail(f'"{ending}" stands here twice, or is no ending in small letters.', "endings", index)
            taken.add(ending)
        kinds.append(FileKind(frozenset(endings), row.localized("title")))
    return tuple(kinds)


@lru_cache(maxsize=8)
def _load(path: Path, _stamp: tuple[int, int]) -> AssignmentRules:
    return read_rules(path)


@lru_cache(maxsize=8)
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
