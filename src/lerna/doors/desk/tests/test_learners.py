"""A curator sees who studies in a run, enrolls whom the company knows, and ends an enrollment; others see nothing."""

import html
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.school.blocks.course import CourseContent, LessonContent, RunContent, SectionContent
from lerna.school.blocks.kinds import Text
from lerna.school.catalogue.models import Run
from lerna.school.catalogue.operations import bring_course
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import complete_lesson, enroll

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

RUN = "/desk/learners/color-kk/2026-12/"


def bring(company: Company, seats: int = 0) -> Run:
    lesson = LessonContent(key="light", title="Жарық", blocks=(Text(key="1", markdown="Сөз."),))
    content = CourseContent(
        key="color-kk", language="kk", title="Түс негіздері",
        sections=(SectionContent(key="seeing", title="Көру", lessons=(lesson,)),),
        runs=(RunContent(key="2026-12", starts_on=date(2026, 1, 7), seats=seats),),
    )  # fmt: skip
    bring_course(company=company, content=content, now=NOW)
    return Run.objects.select_related("course").get(course__company=company)


def know(company: Company, name: str, email: str, purpose: Purpose = Purpose.LEARNING) -> DataSubject:
    """Somebody whom the company may work with for this purpose."""
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[purpose])
    with processing(purpose, company=company, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=NOW, name=name, email=email)
    return subject


def send(client: Client, path: str, **data: str) -> tuple[int, str]:
    response = client.post(path, data, headers={"host": HOST})
    return response.status_code, html.unescape(response.content.decode())


def open_run(client: Client, path: str = RUN) -> str:
    response = client.get(path, headers={"host": HOST})
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def states(company: Company) -> list[str]:
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return [one.state for one in Enrollment.objects.order_by("enrolled_at")]


@pytest.fixture
def newskills() -> Company:
    return Company.objects.get(slug="newskills")


@pytest.mark.clause("8.3")
def test_a_curator_enrolls_somebody_and_sees_how_far_they_are(newskills: Company) -> None:
    run, aigerim, client = bring(newskills), know(newskills, "Айгерім", "aigerim@example.kz"), log_in("curator")
    assert "Түс негіздері" in open_run(client, "/desk/learners/")
    assert send(client, RUN, sought=" Aigerim@Example.kz ")[0] == 302
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        enrollment = Enrollment.objects.select_related("run__course", "subject__company").get(run=run)
    assert enrollment.origin == Origin.STAFF
    complete_lesson(enrollment=enrollment, lesson=run.course.lessons.select_related("published").get(), now=NOW)
    page = open_run(client)
    assert "Айгерім" in page
    assert "1 / 1" in page
    assert Entry.objects.filter(operation="look", subject=aigerim.pk).exists()


def test_an_enrollment_is_ended_and_comes_back(newskills: Company) -> None:
    bring(newskills)
    know(newskills, "Айгерім", "aigerim@example.kz")
    client = log_in("curator")
    send(client, RUN, sought="aigerim@example.kz")
    with processing(Purpose.LEARNING, company=newskills, reason="test"):
        number = str(Enrollment.objects.get().pk)
    assert send(client, f"{RUN}leave/", enrollment=number)[0] == 302
    assert states(newskills) == ["left"]
    send(client, RUN, sought="aigerim@example.kz")
    assert states(newskills) == ["active"]


@pytest.mark.parametrize("sought", ["nobody@example.kz", "dana@example.kz", "+77010000000", "not an address"])
def test_whom_the_purpose_doesnt_see_isnt_found(newskills: Company, sought: str) -> None:
    bring(newskills)
    know(newskills, "Дана", "dana@example.kz", Purpose.CONSULTING)
    status, page = send(log_in("curator"), RUN, sought=sought)
    assert status == 422
    assert sought in page
    assert states(newskills) == []


def test_a_full_run_says_so(newskills: Company) -> None:
    run = bring(newskills, seats=1)
    first = know(newskills, "Дана", "dana@example.kz")
    enroll(subject=first, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    know(newskills, "Айгерім", "aigerim@example.kz")
    status, page = send(log_in("curator"), RUN, sought="aigerim@example.kz")
    assert (status, "все места заняты" in page) == (422, True)
    assert states(newskills) == ["active"]


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", ["manager", "accountant", "privacy-officer"])
def test_other_roles_have_no_such_page(newskills: Company, role: str) -> None:
    bring(newskills)
    know(newskills, "Айгерім", "aigerim@example.kz")
    client = log_in(role)
    assert client.get(RUN, headers={"host": HOST}).status_code == 404
    assert send(client, RUN, sought="aigerim@example.kz")[0] == 404
    assert states(newskills) == []


@pytest.mark.parametrize("count", [1, 3])
def test_many_learners_cost_no_more_queries(newskills: Company, count: int) -> None:
    run = bring(newskills)
    for number in range(count):
        subject = know(newskills, "Айгерім", f"aigerim{number}@example.kz")
        enroll(subject=subject, run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=NOW)
    client = log_in("curator")
    with CaptureQueriesContext(connection) as queries:
        page = open_run(client)
    assert page.count("Айгерім") == 2 * count  # in the row, and in what its button says
    assert len(queries) == 19
