"""A learner's courses: the list, the outline, the lesson; nobody else's, and nothing before its time."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.accounts.models import User
from lerna.accounts.queries import with_people
from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Block, Code, Link, Quiz, Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, LessonProgress, Origin
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

COURSE = "/account/courses/color-kk/2026-12/"
TEXT = Text(key="1", markdown="# Жарық\n\n**Түс** <b>дегеніміз</b>")
CODE = Code(key="2", language="css", code="a { color: <red> }")
LINK = Link(key="3", url="https://example.org/light", title="Оқып шығыңыз")
QUIZ = Quiz(key="check", title="Тексеру", questions=())


def write(*lessons: tuple[str, tuple[Block, ...]]) -> tuple[LessonContent, ...]:
    return tuple(LessonContent(key=key, title=f"Сабақ {key}", blocks=blocks, minutes=5) for key, blocks in lessons)


def bring(company: Company, sections: tuple[SectionContent, ...], **run: object) -> Run:
    content = CourseContent(
        key="color-kk", language="kk", title="Түс негіздері", sections=sections,
        runs=(RunContent(key="2026-12", **run),),  # type: ignore[arg-type]
    )  # fmt: skip
    bring_course(company=company, content=content, now=clock.now())
    return Run.objects.select_related("course").get(course__company=company)


def subject_of(company: Company) -> DataSubject:
    """The only learner of the test."""
    with processing(Purpose.SECURITY, company=company, reason="test"):
        return with_people(User.objects.all())[0].subject


@pytest.fixture
def enrolled(visitor: Visitor, newskills: Company) -> Enrollment:
    """Aigerim is logged in and enrolled: three lessons, the last of which opens in a week and asks something."""
    visitor.join()
    sections = (
        SectionContent(key="seeing", title="Көру", lessons=write(("light", (TEXT, CODE, LINK)), ("contrast", (TEXT,)))),
        SectionContent(key="palette", title="Палитра", lessons=write(("warm", (TEXT, QUIZ)))),
    )
    run = bring(newskills, sections, opens="weekly")
    return enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())


def test_who_studies_nothing_yet_is_led_to_the_catalogue(visitor: Visitor) -> None:
    visitor.join()
    page = " ".join(visitor.open("/account/courses/").split())
    assert re.search(r'class="button [^>]*href="/courses/"[^>]*> *Все курсы', page)


@pytest.mark.usefixtures("enrolled")
def test_the_course_is_found_and_studied_to_where_it_is_open(visitor: Visitor) -> None:
    assert f'href="{COURSE}"' in visitor.open("/account/courses/")
    outline = visitor.open(COURSE)
    assert "Пройдено 0 из 3 уроков" in outline
    assert "Начать" in outline
    assert f'href="{COURSE}warm/"' not in outline
    assert "откроется" in outline.lower()
    visitor.open(f"{COURSE}light/")
    assert visitor.send(f"{COURSE}light/done/")[0::2] == (302, f"{COURSE}contrast/")
    assert visitor.send(f"{COURSE}contrast/done/")[0::2] == (302, COURSE)
    outline = visitor.open(COURSE)
    assert "Пройдено 2 из 3 уроков" in outline


@pytest.mark.usefixtures("enrolled")
def test_a_lesson_shows_its_text_and_never_an_authors_markup(visitor: Visitor) -> None:
    page = visitor.client.get(f"{COURSE}light/", headers={"host": visitor.host}).content.decode()
    assert page.count("<h1") == 1
    assert "<h2>Жарық</h2>" in page
    assert "&lt;b&gt;дегеніміз" in page
    assert "&lt;</span>" in page
    assert "<red>" not in page
    assert 'rel="noopener external nofollow"' in page


def test_what_is_shut_says_when_it_opens_and_isnt_done_by_force(visitor: Visitor, enrolled: Enrollment) -> None:
    page = visitor.open(f"{COURSE}warm/", 403)
    assert "Урок ещё не открыт" in page
    assert "Сөз" not in page
    assert visitor.send(f"{COURSE}warm/done/")[0] == 404
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert not LessonProgress.objects.exists()


def test_a_lesson_that_asks_isnt_completed_by_a_button(visitor: Visitor, newskills: Company) -> None:
    visitor.join()
    run = bring(newskills, (SectionContent(key="one", title="Бір", lessons=write(("warm", (QUIZ,)))),))
    enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
    page = visitor.open(f"{COURSE}warm/")
    assert "осталось 1 задание" in page
    assert "/done/" not in page
    assert visitor.send(f"{COURSE}warm/done/")[0] == 409
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        assert LessonProgress.objects.get().completed_at is None


@pytest.mark.usefixtures("enrolled")
def test_a_course_of_somebody_else_is_no_page(visitor: Visitor) -> None:
    other = Visitor()
    other.sign_up(email="dana@example.kz", phone="")
    for path in (COURSE, f"{COURSE}light/"):
        assert other.client.get(path, headers={"host": other.host}).status_code == 302  # to log in
        visitor.open(path.replace("2026-12", "2027-01"), 404)
    visitor.open(f"{COURSE}nothing/", 404)


@pytest.mark.parametrize("count", [1, 30])
def test_a_lesson_costs_the_same_in_a_long_course(visitor: Visitor, newskills: Company, count: int) -> None:
    visitor.join()
    lessons = write(*((f"lesson-{number}", (TEXT,)) for number in range(count)))
    run = bring(newskills, (SectionContent(key="one", title="Бір", lessons=lessons),))
    enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
    visitor.open(f"{COURSE}lesson-0/")
    with CaptureQueriesContext(connection) as queries:
        visitor.open(f"{COURSE}lesson-0/")
    assert len(queries) == 32
