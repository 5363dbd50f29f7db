"""News, marks and the calendar: one's own alone, and by a secret address as little as possible."""

# ruff: noqa: ARG001, F811 -- fixtures of the other pages of studies, asked for by their names

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.doors.cabinet.tests.test_works import enrolled, send  # noqa: F401 -- a fixture
from lerna.kit import clock
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.assignments.reminding import count_near, remind_learners
from lerna.school.learning.deadlines.due import list_dues
from lerna.school.learning.deadlines.operations import extend
from lerna.school.learning.models import Enrollment
from lerna.school.learning.operations import note_result

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def list_templates(enrollment: Enrollment) -> list[str]:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return [one.template for one in Letter.objects.filter(purpose=Purpose.LEARNING).order_by("created_at")]


def move(enrollment: Enrollment, days: int) -> None:
    """A curator gives so many days from today."""
    now = clock.now()
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        (due,) = list_dues([enrollment])
    extend(
        enrollment=enrollment, work=due.work, due_on=clock.local_day(now) + timedelta(days=days), reason="Ауырды",
        given_by=enrollment.pk, now=now,
    )  # fmt: skip


def read_feed(visitor: Visitor) -> str:
    return re.findall(r'value="https://lerna\.kz(/account/news/calendar/[^"]+\.ics)"', visitor.open("/account/news/"))[
        0
    ]


def test_a_moved_day_is_news_once_and_its_reason_stands_at_the_work(visitor: Visitor, enrolled: Enrollment) -> None:
    move(enrolled, 30)
    page = visitor.open("/account/news/")
    assert "Срок сдачи продлён" in page
    assert page.count("новое") == 1
    assert visitor.open("/account/news/").count("новое") == 0
    assert "Ауырды" in visitor.open("/account/courses/color-kk/2026-12/warm/works/poster/")
    assert list_templates(enrolled) == ["work-extended"]


def test_what_is_unticked_comes_on_the_site_alone(visitor: Visitor, enrolled: Enrollment) -> None:
    assert visitor.send("/account/news/letters/", {"kinds": "accepted"})[0] == 302
    page = visitor.open("/account/news/")
    assert re.findall(r'value="(\w+)"\s+checked', page) == ["accepted"]
    move(enrolled, 30)
    assert list_templates(enrolled) == []
    assert "Срок сдачи продлён" in visitor.open("/account/news/")


def test_a_calendar_is_followed_without_a_log_in_and_names_nobody(visitor: Visitor, enrolled: Enrollment) -> None:
    visitor.send("/account/news/calendar/")
    address = read_feed(visitor)
    answer = Visitor().client.get(address, headers={"host": visitor.host})
    content = re.sub(r"\r\n[ \t]", "", answer.content.decode())
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert content.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Плакат – Түс негіздері" in content
    for secret in ("Айгерім", "Сәрсенова", "aigerim@example.kz"):
        assert secret not in content
    Visitor("e-distant.kz").open(address, 404)
    send(visitor, "hand_in", text="Плакат")
    assert "BEGIN:VEVENT" not in Visitor().open(address)


def test_a_new_address_closes_the_old_one_and_a_closed_one_opens_nothing(
    visitor: Visitor, enrolled: Enrollment
) -> None:
    visitor.send("/account/news/calendar/")
    first = read_feed(visitor)
    visitor.send("/account/news/calendar/")
    second = read_feed(visitor)
    Visitor().open(first, 404)
    Visitor().open(second)
    visitor.send("/account/news/calendar/", {"act": "drop"})
    Visitor().open(second, 404)


def test_a_learner_is_reminded_once_before_the_last_day(visitor: Visitor, enrolled: Enrollment) -> None:
    company, now = enrolled.subject.company, clock.now()
    assert count_near(company=company, now=now + timedelta(days=3)) == 0
    assert count_near(company=company, now=now + timedelta(days=4)) == 1
    assert remind_learners(company=company, now=now + timedelta(days=4)) == 1
    assert remind_learners(company=company, now=now + timedelta(days=5)) == 0
    assert list_templates(enrolled) == ["work-due"]
    assert "Скоро последний день сдачи" in visitor.open("/account/news/")
    assert remind_learners(company=company, now=now + timedelta(days=7)) == 0


def test_whoever_has_handed_in_is_not_reminded(visitor: Visitor, enrolled: Enrollment) -> None:
    send(visitor, "hand_in", text="Плакат")
    assert remind_learners(company=enrolled.subject.company, now=clock.now() + timedelta(days=5)) == 0


def test_my_marks_say_what_is_missing_and_what_is_still_possible(visitor: Visitor, enrolled: Enrollment) -> None:
    assert "На этом курсе нет оценок" in visitor.open("/account/marks/color-kk/2026-12/")
    course = enrolled.run.course
    course.grading = {"pass_mark": 60, "parts": [{"key": "works", "title": "Жұмыстар", "weight": 100}]}
    course.save()
    stored = course.lessons.get(key="warm").published
    assert stored
    stored.blocks = [{**block, "part": "works"} for block in stored.blocks]
    stored.save()
    page = visitor.open("/account/marks/color-kk/2026-12/")
    assert "не меньше 60 из 100" in page
    assert "пока нет" in page
    with processing(Purpose.LEARNING, company=course.company, reason="test"):
        lesson = course.lessons.get(key="warm")
    note_result(
        enrollment=enrolled, lesson=lesson, block="poster", part="works", earned=Decimal("71.5"),
        possible=Decimal(100), now=clock.now(),
    )  # fmt: skip
    page = visitor.open("/account/marks/color-kk/2026-12/")
    assert "Проходной балл набран." in page
    assert "71,5" in page
    visitor.open("/account/marks/color-kk/2027-01/", 404)
