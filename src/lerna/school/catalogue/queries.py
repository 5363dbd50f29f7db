"""Every read of this room that decides something: which courses a site shows, and all that a course's page needs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from lerna.companies.models import Company, Site
from lerna.kit.localized import LANGUAGE_CODES, LanguageCode
from lerna.school.catalogue.models import (
    Course,
    CourseTeacher,
    Direction,
    Lesson,
    Offer,
    Program,
    ProgramCourse,
    Run,
    Section,
    Teacher,
)

SOON = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a visitor looks for; empty wants anything. `most` is a price in tenge, `starts` one of now, soon, later."""

    direction: str = ""
    level: str = ""
    language: str = ""
    starts: str = ""
    has_free_lesson: bool = False
    most: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """A section with its lessons, as learners see them."""

    section: Section
    lessons: tuple[Lesson, ...]

    @property
    def minutes(self) -> int:
        """How long its lessons take together."""
        return sum(lesson.minutes for lesson in self.lessons)


@dataclass(frozen=True, slots=True)
class RunOffers:
    """A run that isn't over, and what is sold of it."""

    run: Run
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course with all that its page shows. `translations` are of its family and itself, by language."""

    course: Course
    outline: tuple[Outline, ...]
    runs: tuple[RunOffers, ...]
    teachers: tuple[Teacher, ...]
    translations: tuple[Course, ...]
    before: tuple[Course, ...]
    programs: tuple[Program, ...]


def list_courses(site: Site) -> models.QuerySet[Course]:
    """What stands in the site's catalogue: published there and not retired."""
    return Course.objects.filter(sites=site, published_at__isnull=False, retired_at=None)


def list_directions(site: Site) -> models.QuerySet[Direction]:
    """The directions in which the site has courses, each with their `count`."""
    counted = models.Count("courses", filter=Q(courses__in=list_courses(site)))
    return Direction.objects.filter(company=site.company_id).annotate(count=counted).filter(count__gt=0)


def search_courses(site: Site, wanted: Wanted, *, today: date) -> models.QuerySet[Course]:
    """The site's courses of this kind, each with `least_price`, `next_start`, `is_joinable` and `has_free_lesson`.

    All of them without another query. `next_start` is None where it may begin at once or nobody knows; `least_price`
    is of the runs that aren't over, None where nothing is sold.
    """
    going = Run.objects.filter(course=OuterRef("pk"), retired_at=None).filter(_not_over(today))
    joinable = going.filter(Q(enroll_from=None) | Q(enroll_from__lte=today)).filter(
        Q(enroll_until=None) | Q(enroll_until__gte=today)
    )
    offers = Offer.objects.filter(run__course=OuterRef("pk"), run__retired_at=None, retired_at=None)
    free = Lesson.objects.filter(course=OuterRef("pk"), is_free=True, published__isnull=False, retired_at=None)
    starts = {
        "now": joinable.filter(Q(starts_on=None) | Q(starts_on__lte=today)),
        "soon": going.filter(starts_on__gt=today, starts_on__lte=today + SOON),
        "later": going.filter(starts_on__gt=today + SOON),
    }
    courses = list_courses(site).annotate(
        least_price=Subquery(offers.filter(_not_over(today, "run__")).order_by("price").values("price")[:1]),
        next_start=Subquery(going.filter(starts_on__gt=today).order_by("starts_on").values("starts_on")[:1]),
        is_joinable=Exists(joinable),
        has_free_lesson=Exists(free),
    )
    if wanted.direction:
        courses = courses.filter(direction__key=wanted.direction)
    if wanted.level:
        courses = courses.filter(level=wanted.level)
    if wanted.language:
        courses = courses.filter(language=wanted.language)
    if wanted.starts:
        courses = courses.filter(Exists(starts[wanted.starts]))
    if wanted.has_free_lesson:
        courses = courses.filter(has_free_lesson=True)
    if wanted.most:
        courses = courses.filter(least_price__lte=wanted.most)
    return courses.select_related("direction", "cover")


def order_courses(courses: models.QuerySet[Course], by: str, *, language: LanguageCode) -> models.QuerySet[Course]:
    """By `start`, `price`, `title` or, where words were looked for, `words`; anything else: first those of this
    language, then those that may be joined.
    """
    orders: dict[str, tuple[object, ...]] = {
        "words": (F("rank").desc(),),
        "start": (F("is_joinable").desc(), F("next_start").asc(nulls_last=True)),
        "price": (F("least_price").asc(nulls_last=True),),
        "title": (),
    }
    is_own = models.Case(models.When(language=language, then=0), default=1)
    fitting = (is_own, F("is_joinable").desc(), F("next_start").asc(nulls_first=True))
    return courses.order_by(*orders.get(by, fitting), "title", "key")  # type: ignore[arg-type]  # expressions


def list_runs(courses: list[Course], *, today: date) -> dict[int, tuple[RunOffers, ...]]:
    """By course, its runs that aren't over with what is sold of them, the nearest first. Two queries."""
    runs = list(Run.objects.filter(course__in=courses, retired_at=None).filter(_not_over(today)))
    offers: dict[int, list[Offer]] = {run.pk: [] for run in runs}
    for offer in Offer.objects.filter(run__in=runs, retired_at=None):
        offers[offer.run_id].append(offer)
    found: dict[int, tuple[RunOffers, ...]] = {course.pk: () for course in courses}
    for run in sorted(runs, key=lambda run: (run.starts_on is not None, run.starts_on or today, run.key)):
        found[run.course_id] += (RunOffers(run, tuple(offers[run.pk])),)
    return found


def find_course(site: Site, key: str) -> Course | None:
    """The site's course of this key, or None; only the key is loaded, `read_course` reads the rest. One query."""
    return list_courses(site).filter(key=key).only("key").first()


def read_course(site: Site, course: Course, *, today: date) -> CoursePage:
    """All that the course's page on this site shows. Nine queries at most, however long it is."""
    course = Course.objects.select_related("direction", "cover").get(pk=course.pk)
    teachers = CourseTeacher.objects.filter(course=course).select_related("teacher__photo")
    places = ProgramCourse.objects.filter(
        course=course, program__sites=site, program__published_at__isnull=False
    ).select_related("program")
    return CoursePage(
        course=course,
        outline=list_outline(course),
        runs=list_runs([course], today=today)[course.pk],
        teachers=tuple(each.teacher for each in teachers),
        translations=_list_translations(site, course),
        before=tuple(list_courses(site).filter(before=course)),
        programs=tuple(place.program for place in places.order_by("program__title", "program__key")),
    )


def list_outline(course: Course) -> tuple[Outline, ...]:
    """The course's sections that have published lessons, with them, without what the lessons say. Two queries."""
    lessons: dict[int, list[Lesson]] = {}
    for lesson in Lesson.objects.filter(course=course, published__isnull=False, retired_at=None).order_by(
        "place", "pk"
    ):
        lessons.setdefault(lesson.section_id, []).append(lesson)
    sections = Section.objects.filter(course=course, retired_at=None)
    return tuple(Outline(section, tuple(lessons[section.pk])) for section in sections if section.pk in lessons)


def find_free_lesson(site: Site, course_key: str, lesson_key: str) -> Lesson | None:
    """A lesson that anybody may read, with its course and what it says, or None. One query."""
    lessons = Lesson.objects.filter(
        course__in=list_courses(site), course__key=course_key, key=lesson_key, is_free=True, retired_at=None,
        published__isnull=False, section__retired_at=None,
    )  # fmt: skip
    return lessons.select_related("published", "course", "course__direction", "section").first()


def list_free_lessons(site: Site) -> models.QuerySet[Lesson]:
    """The lessons of the site's courses that anybody may read, each with its course."""
    free = Lesson.objects.filter(course__in=list_courses(site), is_free=True, retired_at=None, published__isnull=False)
    return (
        free.filter(section__retired_at=None)
        .select_related("course")
        .order_by("course__key", "section__place", "place")
    )


def list_titles(company: Company, keys: Collection[str]) -> dict[str, str]:
    """Titles of the company's courses of these keys, retired ones too, by key. One query, none without keys."""
    return dict(Course.objects.filter(company=company, key__in=keys).values_list("key", "title")) if keys else {}


def find_program(site: Site, key: str) -> tuple[Program, tuple[Course, ...]] | None:
    """The site's published program of this key and those of its courses that stand on the site, in order."""
    program = list_programs(site).filter(key=key).first()
    if program is None:
        return None
    courses = list_courses(site).filter(programs=program).select_related("direction", "cover")
    return program, tuple(courses.order_by("programcourse__place", "programcourse__pk"))


def list_programs(site: Site) -> models.QuerySet[Program]:
    """The site's published programs."""
    return Program.objects.filter(sites=site, published_at__isnull=False)


def _list_translations(site: Site, course: Course) -> tuple[Course, ...]:
    if not course.family:
        return (course,)
    family = list_courses(site).filter(family=course.family)
    return tuple(sorted(family, key=lambda each: (LANGUAGE_CODES.index(each.language), each.key)))


def _not_over(today: date, before: str = "") -> Q:
    return Q(**{f"{before}ends_on": None}) | Q(**{f"{before}ends_on__gte": today})
