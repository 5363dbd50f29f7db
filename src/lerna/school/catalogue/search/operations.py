"""Writing what courses and programs are found by."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Q, Value

from lerna.kit.localized import Localized
from lerna.school.catalogue.models import Course, Lesson, Program, Section, Teacher
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import split_words
from lerna.school.catalogue.search.models import ProgramEntry, SearchEntry
from lerna.school.catalogue.search.terms import load_dictionary


def index_course(*, course: Course) -> None:
    """Make the course, and the programs that it belongs to, be found by what it says now."""
    with transaction.atomic():
        teachers = list(Teacher.objects.filter(courses=course))
        names = _join(_say(teacher.name) for teacher in teachers)
        title = _join([course.title, _say(course.direction.title) if course.direction else ""])
        inside = [
            *Section.objects.filter(course=course, retired_at=None).values_list("title", flat=True),
            *Lesson.objects.filter(course=course, retired_at=None).values_list("title", flat=True),
        ]
        asked = [text for one in course.questions for text in one.values()]
        weighed: tuple[tuple[str, str], ...] = (
            ("A", title),
            ("B", _join([course.summary, names])),
            ("C", _join([*course.results, *course.audience, *inside])),
            ("D", _join([course.about, *course.requirements, *asked])),
        )
        written = _write(weighed, named=_join([title, names]), told=f"{title} {course.summary}")
        SearchEntry.objects.update_or_create(course=course, defaults=written)
        for program in course.programs.all():
            index_program(program=program)


def index_program(*, program: Program) -> None:
    """Make the program be found by what it says now, and by the titles of its courses."""
    with transaction.atomic():
        courses = _join(program.courses.values_list("title", flat=True))
        weighed = (("A", program.title), ("B", program.summary), ("C", courses), ("D", program.about))
        written = _write(weighed, named=program.title, told=f"{program.title} {program.summary}")
        ProgramEntry.objects.update_or_create(program=program, defaults=written)


def index_stale() -> int:
    """Index the courses and programs that aren't, and those indexed by other rules or another dictionary; how many
    there were.
    """
    fresh = Q(search__recipe=load_dictionary().recipe)
    programs = list(Program.objects.exclude(fresh).order_by("pk"))
    courses = list(Course.objects.exclude(fresh).select_related("direction").order_by("pk"))
    for course in courses:
        index_course(course=course)
    for program in programs:
        index_program(program=program)
    return len(courses) + len(programs)


def _write(weighed: Iterable[tuple[str, str]], *, named: str, told: str) -> dict[str, Any]:
    """An entry's columns: texts by their weight, what is looked at for mistyped words, and where terms are sought."""
    terms = load_dictionary().find_terms(split_words(told))
    vectors = [_tokens([term.token for term in terms], "A")]
    vectors += [vector for weight, text in weighed for vector in _vectors(split_words(text), weight)]
    words = " ".join([*split_words(named), *(term.shown for term in terms)])
    return {"vector": reduce(add, vectors), "words": words, "recipe": load_dictionary().recipe}


def _vectors(words: Sequence[str], weight: str) -> tuple[SearchVector, SearchVector]:
    """The words by the Russian stemmer, and by ours."""
    russian = SearchVector(Value(" ".join(words)), config="russian", weight=weight)
    return russian, _tokens([find_stem(word) for word in words], weight)


def _tokens(tokens: Sequence[str], weight: str) -> SearchVector:
    return SearchVector(Value(" ".join(tokens)), config="simple", weight=weight)


def _say(name: Localized) -> str:
    return f"{name.ru} {name.kk} {name.en}"


def _join(texts: Iterable[str]) -> str:
    return " ".join(texts)
