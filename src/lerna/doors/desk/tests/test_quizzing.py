"""A quiz written by forms is the quiz that its text says, whichever way its author goes."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from lerna.companies.models import Company
from lerna.doors.desk.courses.quizzing.sheets import ANSWERS, HINTS, KINDS, Sheet, Written, write_question
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page, read_buttons
from lerna.school.blocks.questions import (
    Accepted,
    AcceptedNumber,
    Area,
    Choice,
    Formula,
    Gaps,
    Match,
    Multiple,
    Number,
    Order,
    Pair,
    Point,
    Question,
    Range,
    ShortText,
    Single,
    TrueFalse,
)
from lerna.school.blocks.stored import read_blocks
from lerna.school.catalogue.media import keep_file
from lerna.school.catalogue.models import Course, Lesson, LessonRevision
from lerna.school.exchange.drafting import name_media
from lerna.school.exchange.folder.lines import Faults
from lerna.school.exchange.folder.places import Files
from lerna.school.exchange.folder.read_questions import read_questions
from lerna.school.exchange.folder.write_questions import write_questions

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LESSON = "/desk/courses/color-ru/lessons/light/"
QUIZ = f"{LESSON}quizzes/check/"
PICTURE = "files/map.webp"
SAID: dict[str, Any] = {
    "key": "one", "text": "Сколько?\n- [ ] не вариант", "points": 3, "hints": ("Вспомните\nрисунок.", "= Три?"),
    "explanation": "Потому что\n\n> так",
}  # fmt: skip
QUESTIONS: tuple[Question, ...] = (
    Single(**SAID, choices=(Choice(text="Два\n> три", feedback="Нет.\nЕщё раз."), Choice(text="Три", is_right=True))),
    Multiple(**SAID, choices=(Choice(text="а", is_right=True), Choice(text="б", is_right=True, feedback="Да."))),
    TrueFalse(**SAID, is_true=False, feedback="Верно."),
    ShortText(**SAID, accepted=(Accepted(text="Астана", feedback="Да."), Accepted(text="Нур-Султан"))),
    Number(**SAID, accepted=(AcceptedNumber(value="9.81", tolerance="0.05", feedback="g"), AcceptedNumber(value="10"))),
    Match(**SAID, pairs=(Pair(left="көк => көк", right="синий"), Pair(left="ақ", right="белый"))),
    Order(**SAID, items=("раз", "два\nи ещё", "три")),
    Gaps(**{**SAID, "text": "Небо [[көк/көкшіл]]."}),
    Point(**SAID, file=PICTURE, alt="Карта", areas=(Area(left=40, top=25.5, width=20, height=15),)),
    Formula(**SAID, formula="2*x + 1", ranges=(Range(name="x", low=-5, high=5),)),
)


def type_in(written: Written) -> dict[str, str]:
    """What a browser sends of a form that shows this."""
    sent = {name: str(value).replace("\n", "\r\n") for name, value in written.own.items()}
    for prefix, rows in written.rows.items():
        sent |= {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(len(rows))}
        for number, row in enumerate(rows):
            sent |= {
                f"{prefix}-{number}-{name}": "on" if value is True else str(value).replace("\n", "\r\n")
                for name, value in row.items()
                if value is not False
            }
    return sent


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.KIND)
def test_form_text_question_and_form_again_say_the_same(question: Question, tmp_path: Path) -> None:
    shown = write_question(question)
    sheet = Sheet(question.KIND, files=[(PICTURE, "map.webp")], sent=type_in(shown))
    assert sheet.is_valid(), (sheet.form.errors, sheet.answers.errors)
    made = sheet.make_question("one")
    assert made == question
    (tmp_path / "files").mkdir()
    (tmp_path / PICTURE).touch()
    faults = Faults()
    text = write_questions((made,))
    (read,) = read_questions(Path("text.md"), text, 1, Files(tmp_path), faults)
    assert not faults.found
    assert read == question
    assert write_question(read) == shown


def test_every_kind_has_a_form() -> None:
    assert set(KINDS) == {question.KIND for question in QUESTIONS}


@pytest.fixture
def author() -> Client:
    return log_in("author")


@pytest.fixture
def lesson(author: Client) -> Lesson:
    """An empty lesson of a course that was begun at the desk."""
    send(author, "/desk/courses/", {"title": "Цвет", "key": "color-ru", "language": "ru"})
    send(author, "/desk/courses/color-ru/sections/", {"title": "Как мы видим", "key": "seeing"})
    send(author, "/desk/courses/color-ru/sections/seeing/lessons/", {"title": "Свет", "key": "light"})
    return Lesson.objects.get()


def send(client: Client, path: str, data: dict[str, str]) -> tuple[int, str, str]:
    response = client.post(path, data, headers={"host": HOST})
    return response.status_code, response.content.decode(errors="replace"), response.headers.get("Location", "")


def write(client: Client, base: int, question: Question, **also: str) -> tuple[int, str, str]:
    """A new question of the quiz, sent by its form."""
    data = type_in(write_question(question)) | {"base": str(base), "kind": question.KIND, "title": "Проверка", **also}
    return send(client, f"{QUIZ}new-question/", data)


def list_keys() -> list[tuple[str, str]]:
    """Key and kind of each question in the newest revision."""
    newest = LessonRevision.objects.order_by("-number")[0]
    return [(one["key"], one["kind"]) for one in newest.blocks[-1]["questions"]]


@pytest.mark.usefixtures("lesson")
def test_a_quiz_is_begun_filled_ordered_and_stands_in_the_lesson_s_text(author: Client) -> None:
    _, page = open_page(author, f"{LESSON}new-quiz/")
    assert "Новый тест" in page
    place = author.get(
        f"{LESSON}new-quiz/", {"title": "Проверка", "key": "check", "kind": "single"}, headers={"host": HOST}
    )
    assert place.headers["Location"].startswith(f"{QUIZ}new-question/?kind=single")
    assert open_page(author, place.headers["Location"])[0] == 200
    media = keep_file(company=Company.objects.get(slug="newskills"), content=BytesIO(b"p"), name="map.webp", now=NOW)
    for number, question in enumerate(QUESTIONS):
        picture = {"file": name_media(media)} if isinstance(question, Point) else {}
        assert write(author, number, question, **picture)[::2] == (302, QUIZ), question.KIND
        assert open_page(author, f"{QUIZ}questions/{number + 1}/")[0] == 200
    assert list_keys() == [(str(number), one.KIND) for number, one in enumerate(QUESTIONS, 1)]
    assert read_buttons(open_page(author, QUIZ)[1])["Поднять вопрос 2 выше"] == ("do", "up:2")
    send(author, QUIZ, {"base": "10", "do": "up:2"})
    send(author, QUIZ, {"base": "11", "do": "down:1"})
    send(author, QUIZ, {"base": "12", "do": "remove:3"})
    assert [key for key, _ in list_keys()] == ["2", "1", *"456789", "10"]
    assert write(author, 13, QUESTIONS[0])[0] == 302
    assert list_keys()[-1] == ("11", "single")
    _, page = open_page(author, LESSON)
    assert name_media(media) in page
    assert "## point 9\n" in page
    text = re.search(r'name="text"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    assert text
    assert send(author, LESSON, {"base": "14", "title": "Свет", "minutes": "", "text": text[1]})[0] == 302
    assert LessonRevision.objects.count() == 14  # the text says what the forms said, so nothing is new


@pytest.mark.usefixtures("lesson")
def test_a_row_is_added_moved_and_taken_out_and_nothing_typed_is_lost(author: Client) -> None:
    data = type_in(write_question(QUESTIONS[0])) | {"base": "0", "kind": "single", "title": "Проверка", "points": "x"}
    status, page, _ = send(author, f"{QUIZ}new-question/", {**data, "do": f"add:{ANSWERS}"})
    assert status == 200
    assert f'name="{ANSWERS}-2-text"' in page
    assert read_buttons(page)["Опустить ниже: Вариант 1"] == ("do", f"down:{ANSWERS}:0")
    assert "Ещё раз." in page
    assert 'value="x"' in page
    assert "checked" in page
    page = send(author, f"{QUIZ}new-question/", {**data, "do": f"down:{ANSWERS}:0"})[1]
    assert page.index("Три</textarea>") < page.index("Два")
    page = send(author, f"{QUIZ}new-question/", {**data, "do": f"remove:{HINTS}:0"})[1]
    assert f'name="{HINTS}-1-text"' not in page
    for wish in ("remove:answers:99", "up:answers:x", "burn:answers:0", "add:nothing"):
        assert send(author, f"{QUIZ}new-question/", {**data, "do": wish})[0] == 200
    assert not LessonRevision.objects.exists()


@pytest.mark.usefixtures("lesson")
def test_what_the_text_may_not_say_the_form_may_not_either(author: Client) -> None:
    two = Single(
        key="1", text="Сколько?", choices=(Choice(text="Три", is_right=True), Choice(text="Два", is_right=True))
    )
    status, page, _ = write(author, 0, two)
    assert status == 422
    assert "один верный вариант" in page
    assert write(author, 0, QUESTIONS[0], text="")[0] == 422
    assert write(author, 0, QUESTIONS[8], **{f"{ANSWERS}-0-top": ""})[0] == 422
    assert not LessonRevision.objects.exists()
    write(author, 0, QUESTIONS[0])
    settings = {"base": "1", "title": "Проверка", "attempts": "2", "minutes": "10", "draw": "7"}
    status, page, _ = send(author, QUIZ, settings)
    assert status == 422
    assert "«draw»" in page
    assert send(author, QUIZ, {"base": "1", "do": "remove:1"})[0] == 422
    assert send(author, QUIZ, {**settings, "draw": "1"})[0] == 302
    (quiz,) = read_blocks(LessonRevision.objects.get(number=2).blocks)
    assert (quiz.attempts, quiz.minutes, quiz.draw, quiz.pass_mark) == (2, 10, 1, 0)  # type: ignore[union-attr]


@pytest.mark.usefixtures("lesson")
def test_of_two_authors_the_second_loses_nothing_and_overwrites_nothing(author: Client) -> None:
    write(author, 0, QUESTIONS[2])
    path = f"{QUIZ}questions/1/"
    mine = type_in(write_question(QUESTIONS[2])) | {"base": "1", "text": "Мой вопрос"}
    assert send(author, path, {**mine, "text": "Первый"})[0] == 302
    status, page, _ = send(log_in("curator"), path, mine)
    assert status == 409
    assert "Мой вопрос" in page
    assert "## truefalse" in page
    assert "Первый" in page
    assert 'name="base" value="2"' in page
    assert send(author, QUIZ, {"base": "1", "do": "up:1"})[0] == 409
    assert LessonRevision.objects.count() == 2
    assert send(author, path, {**mine, "base": "2"})[0] == 302


@pytest.mark.usefixtures("lesson")
def test_only_authors_of_this_company_open_it_and_what_is_not_there_is_not_found(author: Client) -> None:
    write(author, 0, QUESTIONS[0])
    assert Course.objects.count() == 1
    theirs, manager = log_in("author", "kerbez-agy"), log_in("manager")
    for path in (QUIZ, f"{QUIZ}questions/1/", f"{LESSON}new-quiz/", f"{QUIZ}new-question/?kind=single"):
        assert open_page(author, path)[0] == 200
        assert open_page(theirs, path, "e-distant.kz")[0] == 404
        assert open_page(manager, path)[0] == 404
    for path in (f"{LESSON}quizzes/other/", f"{QUIZ}questions/7/", f"{QUIZ}new-question/?kind=riddle"):
        assert open_page(author, path)[0] == 404


@pytest.mark.usefixtures("lesson")
def test_a_quiz_costs_the_same_for_one_question_and_three(
    author: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(author, 0, QUESTIONS[0])
    with django_assert_num_queries(11):
        open_page(author, QUIZ)
    write(author, 1, QUESTIONS[1])
    write(author, 2, QUESTIONS[2])
    with django_assert_num_queries(11):
        open_page(author, QUIZ)
