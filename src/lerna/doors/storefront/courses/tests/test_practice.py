"""A quiz of a free lesson, tried by a visitor: checked at once, explained, and nothing kept anywhere."""

import html
import re

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.doors.storefront.courses.tests.test_pages import bring
from lerna.school.blocks.course import CourseContent, LessonContent, SectionContent
from lerna.school.blocks.kinds import Quiz
from lerna.school.blocks.questions import AcceptedNumber as Accepted
from lerna.school.blocks.questions import Choice, Gaps, Number, Order, Single

HOST, LESSON = "skillbox.kz", "/courses/color-ru/light/"
PRACTICE = f"{LESSON}practice/check/"
WARM = Single(
    key="warm",
    text="Какой цвет тёплый?",
    choices=(Choice(text="Синий", feedback="Это цвет льда."), Choice(text="Жёлтый", is_right=True, feedback="Да!")),
    explanation="Тёплые цвета – цвета огня.",
    hints=("Подумайте об огне.",),
)
SUM = Number(key="sum", text="Сколько цветов в радуге?", accepted=(Accepted(value="7"),))
ORDER = Order(key="order", text="По порядку", items=("Первая", "Вторая", "Третья"))
GAPS = Gaps(key="gaps", text="Красный и [[зелёный]]")
FREE = Quiz(key="check", title="Проверьте себя", questions=(WARM, SUM, ORDER, GAPS))
Sent = dict[str, str | list[str]]


def teach(company: Company, content: CourseContent, quiz: Quiz = FREE, *, is_free: bool = True) -> None:
    lesson = LessonContent(key="light", title="Свет", blocks=(quiz,), is_free=is_free)
    bring(company, content, sections=(SectionContent(key="a", title="А", lessons=(lesson,)),))


def ask(sent: Sent | None = None, client: Client | None = None, status: int = 200) -> str:
    return html.unescape(_ask(sent, client, status).content.decode())


def _ask(sent: Sent | None, client: Client | None = None, status: int = 200) -> HttpResponse:
    client = client or Client(enforce_csrf_checks=True)
    response = (
        client.post(PRACTICE, sent, headers={"host": HOST}) if sent else client.get(PRACTICE, headers={"host": HOST})
    )
    assert response.status_code == status
    return response  # type: ignore[return-value]  # a test client's own kind


def begin() -> tuple[str, Sent]:
    """The page, and what its form sends without an answer."""
    page = ask()
    (seed,) = re.findall(r'name="seed" value="([0-9a-f]{16})"', page)
    return page, {"seed": seed, "question": re.findall(r'name="question" value="(\w+)"', page)}


def choose(page: str, text: str) -> str:
    """The value of the choice with this text."""
    (value,) = re.findall(rf'name="warm"\s+value="(\d)"\s*>\s*<span>(?:<p>)?{text}', page)
    return str(value)


@pytest.mark.clause("4.3")
def test_it_is_answered_checked_and_explained_without_an_account(company: Company, content: CourseContent) -> None:
    teach(company, content)
    lesson = html.unescape(Client().get(LESSON, headers={"host": HOST}).content.decode())
    assert f'href="{PRACTICE}"' in lesson
    page, sent = begin()
    assert "Подумайте об огне." in page
    for secret in ("Тёплые цвета – цвета огня.", "Это цвет льда.", "зелёный", "is_right"):
        assert secret not in page, secret
    result = ask(sent | {"warm": choose(page, "Синий"), "sum": "7", "gaps.0": "Зеленый"})
    for said in ("Это цвет льда.", "Тёплые цвета – цвета огня.", "Жёлтый", "без ответа", "Ответы не сохраняются"):
        assert said in result, said
    assert "Да!" not in result, "said to whoever chose it"
    assert "2 из 4" in result
    assert "50%" in result


def test_nothing_of_the_visitor_is_kept(company: Company, content: CourseContent) -> None:
    teach(company, content)
    page, sent = begin()
    client = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as queries:
        shown = _ask(None, client)
        answered = _ask(sent | {"warm": choose(page, "Жёлтый")}, client)
    assert (dict(shown.cookies), dict(answered.cookies), dict(client.cookies)) == ({}, {}, {})
    assert "no-store" in answered["Cache-Control"]
    assert [one["sql"] for one in queries if not one["sql"].lstrip().lower().startswith("select")] == []


@pytest.mark.parametrize(
    ("changes", "is_free"),
    [
        ({"part": "tests"}, True),
        ({"attempts": 2}, True),
        ({"minutes": 5}, True),
        ({"questions": ()}, True),
        ({}, False),
    ],
)
def test_what_counts_or_runs_out_stays_for_those_who_study(
    company: Company, content: CourseContent, changes: dict[str, object], *, is_free: bool
) -> None:
    facts = {"key": "check", "title": "Проверьте себя", "questions": FREE.questions, **changes}
    teach(company, content, Quiz(**facts), is_free=is_free)  # type: ignore[arg-type]
    ask(status=404)
    ask({"seed": "0" * 16, "question": "warm", "warm": "0"}, status=404)
    if is_free:
        page = html.unescape(Client().get(LESSON, headers={"host": HOST}).content.decode())
        assert "В курсе здесь тест" in page
        assert PRACTICE not in page


def test_what_cannot_be_read_stays_with_a_sentence_and_nothing_is_told(
    company: Company, content: CourseContent
) -> None:
    teach(company, content)
    page, sent = begin()
    again = ask(sent | {"sum": "семь", "warm": choose(page, "Жёлтый")}, status=422)
    assert 'value="семь"' in again
    assert "Напишите число цифрами" in again
    assert re.search(r'name="warm"\s+value="\d"\s+checked', again)
    assert "цвета огня" not in again.replace("Подумайте об огне", "")
    order = {"order.0": "1", "order.1": "1", "order.2": "2"}
    assert "Дайте каждой строке своё место" in ask(sent | order, status=422)


def test_a_few_are_drawn_and_the_same_ones_are_checked(company: Company, content: CourseContent) -> None:
    teach(company, content, Quiz(key="check", title="Проверьте себя", questions=FREE.questions, draw=2))
    _, sent = begin()
    assert len(sent["question"]) == 2
    assert ask(sent).count("без ответа") == 2
    assert ask(sent | {"seed": "../etc"}).count('name="question"') == 2, "a strange seed is a new beginning"
    assert set(re.findall(r'name="question" value="(\w+)"', ask())) <= {"warm", "sum", "order", "gaps"}


def test_a_page_costs_the_same_for_one_question_and_for_many(company: Company, content: CourseContent) -> None:
    costs = set()
    for questions in (FREE.questions[:1], FREE.questions):
        teach(company, content, Quiz(key="check", title="Проверьте себя", questions=questions))
        with CaptureQueriesContext(connection) as queries:
            ask()
        costs.add(len(queries))
    assert costs == {2}, "the site, and the lesson with what it says"
