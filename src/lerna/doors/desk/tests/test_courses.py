"""Authors make a course at the desk; whoever makes none has no such page, and another company's author none of ours."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lerna.companies.models import Company
from lerna.doors.desk.courses.examples import load_examples
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page, read_buttons
from lerna.kit import clock
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Course, Lesson, MediaFile, Run
from lerna.school.catalogue.renditions.operations import FILMS, prepare_due
from lerna.school.catalogue.renditions.tests.conftest import draw
from lerna.school.exchange.drafting import name_media

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
EXAMPLES = {one.kind: one.text.ru for one in load_examples()}
HUGE = draw(10_000, 6_001, "PNG").getvalue()
TEXT = """Привет, **цвет**!

::: quiz check
title = "Проверка"
---
## single first
Сколько?
- [x] Три
- [ ] Два
:::
"""

QUESTIONS = """::: quiz check
title = "Проверка"
---
## single first
Сколько?
- [x] Три
- [ ] *Два*
  > Мало.
! Вспомните **рисунок**.
? Их три.

## text capital
Столица?
= Астана

## number speed
Скорость?
= 300 ± 1

## truefalse black
Чёрный греется?
= true

## match words
Переведите.
= көк => синий
= қызыл => красный

## order rainbow
По порядку.
= красный
= жёлтый

## gaps sky
Небо [[синее]].

## formula line
Прямая?
= 2*x + 1
= x in -5..5
:::
"""


@pytest.fixture
def author() -> Client:
    return log_in("author")


def send(client: Client, path: str, data: dict[str, object] | None = None, host: str = HOST) -> tuple[int, str, str]:
    """Status, page, and where it leads."""
    response = client.post(path, data or {}, headers={"host": host})
    return response.status_code, response.content.decode(errors="replace"), response.headers.get("Location", "")


@pytest.fixture
def course(author: Client) -> Course:
    """Begun at the desk, with one section and one empty lesson."""
    send(author, "/desk/courses/", {"title": "Цвет", "key": "color-ru", "language": "ru"})
    send(author, "/desk/courses/color-ru/sections/", {"title": "Как мы видим", "key": "seeing"})
    send(author, "/desk/courses/color-ru/sections/seeing/lessons/", {"title": "Свет", "key": "light"})
    return Course.objects.get()


def write(client: Client, base: int, text: str = TEXT, **also: str) -> tuple[int, str, str]:
    data = {"base": str(base), "title": "Свет", "minutes": "5", "text": text, **also}
    return send(client, "/desk/courses/color-ru/lessons/light/", data)


@pytest.mark.parametrize("role", ["manager", "accountant", "marketer", "privacy-officer", "administrator"])
def test_for_roles_that_make_no_courses_there_is_no_such_page(role: str) -> None:
    assert open_page(log_in(role), "/desk/courses/")[0] == 404


@pytest.mark.usefixtures("course")
def test_another_company_s_author_has_none_of_ours() -> None:
    theirs = log_in("author", "kerbez-agy")
    assert open_page(theirs, "/desk/courses/color-ru/", "e-distant.kz")[0] == 404
    assert write(theirs, 0)[0] in {302, 404}
    assert Lesson.objects.get().revisions.count() == 0


@pytest.mark.parametrize("key", ["media", "import", "programs"])
def test_a_course_may_be_called_as_another_page_is(author: Client, key: str) -> None:
    send(author, "/desk/courses/", {"title": "Цвет с нуля", "key": key, "language": "ru"})
    assert "Цвет с нуля" in open_page(author, f"/desk/courses/{key}/")[1]


@pytest.mark.usefixtures("course")
def test_a_lesson_is_written_previewed_saved_and_published(author: Client) -> None:
    assert "Цвет" in open_page(author, "/desk/courses/")[1]
    status, shown, _ = send(author, "/desk/courses/color-ru/lessons/light/preview/", {"text": TEXT})
    assert status == 200
    assert "<strong>цвет</strong>" in shown
    assert write(author, 0)[0] == 302
    lesson = Lesson.objects.select_related("published").get()
    assert lesson.published is None
    assert "не опубликован" in open_page(author, "/desk/courses/color-ru/")[1]
    _, page = open_page(author, "/desk/courses/color-ru/publish/")
    assert "Привет, **цвет**!" in page
    assert send(author, "/desk/courses/color-ru/publish/", {"draft": ["light:1"]})[0] == 302
    lesson.refresh_from_db()
    assert lesson.published
    assert [block["kind"] for block in lesson.published.blocks] == ["text", "quiz"]


@pytest.mark.parametrize("kind", [*(kind for kind in EXAMPLES if kind not in {"image", "video"}), "link", "package"])
@pytest.mark.usefixtures("course")
def test_each_kind_of_block_is_previewed_and_opened_again(author: Client, kind: str) -> None:
    media = keep_file(company=Company.objects.get(slug="newskills"), content=BytesIO(b"PK"), name="one.zip", now=NOW)
    written = {
        "link": '::: link\nurl = "https://example.kz/"\ntitle = "Бет"\n:::',
        "package": f'::: package scorm\nfile = "{name_media(media)}"\ntitle = "Пакет"\n'
        'standard = "scorm-1.2"\nlaunch = "index.html"\n:::',
    }
    text = written.get(kind) or EXAMPLES[kind]
    _, shown, _ = send(author, "/desk/courses/color-ru/lessons/light/preview/", {"text": text})
    assert 'class="preview-block"' in shown
    assert ('data-package="https://packages.lerna.kz/' in shown) is (kind == "package")
    assert write(author, 0, text)[0] == 302
    status, page = open_page(author, "/desk/courses/color-ru/lessons/light/")
    assert status == 200
    assert f"::: {kind}" in page


@pytest.mark.usefixtures("course")
def test_an_author_sees_all_that_questions_say(author: Client) -> None:
    _, shown, _ = send(author, "/desk/courses/color-ru/lessons/light/preview/", {"text": QUESTIONS})
    for part in (
        "<em>Два</em>", "Мало.", "Вспомните <strong>рисунок</strong>.", "Их три.", "Астана", "300", "± 1", "верно",
        "көк → синий", "жёлтый", "[[синее]]", "2*x + 1",
    ):  # fmt: skip
        assert part in shown, part


@pytest.mark.usefixtures("course")
def test_what_is_wrong_is_said_with_its_line_and_nothing_typed_is_lost(author: Client) -> None:
    status, page, _ = write(author, 0, "Слово.\n\n::: quiz\n:::\n")
    assert status == 422
    assert "строка 3" in page
    assert "::: quiz" in page
    assert Lesson.objects.get().revisions.count() == 0


@pytest.mark.usefixtures("course")
def test_of_two_authors_the_second_sees_both_texts_and_loses_none(author: Client) -> None:
    assert write(author, 0, "Первый автор.")[0] == 302
    status, page, _ = write(log_in("curator"), 0, "Второй автор.")
    assert status == 409
    assert "Первый автор." in page
    assert "Второй автор." in page
    assert 'name="base" value="1"' in re.sub(r"\s+", " ", page)
    assert write(author, 1, "Вместе.", publish="yes")[0] == 302
    lesson = Lesson.objects.select_related("published").get()
    assert lesson.published
    assert lesson.published.blocks[0]["markdown"] == "Вместе."


def test_a_course_is_seen_by_visitors_once_it_is_opened(author: Client, course: Course) -> None:
    assert open_page(author, "/desk/courses/color-ru/page/")[0] == 200
    site = Company.objects.get(slug="newskills").sites.get(key="lerna")
    page = {"version": "1", "title": "Цвет с нуля", "level": "beginner", "results": "Видеть\nСмешивать",
            "questions": "Нужен ли компьютер? = Нет.", "sites": [str(site.pk)]}  # fmt: skip
    assert send(author, "/desk/courses/color-ru/page/", page)[0] == 302
    course.refresh_from_db()
    assert (course.title, course.results) == ("Цвет с нуля", ["Видеть", "Смешивать"])
    assert course.questions == [{"question": "Нужен ли компьютер?", "answer": "Нет."}]
    assert send(author, "/desk/courses/color-ru/page/", page)[0] == 409
    assert Client().get("/courses/color-ru/", headers={"host": HOST}).status_code == 404
    send(author, "/desk/courses/color-ru/show/", {"shown": "yes"})
    assert Client().get("/courses/color-ru/", headers={"host": HOST}).status_code == 200
    send(author, "/desk/courses/color-ru/show/", {"shown": "no"})
    course.refresh_from_db()
    assert course.retired_at


@pytest.mark.usefixtures("course")
def test_a_run_is_made_corrected_and_taken_once_more(author: Client) -> None:
    path = "/desk/courses/color-ru/runs/"
    forms = {"offers-TOTAL_FORMS": "3", "offers-INITIAL_FORMS": "0", "opens": "all", "starts_on": "2027-01-11"}
    offer = {"offers-0-key": "full", "offers-0-title": "С куратором", "offers-0-price": "89000"}
    wrong = {**forms, **offer, "key": "2027-01", "ends_on": "2027-01-01"}
    status, page, _ = send(author, "/desk/courses/color-ru/new-run/", wrong)
    assert status == 422
    assert "89000" in page
    assert not Run.objects.exists()
    assert send(author, "/desk/courses/color-ru/new-run/", {**forms, **offer, "key": "2027-01"})[0] == 302
    again = {"key": "2027-03", "starts_on": "2027-03-01"}
    assert send(author, f"{path}2027-01/again/", again)[2] == f"{path}2027-03/"
    run = Run.objects.get(key="2027-03")
    assert (run.starts_on, run.offers.get().price) == (date(2027, 3, 1), 89000)
    assert send(author, f"{path}2027-01/", {"retire": "yes"})[0] == 302
    assert [one.key for one in Run.objects.filter(retired_at=None)] == ["2027-03"]


@pytest.mark.usefixtures("course")
def test_lessons_move_by_buttons_and_by_dragging(author: Client) -> None:
    path = "/desk/courses/color-ru/"
    send(author, f"{path}sections/", {"title": "Палитра", "key": "palette"})
    send(author, f"{path}sections/seeing/lessons/", {"title": "Контраст", "key": "contrast"})
    buttons = read_buttons(open_page(author, path)[1])
    assert buttons["Опустить «Как мы видим»"] == ("to", "down")
    name, value = buttons["Поднять «Контраст»"]
    send(author, f"{path}lessons/contrast/move/", {name: value})
    assert list(Lesson.objects.order_by("section__place", "place").values_list("key", flat=True)) == [
        "contrast",
        "light",
    ]
    send(author, f"{path}lessons/light/move/", {"to": "down"})
    assert Lesson.objects.get(key="light").section.key == "palette"
    send(author, f"{path}order/", {"section": "palette", "lesson": ["contrast", "light"]})
    assert list(Lesson.objects.order_by("place").values_list("key", "section__key")) == [
        ("contrast", "palette"), ("light", "palette"),
    ]  # fmt: skip
    status, page, _ = send(author, f"{path}sections/palette/", {"retire": "yes"})
    assert status == 409
    assert "есть уроки" in page
    send(author, f"{path}sections/seeing/", {"retire": "yes"})
    assert [one.section.key for one in Lesson.objects.all()] == ["palette", "palette"]


def test_a_pasted_picture_is_kept_and_named_for_the_lesson(author: Client) -> None:
    picture = SimpleUploadedFile("cones.png", draw(60, 40, "PNG").getvalue())
    response = author.post("/desk/media/add/", {"file": picture}, headers={"host": HOST, "accept": "application/json"})
    media = MediaFile.objects.get()
    assert response.json() == {"names": [f"files/{media.digest[:12]}-cones.png"]}
    assert "cones.png" in open_page(author, "/desk/media/")[1]
    status, page, _ = send(author, "/desk/media/add/")
    assert status == 422
    assert "500 МБ" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cones.png", b"no picture", "не читается как картинка"),
        ("cones.jpg", draw(600, 400).getvalue()[:900], "не читается как картинка"),
        ("map.png", HUGE, "больше 60 миллионов точек"),
    ],
)
def test_a_picture_that_no_page_could_show_is_refused_with_a_sentence(
    author: Client, name: str, content: bytes, said: str
) -> None:
    status, page, _ = send(author, "/desk/media/add/", {"file": SimpleUploadedFile(name, content)})
    assert status == 422
    assert said in page
    assert not MediaFile.objects.exists()


def test_the_library_says_of_a_file_why_it_is_sent_as_it_came(author: Client) -> None:
    film = SimpleUploadedFile("light.mp4", b"no film")
    assert send(author, "/desk/media/add/", {"file": film})[0] == 302
    list(prepare_due(FILMS, clock.now))
    assert "не читается как видео" in open_page(author, "/desk/media/")[1]
