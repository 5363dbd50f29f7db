"""Finding courses and programs by what somebody typed."""

from collections.abc import Iterable
from functools import reduce
from operator import add, or_
from typing import TypeVar

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery, SearchRank, TrigramWordSimilarity
from django.db.models import Case, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThanOrEqual

from lerna.school.catalogue.models import Course, Program
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import list_readings
from lerna.school.catalogue.search.terms import load_dictionary

MOST_WORDS = 8
ALIKE = 0.45  # of 1: how near a mistyped word must come
PREFIX = 4  # letters from which a word may be the beginning of a longer one
Query = SearchQuery | CombinedSearchQuery
Readings = tuple[str, ...]
Sought = TypeVar("Sought", Course, Program)


def find_courses(courses: QuerySet[Course], text: str) -> QuerySet[Course]:
    """Those of the courses that the text finds, each with its `rank`: the number of words found, then how well.

    At least half of the words have to be found, in any form; where no course has them, words that look alike count.
    One query asks whether there are any. A text that says nothing, such as «курсы», finds all.
    """
    return _find(courses, text)


def find_programs(programs: QuerySet[Program], text: str) -> QuerySet[Program]:
    """The same for programs, which the titles of their courses find too."""
    return _find(programs, text)


def _find(sought: QuerySet[Sought], text: str) -> QuerySet[Sought]:
    words = _read(text)
    if not words:
        return sought.annotate(rank=Value(1.0, FloatField()))
    asked = _ask_all(words)
    anything = reduce(or_, asked)
    found = sought.filter(search__vector=anything)
    found = found.alias(matched=_count(Case(When(search__vector=one, then=1.0), default=0.0) for one in asked))
    found = found.filter(matched__gte=len(words) / 2)
    if found.exists():
        return found.annotate(rank=F("matched") + SearchRank(F("search__vector"), anything))
    return _find_alike(sought, words)


def _read(text: str) -> list[Readings]:
    """Of each word that says something, what it may have meant."""
    words = [tuple(list_readings(typed)) for typed in text.split()[:MOST_WORDS]]
    noise = load_dictionary().noise
    return [readings for readings in words if readings and readings[0] not in noise]


def _ask_all(words: list[Readings]) -> list[Query]:
    """Of each word a query: its readings by both stemmers, and the terms that it belongs to."""
    dictionary = load_dictionary()
    whole = dictionary.find_terms([readings[0] for readings in words])
    asked = []
    for readings in words:
        terms = {term.token for reading in readings for term in dictionary.find_terms([reading])}
        terms |= {term.token for term in whole if term.has_word(readings[0])}
        asked.append(reduce(or_, [*map(_ask, readings), *map(_ask_token, sorted(terms))]))
    return asked


def _ask(word: str) -> Query:
    stem = find_stem(word)
    return SearchQuery(word, config="russian") | _ask_token(f"{stem}:*" if len(stem) >= PREFIX else stem)


def _ask_token(token: str) -> SearchQuery:
    return SearchQuery(token, config="simple", search_type="raw")


def _find_alike(sought: QuerySet[Sought], words: list[Readings]) -> QuerySet[Sought]:
    """Where half of the words resemble words of its title, direction, teachers or terms."""
    alike = [_measure(readings) for readings in words]
    near = _count(Case(When(GreaterThanOrEqual(one, ALIKE), then=1.0), default=0.0) for one in alike)
    return sought.alias(matched=near).filter(matched__gte=len(words) / 2).annotate(rank=F("matched") + _count(alike))


def _measure(readings: Readings) -> Combinable:
    alike = [TrigramWordSimilarity(reading, "search__words") for reading in readings]
    return Greatest(*alike) if len(alike) > 1 else alike[0]


def _count(values: Iterable[Combinable]) -> Combinable:
    return reduce(add, values)
