"""What was typed is read as it was meant, forms of a word are one word, a course is found by what it says now."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company, Site
from lerna.kit.localized import Localized
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.catalogue.queries import list_courses
from lerna.school.catalogue.search.kazakh import find_stem
from lerna.school.catalogue.search.letters import list_readings, split_words
from lerna.school.catalogue.search.models import SearchEntry
from lerna.school.catalogue.search.operations import index_stale
from lerna.school.catalogue.search.queries import find_courses
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
