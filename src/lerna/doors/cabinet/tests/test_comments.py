"""Talking under a lesson and reviewing a course, as learners do it without a script."""

import re

import pytest

from lerna.accounts.models import User
from lerna.accounts.queries import with_people
from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.operations import create_subject, permit
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Discussion, Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.feedback.models import Comment, CourseReview, Standing, Subscription
from lerna.school.feedback.operations.comments import Remark, post_comment
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LESSON, TALK = "/account/courses/color/2026/light/", "/account/talk/color/2026/light/"
REVIEW = "/account/reviews/color/2026/"
WORDS = "Неге қызыл <b>алға</b> шығады? https://example.kz"


@pytest.fixture
def enrolled(visitor: Visitor) -> Enrollment:
    """Aigerim is logged in and enrolled in a course of one lesson with a discussion in it."""
    visitor.join()
    company = Company.objects.get(slug="newskills")
    blocks = (Text(key="1", markdown="Жарық."), Discussion(key="share", title="Бөлісіңіз", prompt="Қай түс **жақын**?"))
    sections = (
        SectionContent(key="all", title="Бәрі", lessons=(LessonContent(key="light", title="Жарық", blocks=blocks),)),
    )
    content = CourseContent(key="color", language="kk", title="Түс", sections=sections, runs=(RunContent(key="2026"),))
    bring_course(company=company, content=content, now=clock.now())
    with processing(Purpose.SECURITY, company=company, reason="test"):
        aigerim = with_people(User.objects.all())[0].subject
    run = Run.objects.select_related("course__company").get()
    return enroll(subject=aigerim, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())


def say_as_dana(enrollment: Enrollment) -> Comment:
    company, now = enrollment.subject.company, clock.now()
    dana = create_subject(company=company, site=company.sites.order_by("place")[0], now=now)
    permit(subject=dana, purposes=[Purpose.LEARNING])
    own = enroll(subject=dana, run=enrollment.run, origin=Origin.STAFF, actor=Actor.STAFF, now=now)
    lesson = enrollment.run.course.lessons.get()
    return post_comment(enrollment=own, lesson=lesson, remark=Remark(text="Толқыны ұзын."), language="ru", now=now)


def stored(enrollment: Enrollment) -> list[Comment]:
    with processing(Purpose.LEARNING, company=enrollment.subject.company, reason="test"):
        return list(Comment.objects.filter(subject=enrollment.subject).order_by("posted_at"))


@pytest.mark.clause("8.1")
def test_the_form_says_who_will_see_the_comment_and_the_words_stand_as_plain_text(
    visitor: Visitor, enrolled: Enrollment
) -> None:
    page = visitor.open(LESSON)
    assert "Комментарий увидят слушатели этого курса" in page
    assert "настоящее имя не показывается" in page
    status, _, address = visitor.send(TALK, {"text": WORDS, "name": "Күнбағыс", "follows": "on"})
    (comment,) = stored(enrolled)
    assert (status, address) == (302, f"{LESSON}#c-{comment.pk}")
    raw = visitor.client.get(LESSON, headers={"host": visitor.host}).content.decode()
    assert "&lt;b&gt;алға&lt;/b&gt;" in raw
    assert 'href="https://example.kz"' not in raw
    assert "<strong>Күнбағыс</strong>" in raw
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert Subscription.objects.count() == 1
    assert visitor.send(f"{TALK}follow/", {"stop": "yes"})[0] == 302
    with processing(Purpose.LEARNING, company=enrolled.subject.company, reason="test"):
        assert not Subscription.objects.exists()


def test_a_discussion_in_the_lesson_has_a_talk_of_its_own(visitor: Visitor, enrolled: Enrollment) -> None:
    assert "<strong>жақын</strong>" in visitor.client.get(LESSON, headers={"host": visitor.host}).content.decode()
    assert visitor.send(TALK, {"text": "Маған көк.", "block": "share"})[0] == 302
    assert [one.block for one in stored(enrolled)] == ["share"]
    assert "Маған көк." in visitor.open(LESSON)


@pytest.mark.parametrize(
    ("typed", "said"),
    [({"text": ""}, "Напишите что-нибудь."), ({"text": WORDS, "name": "Куратор"}, "за сотрудника школы")],
)
def test_what_cant_be_posted_comes_back_with_every_word(
    visitor: Visitor, enrolled: Enrollment, typed: dict[str, str], said: str
) -> None:
    status, page, _ = visitor.send(TALK, typed)
    assert (status, said in page, typed["text"] in page) == (200, True, True)
    assert stored(enrolled) == []


def test_a_flood_is_stopped_and_the_words_stay(visitor: Visitor, enrolled: Enrollment) -> None:
    sent = [visitor.send(TALK, {"text": f"Сөз {number}"}) for number in range(11)]
    assert [one[0] for one in sent] == [302] * 10 + [429]
    assert "Сөз 10" in sent[-1][1]
    assert len(stored(enrolled)) == 10


def test_the_author_changes_and_deletes_their_own_and_reports_others(visitor: Visitor, enrolled: Enrollment) -> None:
    visitor.send(TALK, {"text": WORDS})
    own, other = stored(enrolled)[0].pk, say_as_dana(enrolled).pk
    visitor.open(f"{TALK}{other}/", 404)
    visitor.open(f"{TALK}{own}/report/", 404)
    assert visitor.send(f"{TALK}{other}/delete/")[0] == 404
    assert visitor.send(f"{TALK}{own}/", {"text": "Түсіндім."})[0] == 302
    page = visitor.open(LESSON)
    assert ("Түсіндім." in page, "изменено" in page) == (True, True)
    assert "Толқыны ұзын." in visitor.open(f"{TALK}{other}/report/")
    assert "Модератор посмотрит" in visitor.send(f"{TALK}{other}/report/", {"reason": "spam"})[1]
    assert visitor.send(f"{TALK}{own}/delete/")[0] == 302
    assert stored(enrolled) == []


def test_whoever_isnt_enrolled_has_no_such_page(visitor: Visitor) -> None:
    visitor.join()
    assert visitor.send(TALK, {"text": WORDS})[0] == 404
    visitor.open(REVIEW, 404)


@pytest.mark.clause("5.4-в")
def test_a_review_needs_studies_a_mark_and_the_consent_to_publish(visitor: Visitor, enrolled: Enrollment) -> None:
    assert "хотя бы 20 %" in visitor.open(REVIEW)
    visitor.send(f"{LESSON}done/")
    assert "Отзыв увидят все" in visitor.open(REVIEW)
    typed = {"stars": "5", "text": "Өте жақсы курс.", "name": "Күнбағыс"}
    status, page, _ = visitor.send(REVIEW, typed)
    assert (status, "Өте жақсы курс." in page, "Без этого согласия" in page) == (200, True, True)
    company = enrolled.subject.company
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert not CourseReview.objects.exists()
    assert visitor.send(REVIEW, typed | {"agreed": "on"})[0] == 302
    page = visitor.open(REVIEW)
    assert "оценка уже учтена" in page
    assert not re.search(r'name="agreed"[^>]*checked', page), "each publication is agreed to anew"
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert CourseReview.objects.get().state == Standing.WAITING
    assert visitor.send(f"{REVIEW}delete/")[0] == 302
    with processing(Purpose.LEARNING, company=company, reason="test"):
        assert not CourseReview.objects.exists()
