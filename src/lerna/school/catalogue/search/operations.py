"""Writing what a course is found by."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import add

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Q, QuerySet, Value

from lerna.kit.localized import Localized
from lerna.school.catalogue.models import Course, Lesson, Section, Teacher
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import split_words
from lerna.school.catalogue.search.models import SearchEntry
from lerna.school.catalogue.search.terms import load_dictionary


def index_course(*, course: Course) -> None:
    """Make the course be found by what it says now."""
    with transaction.atomic():
        teachers = list(Teacher.objects.filter(courses=course))
        names = _join(_say(teacher.name) for teacher in teachers)
        title = _join([course.title, _say(course.direction.title) if course.direction else ""])
        inside = [
            *Section.objects.filter(course=course, retired_at=None).values_list("title", flat=True),
            *Lesson.objects.filter(course=course, retired_at=None).values_list("title", flat=True),
        ]
        asked = [text for one in course.questions for text in one.values()]
        terms = load_dictionary().find_terms(split_words(f"{title} {course.summary}"))
        weighed: tuple[tuple[str, str], ...] = (
            ("A", title),
            ("B", _join([course.summary, names])),
            ("C", _join([*course.results, *course.audience, *inside])),
            ("D", _join([course.about, *course.requirements, *asked])),
        )
        vectors = [_tokens([term.token for term in terms], "A")]
        vectors += [vector for weight, text in weighed for vector in _vectors(split_words(text), weight)]
        words = " ".join([*split_words(_join([title, names])), *(term.shown for term in terms)])
        SearchEntry.objects.update_or_create(
            course=course,
            defaults={"vector": reduce(add, vectors), "words": words, "recipe": load_dictionary().recipe},
        )


def index_stale() -> int:
    """Index the courses that aren't, and those indexed by other rules or another dictionary; how many there were."""
    stale = list(_list_stale())
    for course in stale:
        index_course(course=course)
    return len(stale)


def _list_stale() -> QuerySet[Course]:
    fresh = Q(search__recipe=load_dictionary().recipe)
    return Course.objects.exclude(fresh).select_related("direction").order_by("pk")


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
