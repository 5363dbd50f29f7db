"""A site shows its own slice of what is published, and a page needs the same few queries for a lesson and a hundred."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company, Site
from lerna.kit.localized import Localized
from lerna.school.blocks.course import CourseContent, OfferContent, RunContent, SectionContent, TeacherContent
from lerna.school.catalogue.models import Course, Lesson, Run
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.catalogue.queries import (
    Wanted,
    find_course,
    find_free_lesson,
    list_courses,
    list_directions,
    list_runs,
    order_courses,
    read_course,
    search_courses,
)
from lerna.school.catalogue.tests.conftest import NOW, write

TODAY = NOW.date()


@pytest.fixture
def site(company: Company) -> Site:
    return company.sites.get(key="skillbox")


def bring(company: Company, content: CourseContent, **changes: object) -> Course:
    return bring_course(company=company, content=replace(content, **changes), now=NOW).course


def _find(site: Site, key: str) -> Course:
    found = find_course(site, key)
    assert found
    return found


def sell(key: str = "full", **days: object) -> RunContent:
    return RunContent(key=key, offers=(OfferContent(key="one", title="Один", price=50000),), **days)


def find_keys(site: Site, **wanted: object) -> list[str]:
    return sorted(search_courses(site, Wanted(**wanted), today=TODAY).values_list("key", flat=True))


def test_a_site_shows_its_own_published_courses_and_no_retired_one(
    company: Company, site: Site, content: CourseContent
) -> None:
    bring(company, content)
    bring(company, content, key="elsewhere", sites=("lerna",))
    Course.objects.filter(pk=bring(company, content, key="draft").pk).update(published_at=None)
    Course.objects.filter(pk=bring(company, content, key="retired").pk).update(retired_at=NOW)
    assert [course.key for course in list_courses(site)] == ["color-ru"]
    other = Site.objects.get(key="e-distant")
    assert not list_courses(other).exists()
    assert find_course(site, "elsewhere") is None
    assert find_course(site, "draft") is None


@pytest.mark.parametrize("lessons", [1, 100])
def test_a_course_page_needs_ten_queries_for_one_lesson_and_for_a_hundred(
    company: Company,
    site: Site,
    content: CourseContent,
    lessons: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    name = Localized("Сәуле", "Сәуле", "Saule")
    sections = (SectionContent(key="all", title="Всё", lessons=tuple(write(f"l{at}") for at in range(lessons))),)
    teachers = (TeacherContent(key="saule", name=name, about=name),)
    bring(company, content, family="color", sections=sections, teachers=teachers)
    with django_assert_num_queries(10):
        page = read_course(site, _find(site, "color-ru"), today=TODAY)
        assert sum(len(part.lessons) for part in page.outline) == lessons
        assert page.runs[0].offers[0].price == 89000
        assert page.teachers[0].photo is None


def test_a_page_shows_only_what_is_published_and_not_over(company: Company, site: Site, content: CourseContent) -> None:
    over = replace(content.runs[0], key="2026-01", starts_on=TODAY.replace(month=1), ends_on=TODAY.replace(month=2))
    course = bring(company, content, runs=(*content.runs, over))
    Run.objects.create(course=course, key="taken-away", retired_at=NOW)
    Lesson.objects.filter(key="light").update(published=None)
    Lesson.objects.filter(key="warm").update(retired_at=NOW)
    page = read_course(site, _find(site, course.key), today=TODAY)
    assert [lesson.key for part in page.outline for lesson in part.lessons] == ["contrast"]
    assert [each.run.key for each in page.runs] == ["2026-12"]


def test_translations_of_a_family_stand_beside_each_other(company: Company, site: Site, content: CourseContent) -> None:
    bring(company, content, key="color-kk", language="kk", family="color")
    bring(company, content, family="color")
    bring(company, content, key="color-en", language="en", family="color", sites=("lerna",))
    page = read_course(site, _find(site, "color-kk"), today=TODAY)
    assert [course.key for course in page.translations] == ["color-ru", "color-kk"]


def test_filters_find_by_start_price_level_language_and_free_lesson(
    company: Company, site: Site, content: CourseContent
) -> None:
    free = SectionContent(key="a", title="А", lessons=(replace(write("one"), is_free=True),))
    bring(company, content, key="pace", runs=(sell(),), sections=(free,))
    bring(company, content, key="begun", runs=(sell(starts_on=TODAY - timedelta(days=2)),), level="experienced")
    bring(company, content, key="soon", runs=(sell(starts_on=TODAY + timedelta(days=31)),), language="kk")
    bring(company, content, key="later", runs=(sell(starts_on=TODAY + timedelta(days=32)),))
    bring(company, content, key="over", runs=(sell(ends_on=TODAY - timedelta(days=1)),))
    bring(company, content, key="closed", runs=(sell(enroll_until=TODAY - timedelta(days=1)),))
    assert find_keys(site, starts="now") == ["begun", "pace"]
    assert find_keys(site, starts="soon") == ["soon"]
    assert find_keys(site, starts="later") == ["later"]
    assert find_keys(site, has_free_lesson=True) == ["pace"]
    assert find_keys(site, level="experienced") == ["begun"]
    assert find_keys(site, language="kk") == ["soon"]
    assert find_keys(site, most=49999) == []
    assert find_keys(site, most=50000) == ["begun", "closed", "later", "pace", "soon"]


def test_the_page_s_language_comes_first_then_what_may_be_joined(
    company: Company, site: Site, content: CourseContent
) -> None:
    bring(company, content, key="a-ru", runs=())
    bring(company, content, key="b-kk", language="kk", runs=())
    bring(company, content, key="c-kk", language="kk")
    courses = search_courses(site, Wanted(), today=TODAY)
    assert [course.key for course in order_courses(courses, "", language="kk")] == ["c-kk", "b-kk", "a-ru"]
    assert next(iter(order_courses(courses, "price", language="ru"))).key == "c-kk"


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_needs_three_queries_for_one_course_and_for_three(
    company: Company,
    site: Site,
    content: CourseContent,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        bring(company, content, key=f"color-{number}")
    with django_assert_num_queries(3):
        courses = list(order_courses(search_courses(site, Wanted(), today=TODAY), "", language="ru"))
        runs = list_runs(courses, today=TODAY)
    assert [len(runs[course.pk][0].offers) for course in courses] == [1] * count


def test_directions_are_those_with_courses_on_the_site(company: Company, site: Site, content: CourseContent) -> None:
    for place, key in enumerate(("design", "code")):
        bring_direction(company=company, key=key, title=Localized(key, key, key), place=place)
    bring(company, content, direction="design")
    bring(company, content, key="code-ru", direction="code", sites=("lerna",))
    assert [(each.key, each.count) for each in list_directions(site)] == [("design", 1)]  # type: ignore[attr-defined]
    assert find_keys(site, direction="design") == ["color-ru"]


def test_only_a_free_lesson_of_the_site_is_read_without_enrolling(
    company: Company, site: Site, content: CourseContent
) -> None:
    free = replace(content.sections[0], lessons=(replace(write("light"), is_free=True), write("contrast")))
    bring(company, content, sections=(free,))
    lesson = find_free_lesson(site, "color-ru", "light")
    assert lesson
    assert lesson.published
    assert lesson.published.blocks[0]["markdown"] == "Слово."
    assert find_free_lesson(site, "color-ru", "contrast") is None
    assert find_free_lesson(company.sites.get(key="lerna"), "color-ru", "light") is None
