"""Whatever a course's page shows, its stamp tells when that changes; what it doesn't show leaves the stamp alone."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company, Site
from lerna.kit.localized import Localized
from lerna.school.blocks.course import CourseContent, TeacherContent
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
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.catalogue.stamps import stamp_course
from lerna.school.catalogue.tests.conftest import NOW, write

NAME = Localized("Сәуле", "Сәуле", "Saule")
CHANGES: dict[str, Callable[[Course, Site], object]] = {
    "its words": lambda course, _: Course.objects.filter(pk=course.pk).update(summary="Иначе"),
    "what comes before": lambda course, _: course.after.add(Course.objects.get(key="other")),
    "its translation": lambda _, __: Course.objects.filter(key="other").update(family="color"),
    "its direction": lambda _, __: Direction.objects.update(title=NAME),
    "a teacher": lambda _, __: Teacher.objects.update(about=NAME),
    "who teaches": lambda _, __: CourseTeacher.objects.all().delete(),
    "a section": lambda _, __: Section.objects.filter(key="palette").update(title="Иначе"),
    "a lesson": lambda _, __: Lesson.objects.filter(key="warm").update(minutes=9),
    "a lesson more": lambda course, _: Lesson.objects.create(
        course=course, section=Section.objects.get(course=course, key="palette"), key="new", title="Новый", place=9
    ),
    "a run": lambda _, __: Run.objects.filter(course__key="color-ru").update(seats=5),
    "an offer": lambda _, __: Offer.objects.filter(run__course__key="color-ru").update(price=1),
    "a program": lambda _, __: Program.objects.update(title="Иначе"),
    "its place in a program": lambda _, __: ProgramCourse.objects.all().delete(),
    "a program's site": lambda _, site: Program.objects.get().sites.remove(site),
    "the company": lambda _, site: Company.objects.filter(pk=site.company_id).update(phone="+77010000000"),
    "the site": lambda _, site: Site.objects.filter(pk=site.pk).update(tagline=NAME),
}


@pytest.fixture
def site(company: Company) -> Site:
    return company.sites.get(key="skillbox")


@pytest.fixture
def course(company: Company, site: Site, content: CourseContent) -> Course:
    bring_direction(company=company, key="design", title=Localized("Д", "Д", "D"), place=0)
    teachers = (TeacherContent(key="saule", name=NAME, about=Localized("а", "ә", "a")),)
    bring_course(company=company, content=replace(content, key="other", language="kk"), now=NOW)
    full = replace(content, teachers=teachers, direction="design", family="color")
    course = bring_course(company=company, content=full, now=NOW).course
    program = Program.objects.create(
        company=company, key="all", language="ru", title="Всё", published_at=NOW, created_at=NOW, changed_at=NOW
    )
    program.sites.add(site)
    ProgramCourse.objects.create(program=program, course=course)
    return course


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_the_page_shows_changes_the_stamp(
    change: Callable[[Course, Site], object], course: Course, site: Site
) -> None:
    before = stamp_course(site, course)
    assert stamp_course(site, course) == before
    change(course, site)
    assert stamp_course(site, course) != before


def test_another_course_s_lessons_leave_the_stamp_alone(course: Course, site: Site) -> None:
    before = stamp_course(site, course)
    Lesson.objects.filter(course__key="other").update(title="Иначе")
    assert stamp_course(site, course) == before


@pytest.mark.parametrize("lessons", [1, 100])
def test_the_stamp_costs_one_query_however_long_the_course_is(
    lessons: int,
    company: Company,
    site: Site,
    content: CourseContent,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    section = replace(content.sections[0], lessons=tuple(write(f"l{at}") for at in range(lessons)))
    course = bring_course(company=company, content=replace(content, sections=(section,)), now=NOW).course
    with django_assert_num_queries(1):
        stamp_course(site, course)
