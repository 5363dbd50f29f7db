"""What a package says of a learner and is told of them, in the words of its standard and in ours.

SCORM 1.2 Run-Time Environment, section 3.4; SCORM 2004 4th edition Run-Time Environment, chapter 4: names, limits of
lengths, and the forms of numbers and times. Of all that the standards know, what studies need is kept: where the
learner is, what the package remembers, status, score and time. Their name is never told: nothing there needs it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from lerna.school.learning.packages.models import Completion, PackageRecord, Success

Standard = Literal["scorm-1.2", "scorm-2004"]
_NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,7})?")
_LONGEST_NUMBER = 20  # characters; some packages count with more places than the standard asks for
_TIMESPAN = re.compile(r"(?P<hours>\d{2,4}):(?P<minutes>\d{2}):(?P<seconds>\d{2})(?:\.\d+)?")
_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)(?:\.\d+)?S)?)?"
)
_SECONDS = {"years": 31_536_000, "months": 2_592_000, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}
_LONGEST_TIME = 40  # characters


class MessageError(Exception):
    """The message says something that its standard doesn't allow; which element, without its value."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the standard calls each thing, and how long the longer ones may be, in characters."""

    location: str
    suspend_data: str
    completion: str
    success: str
    score: str
    session_time: str
    location_length: int
    suspend_length: int


NAMES: Mapping[Standard, Names] = {
    "scorm-1.2": Names(
        location="cmi.core.lesson_location", suspend_data="cmi.suspend_data", completion="cmi.core.lesson_status",
        success="cmi.core.lesson_status", score="cmi.core.score", session_time="cmi.core.session_time",
        location_length=255, suspend_length=4096,
    ),
    "scorm-2004": Names(
        location="cmi.location", suspend_data="cmi.suspend_data", completion="cmi.completion_status",
        success="cmi.success_status", score="cmi.score", session_time="cmi.session_time",
        location_length=1000, suspend_length=64_000,
    ),
}  # fmt: skip
_COMPLETIONS = {
    "completed": Completion.COMPLETED, "passed": Completion.COMPLETED, "incomplete": Completion.INCOMPLETE,
    "failed": Completion.INCOMPLETE, "browsed": Completion.INCOMPLETE, "not attempted": Completion.UNKNOWN,
    "unknown": Completion.UNKNOWN, "": Completion.UNKNOWN,
}  # fmt: skip
_SUCCESSES = {"passed": Success.PASSED, "failed": Success.FAILED}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTime:
    """What a package says; `seconds` are those of this sitting so far."""

    location: str = ""
    suspend_data: str = ""
    completion: Completion = Completion.UNKNOWN
    success: Success = Success.UNKNOWN
    raw: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    scaled: Decimal | None = None
    seconds: int = 0
    interactions: int = 0

    @property
    def is_done(self) -> bool:
        """Whether the learner has done what the package asks of them."""
        return self.completion is Completion.COMPLETED or self.success is Success.PASSED

    @property
    def share(self) -> Decimal | None:
        """What was reached, from 0 to 1; None where there is no score, or nobody knows of how much."""
        if self.scaled is not None:
            return min(max(self.scaled, Decimal(0)), Decimal(1))
        low, high = self.low or Decimal(0), Decimal(100) if self.high is None else self.high
        if self.raw is None or high <= low:
            return None
        return min(max((self.raw - low) / (high - low), Decimal(0)), Decimal(1))


def read_runtime(standard: Standard, said: Mapping[str, str], interactions: int = 0) -> RunTime:
    """What the package said, by the names of its standard. MessageError."""
    names = NAMES[standard]
    completion, success = said.get(names.completion, ""), said.get(names.success, "")
    if completion not in _COMPLETIONS:
        raise MessageError(names.completion)
    scores = {word: _read_number(f"{names.score}.{word}", said) for word in ("raw", "min", "max", "scaled")}
    if scores["scaled"] is not None and abs(scores["scaled"]) > 1:
        raise MessageError(f"{names.score}.scaled")
    return RunTime(
        location=_read_words(names.location, said, names.location_length),
        suspend_data=_read_words(names.suspend_data, said, names.suspend_length),
        completion=_COMPLETIONS[completion],
        success=_SUCCESSES.get(success, Success.UNKNOWN),
        raw=scores["raw"],
        low=scores["min"],
        high=scores["max"],
        scaled=scores["scaled"],
        seconds=_read_seconds(standard, names.session_time, said),
        interactions=interactions,
    )


def write_runtime(standard: Standard, record: PackageRecord, *, seconds: int, pass_mark: int = 0) -> dict[str, str]:
    """What the package is told when it is opened: what it said last, the seconds of all sittings so far, and of how
    much of 100 it is passed; what it then speaks with says whether it is.
    """
    names = NAMES[standard]
    told = {names.location: record.location or "", names.suspend_data: record.suspend_data or ""}
    for word, number in (("raw", record.raw), ("min", record.low), ("max", record.high), ("scaled", record.scaled)):
        told[f"{names.score}.{word}"] = "" if number is None else f"{number.normalize():f}"
    begun = "resume" if record.kept_at else "ab-initio"
    learner = str(record.pk)  # some packages want a number of somebody; this one means nothing elsewhere
    if standard == "scorm-1.2":
        status = record.success or record.completion or "not attempted"
        told |= {names.completion: status, "cmi.core.entry": begun, "cmi.core.student_id": learner}
        told |= {"cmi.core.lesson_mode": "normal", "cmi.core.credit": "credit"}
        hours, rest = divmod(min(seconds, 9999 * 3600), 3600)
        told["cmi.student_data.mastery_score"] = str(pass_mark or "")
        told["cmi.core.total_time"] = f"{hours:04}:{rest // 60:02}:{rest % 60:02}"
    else:
        told |= {names.completion: record.completion or "unknown", names.success: record.success or "unknown"}
        told |= {"cmi.entry": begun, "cmi.learner_id": learner, "cmi.mode": "normal", "cmi.credit": "credit"}
        told["cmi.scaled_passing_score"] = f"{pass_mark / 100:.2f}" if pass_mark else ""
        told["cmi.total_time"] = f"PT{seconds}S"
    return {name: value for name, value in told.items() if value}


def list_kept(standard: Standard) -> list[str]:
    """The elements that a message is made of."""
    names = NAMES[standard]
    score = [f"{names.score}.{word}" for word in ("raw", "min", "max", "scaled")]
    return [names.location, names.suspend_data, names.completion, names.success, *score, names.session_time]


def _read_words(name: str, said: Mapping[str, str], longest: int) -> str:
    words = said.get(name, "")
    if len(words) > longest or "\0" in words:
        raise MessageError(name)
    return words


def _read_number(name: str, said: Mapping[str, str]) -> Decimal | None:
    text = said.get(name, "").strip()
    if not text:
        return None
    whole, dot, places = text[:_LONGEST_NUMBER].partition(".")
    text = f"{whole}{dot}{places[:7]}".removesuffix(".")
    if not _NUMBER.fullmatch(text):
        raise MessageError(name)
    return Decimal(text)


def _read_seconds(standard: Standard, name: str, said: Mapping[str, str]) -> int:
    text = said.get(name, "")
    if not text:
        return 0
    form = _TIMESPAN if standard == "scorm-1.2" else _DURATION
    found = form.fullmatch(text) if len(text) <= _LONGEST_TIME else None
    if found is None:
        raise MessageError(name)
    return sum(int(number) * _SECONDS[unit] for unit, number in found.groupdict().items() if number)
