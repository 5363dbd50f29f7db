"""The judged set: courses, questions, and which of the courses each should find."""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lerna.companies.models import Company, Site
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.queries import list_courses
from lerna.school.catalogue.search.queries import find_courses

FIRST = 5
_JUDGED = tomllib.loads(Path(__file__).with_name("judged.toml").read_text())


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed, in which language they think, what is hard about it, and what they should find."""

    text: str
    language: str
    kind: str
    find: tuple[str, ...]


QUESTIONS = tuple(Question(**{**one, "find": tuple(one["find"])}) for one in _JUDGED["question"])
Find = Callable[[str], Sequence[str]]


def bring_judged(company: Company, site: Site, now: datetime) -> None:
    """The judged courses, on this site."""
    for one in _JUDGED["course"]:
        content = CourseContent(**one, sections=(), sites=(site.key,))
        bring_course(company=company, content=content, now=now)


def find_ours(site: Site) -> Find:
    """The site's own search."""
    return lambda text: [
        course.key for course in find_courses(list_courses(site), text).order_by("-rank", "key")[:FIRST]
    ]


def measure_recall(find: Find, language: str, kind: str = "") -> float:
    """Recall@5: of what each question should find, how much is among the first five; the mean of the questions."""
    asked = [one for one in QUESTIONS if one.language == language and kind in {"", one.kind}]
    shares = [len(set(one.find) & set(find(one.text))) / min(len(one.find), FIRST) for one in asked]
    return sum(shares) / len(shares)
