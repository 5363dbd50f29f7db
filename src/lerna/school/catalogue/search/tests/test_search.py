"""What was typed is read as it was meant, forms of a word are one word, a course is found by what it says now."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company, Site
from lerna.kit.localized import Localized
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.models import Course, Program, ProgramCourse
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.catalogue.queries import list_courses, list_programs
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import list_readings, split_words
from lerna.school.catalogue.search.models import ProgramEntry, SearchEntry
from lerna.school.catalogue.search.operations import index_program, index_stale
from lerna.school.catalogue.search.queries import find_courses, find_programs
from lerna.school.catalogue.search.terms import load_dictionary
from lerna.school.catalogue.tests.conftest import NOW


def find(site: Site, text: str) -> list[str]:
    return [course.key for course in find_courses(list_courses(site), text).order_by("-rank", "key")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Дизайн", "дизайн"),
        ("lbpfqy", "дизайн"),  # the Russian layout, typed as Latin
        ("v95fk3v", "мугалим"),  # мұғалім by the Kazakh layout
        ("знерщт", "python"),
        ("dizain", "дизаин"),
        ("C++", "cpp"),
        ("Бағдарламалау", "багдарламалау"),
        ("учёт", "учет"),
    ],
)
def test_a_typed_word_is_read_as_it_was_meant(typed: str, meant: str) -> None:
    assert meant in list(list_readings(typed))


@pytest.mark.parametrize(
    "forms",
    [
        "курс курстар курстардың курсқа курсты курсымыз курстарымызда",
        "мектеп мектебі мектептер мектептерімізде мектептен мектепке",
        "дүкен дүкендер дүкеніңіздің дүкендегі дүкенге",
        "мұғалім мұғалімдер мұғалімге мұғалімдердің мұғаліміміз",
        "сабақ сабақтар сабағы сабаққа сабақтан",
    ],
)
def test_the_forms_of_a_kazakh_word_have_one_stem(forms: str) -> None:
    assert len({find_stem(word) for word in split_words(forms)}) == 1


def test_a_word_too_short_keeps_its_end() -> None:
    assert [find_stem(word) for word in split_words("ои тау")] == ["ои", "тау"]


def test_names_of_one_thing_stand_for_each_other() -> None:
    def name(text: str) -> set[str]:
        return {term.token for term in load_dictionary().find_terms(split_words(text))}

    assert name("бухучёт") == name("Бухгалтерия") == name("есепшілерге") == {"termaccounting"}
    assert "termai" in name("курс по искусственному интеллекту")
    assert name("интеллект") == set()


@pytest.mark.parametrize("text", ["цвета", "Цвету нуля", "wdtn", "цветт", "tsvet", "курс цвет", "түстер"])
def test_a_course_is_found_by_its_title(company: Company, content: CourseContent, text: str) -> None:
    bring_course(company=company, content=content, now=NOW)
    assert find(company.sites.get(key="skillbox"), text) == ["color-ru"]


@pytest.mark.parametrize("text", ["логистика", "!!!", "& | :*", "') or 1=1 --", "а" * 100])
def test_what_isnt_there_isnt_found_and_nothing_breaks(company: Company, content: CourseContent, text: str) -> None:
    bring_course(company=company, content=content, now=NOW)
    assert find(company.sites.get(key="skillbox"), text) in ([], ["color-ru"])
    assert find(company.sites.get(key="skillbox"), "логистика") == []


def test_words_that_say_nothing_find_everything(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    assert find(company.sites.get(key="skillbox"), "онлайн курсы для начинающих") == ["color-ru"]


def test_a_course_is_found_by_what_it_says_now(company: Company, content: CourseContent) -> None:
    bring_direction(company=company, key="design", title=Localized("Дизайн", "Дизайн", "Design"), place=0)
    bring_course(company=company, content=replace(content, direction="design"), now=NOW)
    bring_course(company=company, content=replace(content, direction="design", title="Шрифт"), now=NOW)
    site = company.sites.get(key="skillbox")
    assert (find(site, "цвет"), find(site, "шрифты"), find(site, "дизайну")) == ([], ["color-ru"], ["color-ru"])
    bring_direction(company=company, key="design", title=Localized("Ремесло", "Қолөнер", "Craft"), place=0)
    assert (find(site, "дизайн"), find(site, "қолөнерге")) == ([], ["color-ru"])


def test_courses_indexed_by_other_rules_are_indexed_anew(company: Company, content: CourseContent) -> None:
    bring_course(company=company, content=content, now=NOW)
    assert index_stale() == 0
    SearchEntry.objects.update(recipe="old", words="")
    bring_course(company=company, content=replace(content, key="other"), now=NOW)
    SearchEntry.objects.filter(course__key="other").delete()
    assert index_stale() == len(("color-ru", "other"))
    assert find(company.sites.get(key="skillbox"), "цвет") == ["color-ru", "other"]


def test_a_search_asks_twice_however_many_there_are(
    company: Company, content: CourseContent, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    site = company.sites.get(key="skillbox")
    for number in range(3):
        bring_course(company=company, content=replace(content, key=f"color-{number}"), now=NOW)
        with django_assert_num_queries(2):
            assert len(list(find_courses(list_courses(site), "цвет"))) == number + 1


def make_program(company: Company, **said: str) -> Program:
    facts = {"company": company, "language": "ru", "published_at": NOW, "created_at": NOW, "changed_at": NOW}
    program = Program.objects.create(**{"key": "designer", "title": "Дизайнер интерфейсов", **facts, **said})
    program.sites.set(company.sites.filter(key="skillbox"))
    index_program(program=program)
    return program


def find_named(site: Site, text: str) -> list[str]:
    return [program.key for program in find_programs(list_programs(site), text).order_by("-rank", "key")]


@pytest.mark.parametrize("text", ["дизайнеры", "lbpfqyth", "интерфейса дизайнер", "дизаинер", "дизайнерге", "dizainer"])
def test_a_program_is_found_by_its_title_in_both_languages(company: Company, text: str) -> None:
    make_program(company)
    make_program(company, key="aspaz", language="kk", title="Аспаздар мектебі", summary="Нан пісіреміз")
    assert find_named(company.sites.get(key="skillbox"), text) == ["designer"]
    assert find_named(company.sites.get(key="skillbox"), "мектептің аспазы") == ["aspaz"]
    assert find_named(company.sites.get(key="lerna"), text) == []


def test_a_program_is_found_by_its_courses_as_they_are_called_now(company: Company, content: CourseContent) -> None:
    program = make_program(company)
    bring_course(company=company, content=content, now=NOW)
    ProgramCourse.objects.create(program=program, course=Course.objects.get(key="color-ru"))
    index_program(program=program)
    site = company.sites.get(key="skillbox")
    assert (find_named(site, "цвет"), find_named(site, "шрифт")) == (["designer"], [])
    bring_course(company=company, content=replace(content, title="Шрифт"), now=NOW)
    assert (find_named(site, "цвет"), find_named(site, "шрифты")) == ([], ["designer"])


def test_programs_that_nobody_indexed_are_indexed_with_the_courses(company: Company) -> None:
    make_program(company)
    ProgramEntry.objects.all().delete()
    assert index_stale() == 1
    assert index_stale() == 0
    assert find_named(company.sites.get(key="skillbox"), "дизайнер") == ["designer"]
