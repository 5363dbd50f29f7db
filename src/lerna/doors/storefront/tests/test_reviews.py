"""Reviews on a course's public page: the mark for machines, the school's answer, and a report by whoever reads."""

# ruff: noqa: F811 -- fixtures of the room, asked for by their names

import html
import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from lerna.accounts.models import Throttle
from lerna.companies.models import Company, Site
from lerna.doors.cabinet.tests.conftest import Visitor, newskills, visitor  # noqa: F401 -- fixtures
from lerna.doors.cabinet.tests.test_study import subject_of
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.conftest import NOW, Bring, Study, bring, join, study  # noqa: F401 -- fixtures
from lerna.school.feedback.models import About, CourseReview, ReaderReport, Report, Standing
from lerna.school.feedback.operations.moderation import answer_post, hide_post, report_as_reader
from lerna.school.feedback.queries import list_to_decide
from lerna.school.feedback.rules import load_rules
from lerna.school.feedback.tests.test_reviews import VERA, WORDS, show, write
from lerna.school.learning.models import Origin
from lerna.school.learning.operations import complete_lesson, enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOST = "lerna.kz"
Answer = tuple[int, str]


def ask(client: Client, review: CourseReview, host: str = HOST, **typed: str) -> Answer:
    """The page of a report, or what it says to one."""
    path = f"/reviews/{review.pk}/report/"
    headers = {"host": host}
    response = client.post(path, typed, headers=headers) if typed else client.get(path, headers=headers)
    return response.status_code, html.unescape(response.content.decode())


def read_page(review: CourseReview) -> str:
    response = Client().get(f"/courses/{review.course.key}/", headers={"host": HOST})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def list_work(review: CourseReview) -> list[tuple[Standing, list[str]]]:
    with processing(Purpose.LEARNING, company=review.company, reason="test"):
        return [(one.post.state, list(one.reports)) for one in list_to_decide()]


@pytest.fixture
def sites(visitor: Visitor) -> dict[str, Site]:  # noqa: ARG001 -- loads the companies
    return {site.key: site for site in Site.objects.select_related("company")}


@pytest.fixture
def review(study: Study) -> CourseReview:
    """What Dana thinks of a course; everybody sees it."""
    written = write(study("Дана", "dana@example.kz", done=5))
    written.course.sites.set(written.company.sites.all())
    show(written)
    return written


def test_a_reader_without_an_account_reports_and_nothing_of_them_is_kept(review: CourseReview) -> None:
    client = Client()
    assert f'href="/reviews/{review.pk}/report/"' in read_page(review)
    status, page = ask(client, review)
    assert (status, WORDS in page) == (200, True)
    status, page = ask(client, review, reason="spam")
    assert (status, "Модератор посмотрит отзыв" in page) == (200, True)
    for _again in range(4):
        ask(Client(), review, reason="spam")
    assert list_work(review) == [(Standing.SHOWN, ["spam"])], "however many say so, a moderator alone hides it"
    assert {one.name for one in ReaderReport._meta.get_fields()} == {
        "id", "company", "about", "target", "reason", "reported_at", "settled_at",
    }  # fmt: skip
    assert WORDS in read_page(review)
    show(review)
    assert list_work(review) == []


def test_a_report_needs_a_reason_and_a_review_that_everybody_sees(review: CourseReview) -> None:
    client = Client()
    assert "Выберите, что не так" in ask(client, review, reason="")[1]
    assert "Выберите корректный вариант" in ask(client, review, reason="invented")[1]
    assert ask(client, review, "e-distant.kz", reason="spam")[0] == 404
    hide_post(company=review.company, about=About.REVIEW, target=review.pk, reason="spam", actor_id=VERA, now=NOW)
    assert ask(client, review)[0] == 404
    assert ask(client, review, reason="spam")[0] == 404
    assert client.get(f"/reviews/{uuid4()}/report/", headers={"host": HOST}).status_code == 404
    assert not ReaderReport.objects.exists()


def test_whoever_floods_is_asked_to_wait(review: CourseReview) -> None:
    for _again in range(10):
        assert ask(Client(), review, reason="spam")[0] == 200
    status, page = ask(Client(), review, reason="rude")
    assert (status, "Попробуйте через час" in page) == (429, True)
    assert list_work(review) == [(Standing.SHOWN, ["spam"])]


def test_whoever_studies_here_reports_by_their_account_once(review: CourseReview, visitor: Visitor) -> None:
    visitor.join()
    for _again in range(2):
        assert ask(visitor.client, review, reason="rude")[0] == 200
    with processing(Purpose.LEARNING, company=review.company, reason="test"):
        assert Report.objects.get().reason == "rude"
    assert not ReaderReport.objects.exists()
    assert list_work(review) == [(Standing.SHOWN, ["rude"])]


def test_an_author_is_told_that_it_is_their_own(visitor: Visitor, newskills: Company, bring: Bring) -> None:
    visitor.join()
    run = bring(newskills)
    enrollment = enroll(subject=subject_of(newskills), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())
    for lesson in run.course.lessons.all():
        complete_lesson(enrollment=enrollment, lesson=lesson, now=clock.now())
    review = write(enrollment)
    review.course.sites.set(newskills.sites.all())
    show(review)
    assert "Это ваш собственный отзыв" in ask(visitor.client, review)[1]
    assert "Это ваш собственный отзыв" in ask(visitor.client, review, reason="spam")[1]
    assert list_work(review) == []


def test_machines_read_the_mark_once_there_are_enough(study: Study) -> None:
    written = [
        write(study(f"Слушатель {number}", f"learner-{number}@example.kz", done=5), stars)
        for number, stars in enumerate((5, 4, 3, 5, 5))
    ]
    first = written[0]
    first.course.sites.set(first.company.sites.all())
    show(first)

    def read_rating() -> dict[str, object] | None:
        found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', read_page(first))
        assert found
        rating: dict[str, object] | None = json.loads(found[1]).get("aggregateRating")
        return rating

    told = read_rating()
    assert told
    assert (told["@type"], told["ratingCount"], told["bestRating"]) == ("AggregateRating", 5, 5)
    assert f"<strong>{told['ratingValue']}</strong> ★".replace(".", ",") in read_page(first)
    with processing(Purpose.LEARNING, company=first.company, reason="test"):
        CourseReview.objects.exclude(pk=first.pk).delete()
    assert load_rules().reviews_needed > 1
    assert read_rating() is None


def test_the_schools_answer_stands_under_the_review(review: CourseReview) -> None:
    answer_post(
        company=review.company,
        about=About.REVIEW,
        target=review.pk,
        text="Спасибо, афиши ждут!",
        actor_id=VERA,
        now=NOW,
    )
    page = read_page(review)
    assert page.index(WORDS) < page.index("Ответ школы") < page.index("Спасибо, афиши ждут!")


def test_an_unknown_reason_is_no_report(review: CourseReview) -> None:
    with pytest.raises(KeyError):
        report_as_reader(company=review.company, about=About.REVIEW, target=review.pk, reason="invented", now=NOW)
    assert not ReaderReport.objects.exists()
    assert not Throttle.objects.exists()
