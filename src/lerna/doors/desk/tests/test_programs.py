"""Authors put courses together into a program by buttons that lose nothing typed, and show it to visitors."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page, read_buttons
from lerna.school.catalogue.authoring.pages import create_course, open_course
from lerna.school.catalogue.authoring.programs import make_program
from lerna.school.catalogue.models import Course, Program, ProgramCourse

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/desk/programs/designer/"
TITLES = {"color": "Цвет с нуля", "type": "Шрифты", "grid": "Сетки"}


@pytest.fixture
def author() -> Client:
    return log_in("author")


@pytest.fixture
def program() -> Program:
    """Begun a moment ago, beside three courses that visitors of lerna.kz see."""
    company = Company.objects.get(slug="newskills")
    for key, title in TITLES.items():
        course = create_course(company=company, key=key, language="ru", title=title, now=NOW)
        course.sites.set(company.sites.filter(key="lerna"))
        open_course(course=course, now=NOW)
    return make_program(company=company, key="designer", language="ru", title="Дизайнер", now=NOW)


def send(client: Client, *courses: str, path: str = PATH, host: str = HOST, **said: str) -> tuple[int, str, str]:
    """Status, page with single spaces, and where it leads."""
    site = Company.objects.get(slug="newskills").sites.get(key="lerna")
    data = {"version": "1", "title": "Дизайнер интерфейсов", "about": "**Всё** сразу.", "language": "ru",
            "sites": str(site.pk), "is_shown": "on", "course": courses, **said}  # fmt: skip
    response = client.post(path, data, headers={"host": host})
    page = re.sub(r"\s+", " ", response.content.decode())
    return response.status_code, page, response.headers.get("Location", "")


def read_order(page: str) -> list[str]:
    return re.findall(r'name="course" value="([a-z]+)"', page)


@pytest.mark.parametrize("role", ["manager", "accountant", "marketer", "privacy-officer", "administrator"])
@pytest.mark.usefixtures("program")
def test_for_roles_that_make_no_courses_there_is_no_such_page(role: str) -> None:
    client = log_in(role)
    for path in ("/desk/programs/", "/desk/new-program/", PATH):
        assert open_page(client, path)[0] == 404
    assert send(client, "color")[0] == 404
    assert not ProgramCourse.objects.exists()


@pytest.mark.usefixtures("program")
def test_another_company_s_author_has_none_of_ours() -> None:
    theirs = log_in("author", "kerbez-agy")
    assert "Дизайнер" not in open_page(theirs, "/desk/programs/", "e-distant.kz")[1]
    assert open_page(theirs, PATH, "e-distant.kz")[0] == 404
    assert send(theirs, "color", host="e-distant.kz")[0] == 404
    assert not ProgramCourse.objects.exists()


def test_a_program_is_begun_from_the_list_of_courses(author: Client) -> None:
    assert 'href="/desk/programs/"' in open_page(author, "/desk/courses/")[1]
    new = "/desk/new-program/"
    assert send(author, path=new, key="new")[2] == "/desk/programs/new/"
    assert "Дизайнер" in open_page(author, "/desk/programs/new/")[1]
    assert send(author, path=new, key="designer")[2] == PATH
    assert send(author, path=new, key="designer", title="Второй")[0] == 422
    assert [one.title for one in Program.objects.all()] == ["Дизайнер интерфейсов"] * 2
    assert PATH in open_page(author, "/desk/programs/")[1]


@pytest.mark.usefixtures("program")
def test_visitors_see_a_saved_program_until_it_is_taken_out(author: Client) -> None:
    assert send(author, "type", "color")[2] == PATH
    assert 'href="/programs/designer/"' in open_page(author, PATH)[1]
    status, public = open_page(Client(), "/programs/designer/")
    assert status == 200
    assert "<strong>Всё</strong> сразу." in public
    assert public.index("Шрифты") < public.index("Цвет с нуля")
    assert send(author, "type", "color", version="2", is_shown="")[0] == 302
    assert open_page(Client(), "/programs/designer/")[0] == 404
    assert 'href="/programs/designer/"' not in open_page(author, PATH)[1]


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up:type", ["type", "color", "grid"]),
        ("down:type", ["color", "grid", "type"]),
        ("up:color", ["color", "type", "grid"]),
        ("down:grid", ["color", "type", "grid"]),
        ("remove:type", ["color", "grid"]),
        ("up:nothing", ["color", "type", "grid"]),
        ("sideways", ["color", "type", "grid"]),
    ],
)
@pytest.mark.usefixtures("program")
def test_buttons_change_the_order_on_the_page_and_lose_nothing_typed(
    author: Client, button: str, order: list[str]
) -> None:
    status, page, _ = send(author, "color", "type", "grid", do=button, summary="Коротко")
    assert status == 200
    assert read_order(page) == order
    assert read_buttons(page)["Опустить «Сетки»"] == ("do", "down:grid")
    assert f'action="{PATH}"' in page
    for typed in ('value="Дизайнер интерфейсов"', "Коротко", "**Всё** сразу.", "Пока не сохранено"):
        assert typed in page
    assert len(re.findall(r"<input type=\"checkbox\"[^>]* checked", page)) == len(("lerna", "shown"))
    assert not ProgramCourse.objects.exists()


@pytest.mark.usefixtures("program")
def test_a_chosen_course_is_added_by_its_button_or_by_saving(author: Client) -> None:
    _, page, _ = send(author, "color", do="add", more="grid")
    assert read_order(page) == ["color", "grid"]
    assert '<option value="grid"' not in page
    assert send(author, "color", "grid", more="type")[0] == 302
    assert list(Program.objects.get().courses.order_by("programcourse__place").values_list("key", flat=True)) == [
        "color", "grid", "type",
    ]  # fmt: skip


@pytest.mark.usefixtures("program")
def test_of_two_authors_the_second_sees_what_changed_and_loses_nothing(author: Client) -> None:
    assert send(author, "color", "type")[0] == 302
    status, page, _ = send(log_in("curator"), "grid", title="Мой дизайнер", about="Моё")
    assert status == 409
    assert read_order(page) == ["grid"]
    for said in ("1. Цвет с нуля<br>2. Шрифты", "<dd> Дизайнер интерфейсов </dd>", 'value="Мой дизайнер"', "Моё"):
        assert said in page
    assert "<dt>На каких сайтах</dt>" not in page
    assert 'name="version" value="2"' in page
    assert Program.objects.get().title == "Дизайнер интерфейсов"
    assert send(author, "grid", version="2", title="Мой дизайнер")[0] == 302


@pytest.mark.usefixtures("program")
def test_a_program_without_courses_or_sites_is_not_shown(author: Client) -> None:
    status, page, _ = send(author)
    assert status == 422
    assert "добавьте хотя бы один курс" in page
    status, page, _ = send(author, "color", sites="")
    assert status == 422
    assert "Отметьте хотя бы один сайт" in page
    assert read_order(page) == ["color"]
    assert Program.objects.get().version == 1


def test_another_company_s_course_is_not_offered_and_not_taken(author: Client, program: Program) -> None:
    kerbez = Company.objects.get(slug="kerbez-agy")
    Course.objects.create(company=kerbez, key="theirs", language="ru", title="Чужой", created_at=NOW, changed_at=NOW)
    assert "Чужой" not in open_page(author, PATH)[1]
    assert send(author, "color", more="theirs")[0] == 422
    assert send(author, "color", "theirs")[0] == 302
    assert [course.key for course in program.courses.all()] == ["color"]


@pytest.mark.usefixtures("program")
def test_a_page_costs_the_same_for_one_course_and_three(
    author: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for version, courses in enumerate((["color"], ["color", "type", "grid"]), 1):
        assert send(author, *courses, version=str(version))[0] == 302
        with django_assert_num_queries(13):
            open_page(author, PATH)
        with django_assert_num_queries(10):
            open_page(author, "/desk/programs/")
