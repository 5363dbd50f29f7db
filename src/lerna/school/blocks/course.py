"""A whole course as plain values: what each importer makes, and each exporter is given."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from lerna.kit.localized import LanguageCode, Localized
from lerna.school.blocks.kinds import Block

Level = Literal["beginner", "experienced"]
Opening = Literal["all", "weekly", "days"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonContent:
    """`key` is once in the course; `minutes` is how long a learner needs, 0 if unknown."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    minutes: int = 0
    is_free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionContent:
    """`opens_after_days` from the run's start, where it opens by days."""

    key: str
    title: str
    lessons: tuple[LessonContent, ...]
    opens_after_days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedPart:
    """One part of the final mark: its weight of 100, and how many of the worst results don't count."""

    key: str
    title: str
    weight: int
    drop_lowest: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """`pass_mark` of 100; without parts a course is passed by its lessons alone."""

    pass_mark: int = 0
    parts: tuple[GradedPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A question that people ask before buying, and its answer."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherContent:
    key: str
    name: Localized
    about: Localized
    photo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferContent:
    """Prices in whole tenge; `old_price` and `installment_months` 0: none."""

    key: str
    title: str
    price: int
    old_price: int = 0
    installment_months: int = 0
    bank_credit: bool = False
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContent:
    """Days are local, both ends included; None leaves that side open. `seats` 0: no limit."""

    key: str
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    enroll_from: dt.date | None = None
    enroll_until: dt.date | None = None
    seats: int = 0
    opens: Opening = "all"
    offers: tuple[OfferContent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseContent:
    """`sites`, `direction` and `after` are keys; `about` is Markdown; `hours` and `weeks` 0 if unknown."""

    key: str
    language: LanguageCode
    title: str
    sections: tuple[SectionContent, ...]
    family: str = ""
    summary: str = ""
    about: str = ""
    direction: str = ""
    level: Level = "beginner"
    hours: int = 0
    weeks: int = 0
    results: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    cover: str = ""
    after: tuple[str, ...] = ()
    questions: tuple[Answered, ...] = ()
    teachers: tuple[TeacherContent, ...] = ()
    grading: Grading = field(default_factory=Grading)
    runs: tuple[RunContent, ...] = ()
