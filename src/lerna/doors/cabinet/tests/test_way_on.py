"""The public page of a course leads its learners on, and everybody else in; it is a stranger's to every cache."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company, Site
from lerna.doors.cabinet.tests.conftest import HOST, Visitor
from lerna.doors.cabinet.tests.test_study import COURSE, TEXT, bring, subject_of, write
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.school.blocks.course import SectionContent
from lerna.school.catalogue.models import Course, Run
from lerna.school.learning.models import Enrollment, Origin
from lerna.school.learning.operations import enroll, leave_run

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGE = "/courses/color-kk/"
AGAIN_QUERIES = 8  # a stranger's page that was kept


def open_run(company: Company, lessons: int) -> Run:
    """A course of so many lessons that stands on this site."""
    names = (f"lesson-{number}" for number in range(lessons))
    run = bring(company, (SectionContent(key="one", title="Бір", lessons=write(*((name, (TEXT,)) for name in names))),))
    Course.objects.get().sites.set(Site.objects.filter(host=HOST))
    return run


def study(company: Company, run: Run) -> Enrollment:
    return enroll(subject=subject_of(company), run=run, origin=Origin.STAFF, actor=Actor.STAFF, now=clock.now())


def go_on(visitor: Visitor) -> str:
    """Where the button leads in the end; empty: it stays at the outline."""
    response = visitor.client.get(f"{COURSE}?go=on", headers={"host": HOST})
    assert response.status_code in {200, 302}
    return response.get("Location", "")


def test_a_learner_goes_on_where_a_stranger_applies(visitor: Visitor, newskills: Company) -> None:
    visitor.join()
    run = open_run(newskills, 2)
    assert "/apply/?course=color-kk" in visitor.open(PAGE)
    enrollment = study(newskills, run)
    assert f'href="{COURSE}?go=on"' in visitor.open(PAGE)
    assert go_on(visitor) == f"{COURSE}lesson-0/"
    visitor.open(f"{COURSE}lesson-0/")
    visitor.send(f"{COURSE}lesson-0/done/")
    assert go_on(visitor) == f"{COURSE}lesson-1/"
    visitor.send(f"{COURSE}lesson-1/done/")
    assert go_on(visitor) == ""
    leave_run(enrollment=enrollment, actor=Actor.STAFF, now=clock.now())
    assert COURSE not in visitor.open(PAGE)


def test_another_persons_course_leads_nobody_on(visitor: Visitor, newskills: Company) -> None:
    visitor.join()
    study(newskills, open_run(newskills, 1))
    other = Visitor()
    assert COURSE not in other.open(PAGE)


def test_a_strangers_page_is_fit_for_a_cache_and_sets_no_cookie(visitor: Visitor, newskills: Company) -> None:
    visitor.join()
    study(newskills, open_run(newskills, 1))
    response = Client().get(PAGE, headers={"host": HOST})
    assert not response.cookies
    assert "Cookie" in response["Vary"]
    assert "private" not in response.get("Cache-Control", "")
    assert "no-store" in visitor.client.get(PAGE, headers={"host": HOST})["Cache-Control"]


@pytest.mark.parametrize("lessons", [1, 30])
def test_the_way_on_costs_the_same_in_a_long_course(visitor: Visitor, newskills: Company, lessons: int) -> None:
    visitor.join()
    study(newskills, open_run(newskills, lessons))
    visitor.open(PAGE)
    with CaptureQueriesContext(connection) as queries:
        visitor.open(PAGE)
    assert len(queries) == AGAIN_QUERIES + 5 + 1  # who it is, in a block of its purpose, and where they study
