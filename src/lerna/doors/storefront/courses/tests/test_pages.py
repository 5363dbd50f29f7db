"""The catalogue as visitors meet it: what is found, what a course's page says, and that a page is never dearer."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.blocks.course import Answered, CourseContent, LessonContent, OfferContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Quiz, Text
from lerna.school.catalogue.models import Course, Program, ProgramCourse, Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.catalogue.search.operations import index_program
from lerna.school.catalogue.tests.conftest import NOW, write

SKILLBOX = "skillbox.kz"
AGAIN_QUERIES = 1 + 1 + 1 + 5  # the site, the course, its stamp, its mark in a block of its purpose
PAGE_QUERIES = AGAIN_QUERIES + 8  # and all that the page shows of a course without a family


def bring(company: Company, content: CourseContent, **changes: object) -> Course:
    return bring_course(company=company, content=replace(content, **changes), now=NOW).course


def get(client: Client, path: str, host: str = SKILLBOX, status: int = 200) -> str:
    response = client.get(path, headers={"host": host})
    assert response.status_code == status, path
    return " ".join(html.unescape(response.content.decode()).split())


def run_in(days: int | None, **offer: object) -> RunContent:
    starts = None if days is None else clock.local_day(clock.now()) + timedelta(days=days)
    offers = (OfferContent(**{"key": "full", "title": "С куратором", "price": 89000, **offer}),)  # type: ignore[arg-type]
    return RunContent(key="next", starts_on=starts, offers=offers)


def test_each_site_lists_its_own_courses(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content)
    assert "Цвет с нуля" in get(client, "/courses/")
    assert "Цвет с нуля" not in get(client, "/courses/", "lerna.kz")
    assert "Цвет с нуля" not in get(client, "/courses/", "e-distant.kz")
    get(client, "/courses/color-ru/", "lerna.kz", 404)


def test_a_card_says_price_start_and_language(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content, runs=(run_in(None, old_price=112000),), weeks=4)
    page = get(client, "/kk/courses/")
    assert "89 000 ₸" in page
    assert "112 000 ₸" in page
    assert "орыс тілінде" in page
    assert "өз қарқыныңызбен" in page
    assert 'href="/kk/courses/color-ru/"' in page


@pytest.mark.parametrize(
    ("question", "found"),
    [("language=kk", 0), ("language=ru", 1), ("most=50000", 0), ("most=100000", 1), ("starts=now", 1), ("free=on", 0)],
)
def test_a_filter_shows_what_it_says(
    client: Client,
    company: Company,
    content: CourseContent,
    question: str,
    found: int,
) -> None:
    bring(company, content, runs=(run_in(None),))
    page = get(client, f"/courses/?{question}")
    assert page.count('class="card course-card"') == found
    assert 'content="noindex, follow"' in page


def test_an_unknown_value_asks_for_nothing(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content)
    page = get(client, "/courses/?direction=alchemy&level=wizard&most=-1&page=900&order=random()")
    assert page.count('class="card course-card"') == 1


def test_an_empty_result_says_which_filter_to_drop(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content, runs=(run_in(None),))
    page = get(client, "/courses/?language=kk&level=beginner")
    assert "Под всё сразу ничего не подошло" in page
    assert '<a href="?level=beginner">без «на казахском»: 1 курс</a>' in page
    assert "без «с нуля»" not in page


def test_words_find_a_course_and_an_empty_result_says_what_to_drop(
    client: Client, company: Company, content: CourseContent
) -> None:
    bring(company, content)
    assert get(client, "/courses/?q=wdtnf").count('class="card course-card"') == 1  # «цвета» in the Latin layout
    page = get(client, "/courses/?q=цвет&language=kk")
    assert page.count('class="card course-card"') == 0
    assert "без «на казахском»: 1 курс" in page
    assert 'value="цвет"' in page


def test_a_long_list_has_pages_that_keep_the_filters(client: Client, company: Company, content: CourseContent) -> None:
    for number in range(13):
        bring(company, content, key=f"color-{number}")
    page = get(client, "/courses/?language=ru")
    assert page.count('class="card course-card"') == 12
    assert 'href="?language=ru&page=2"' in page
    assert get(client, "/courses/?language=ru&page=2").count('class="card course-card"') == 1


def test_the_page_says_all_that_decides(client: Client, company: Company, content: CourseContent) -> None:
    bring(
        company,
        content,
        summary="Палитра за четыре недели.",
        about="## Как устроен\n\nТри **работы**. <script>alert(1)</script>",
        results=("Соберёте палитру",),
        audience=("Начинающим",),
        requirements=("Ноутбук",),
        questions=(Answered(question="Дорого?", answer="*Нет.*"),),
        runs=(run_in(20, installment_months=6, bank_credit=True, includes=("Проверка работ",)),),
    )
    page = get(client, "/courses/color-ru/")
    for said in ("Палитра за четыре недели.", "Соберёте палитру", "Начинающим", "Ноутбук", "Дорого?", "<em>Нет.</em>"):
        assert said in page
    assert "<h3>Как устроен</h3>" in page
    assert b"<script>alert" not in client.get("/courses/color-ru/", headers={"host": SKILLBOX}).content
    assert "2 × 14 834 ₸ + 4 × 14 833 ₸ = 89 000 ₸" in page
    assert 'href="/apply/?course=color-ru"' in page


@pytest.mark.parametrize(
    ("days", "button"),
    [(None, "Начать в своём темпе"), (5, "Записаться в группу"), (-5, "Присоединиться к группе")],
)
def test_the_button_follows_from_the_run(
    client: Client,
    company: Company,
    content: CourseContent,
    days: int | None,
    button: str,
) -> None:
    bring(company, content, runs=(run_in(days),))
    assert button in get(client, "/courses/color-ru/")


def test_without_a_run_one_may_ask_to_be_told(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content, runs=())
    page = get(client, "/courses/color-ru/")
    assert "Сейчас набора нет" in page
    assert "Сообщите о новых датах" in page


@pytest.mark.parametrize("lessons", [1, 100])
def test_a_course_page_costs_the_same_for_one_lesson_and_a_hundred(
    client: Client,
    company: Company,
    content: CourseContent,
    lessons: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    section = SectionContent(key="all", title="Всё", lessons=tuple(write(f"l{at}") for at in range(lessons)))
    bring(company, content, sections=(section,))
    with django_assert_num_queries(PAGE_QUERIES):
        page = get(client, "/courses/color-ru/")
    assert page.count('class="outline-minutes"') == lessons
    with django_assert_num_queries(AGAIN_QUERIES):
        assert get(client, "/courses/color-ru/").count('class="outline-minutes"') == lessons


def test_a_page_that_was_kept_says_what_is_true_now(client: Client, company: Company, content: CourseContent) -> None:
    course = bring(company, content, runs=(run_in(10),))
    first = client.get("/courses/color-ru/", headers={"host": SKILLBOX})
    again = client.get("/courses/color-ru/", headers={"host": SKILLBOX})
    nonces = [re.search(r' nonce="([^"]+)"', page.content.decode())[1] for page in (first, again)]  # type: ignore[index]
    assert nonces[0] != nonces[1]
    assert f"'nonce-{nonces[1]}'" in again["Content-Security-Policy"]
    assert "\ue000" not in again.content.decode()
    Run.objects.filter(course=course).update(starts_on=None)
    assert "в своём темпе" in get(client, "/courses/color-ru/")
    assert "өз қарқыныңызбен" in get(client, "/kk/courses/color-ru/")


def test_structured_data_tell_course_run_and_offer(client: Client, company: Company, content: CourseContent) -> None:
    bring(company, content, title="Цвет </script> & Co", hours=16, runs=(run_in(None),))
    response = client.get("/courses/color-ru/", headers={"host": SKILLBOX})
    found = re.search(r'<script type="application/ld\+json" nonce="([^"]+)">(.*?)</script>', response.content.decode())
    assert found
    assert f"'nonce-{found[1]}'" in response["Content-Security-Policy"]
    told = json.loads(found[2])
    assert (told["@type"], told["name"], told["inLanguage"]) == ("Course", "Цвет </script> & Co", "ru")
    assert told["url"] == "https://skillbox.kz/courses/color-ru/"
    assert told["hasCourseInstance"] == [
        {"@type": "CourseInstance", "courseMode": "Online", "inLanguage": "ru", "courseWorkload": "PT16H"}
    ]
    (offer,) = told["offers"]
    assert (offer["price"], offer["priceCurrency"], offer["availability"]) == (
        89000,
        "KZT",
        "https://schema.org/InStock",
    )


def test_addresses_name_the_translation_of_each_language(
    client: Client, company: Company, content: CourseContent
) -> None:
    bring(company, content, family="color")
    bring(company, content, family="color", key="color-kk", language="kk", title="Түс әліппесі")
    own = "https://skillbox.kz"
    page = get(client, "/courses/color-ru/")
    assert f'rel="canonical" href="{own}/courses/color-ru/"' in page
    for code, path in (("ru", "/courses/color-ru/"), ("kk", "/kk/courses/color-kk/"), ("en", "/en/courses/color-ru/")):
        assert f'hreflang="{code}" href="{own}{path}"' in page
    assert 'href="/courses/color-kk/" hreflang="kk"' in page
    framed = get(client, "/kk/courses/color-ru/")  # Russian words in a Kazakh frame are the Russian page
    assert f'rel="canonical" href="{own}/courses/color-ru/"' in framed


def test_a_free_lesson_is_read_by_anybody_and_the_others_by_nobody(
    client: Client,
    company: Company,
    content: CourseContent,
) -> None:
    blocks = (Text(key="1", markdown="Свет **падает**."), Quiz(key="check", title="Проверьте", questions=()))
    free = LessonContent(key="light", title="Свет", blocks=blocks, is_free=True, minutes=12)
    bring(company, content, sections=(SectionContent(key="a", title="А", lessons=(free, write("contrast"))),))
    page = get(client, "/courses/color-ru/light/")
    assert "Свет <strong>падает</strong>." in page
    assert "В курсе здесь тест" in page
    assert "Бесплатный урок: 1 из 2" in page
    get(client, "/courses/color-ru/contrast/", status=404)
    assert 'href="/courses/color-ru/light/"' in get(client, "/courses/color-ru/")


def test_a_program_shows_its_courses_in_order(client: Client, company: Company, content: CourseContent) -> None:
    facts = {"company": company, "language": "ru", "created_at": NOW, "changed_at": NOW}
    program = Program.objects.create(key="designer", title="Дизайнер", published_at=NOW, **facts)
    program.sites.set(company.sites.filter(key="skillbox"))
    for place, key in enumerate(("second", "first")):
        course = bring(company, content, key=key, title=key.title(), weeks=4)
        ProgramCourse.objects.create(program=program, course=course, place=1 - place)
    page = get(client, "/programs/designer/")
    assert page.index("First") < page.index("Second")
    assert "<strong>8</strong> недель" in page
    assert 'href="/programs/designer/"' in get(client, "/courses/")
    get(client, "/programs/designer/", "lerna.kz", 404)
    Program.objects.update(published_at=None)
    get(client, "/programs/designer/", status=404)


@pytest.mark.parametrize(("prefix", "words"), [("", "дизайнеры"), ("/kk", "дизайнерлер")])
def test_a_search_finds_programs_before_courses_and_alone(
    client: Client, company: Company, content: CourseContent, prefix: str, words: str
) -> None:
    facts = {"company": company, "language": "ru", "created_at": NOW, "changed_at": NOW, "published_at": NOW}
    program = Program.objects.create(key="designer", title="Дизайнер", **facts)
    program.sites.set(company.sites.filter(key="skillbox"))
    index_program(program=program)
    bring(company, content)
    address = f'href="{prefix}/programs/designer/"'
    page = get(client, f"{prefix}/courses/?q={words}")
    assert address in page
    assert "Под всё сразу ничего не подошло" not in page
    assert address not in get(client, f"{prefix}/courses/?q=цвет")
    assert address not in get(client, f"{prefix}/courses/?q={words}&free=on"), "a filter of courses"
    bring(company, content, key="design", title="Дизайнер с нуля")
    page = get(client, f"{prefix}/courses/?q={words}")
    assert page.index(address) < page.index(f'href="{prefix}/courses/design/"')
