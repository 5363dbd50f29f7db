"""The marketer's list: who allows marketing now, nobody else, and for a look that is recorded."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from itertools import count

import pytest
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import NOW, log_in, open_page
from lerna.doors.desk.views import LATEST
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, forbid, permit, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

_numbers = count(1)
Count = Callable[[int], AbstractContextManager[object]]


def register(*purposes: Purpose, slug: str = "newskills", name: str = "Айгерім") -> DataSubject:
    """Somebody who asked to be called back, and what else they permit."""
    company, number = Company.objects.get(slug=slug), next(_numbers)
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=NOW)
    permit(subject=subject, purposes=[Purpose.CONSULTING, *purposes])
    with processing(Purpose.CONSULTING, company=company, reason="an application"):
        state_profile(
            subject=subject, actor=Actor.PERSON, now=NOW, name=name, email=f"{slug}-{number}@example.kz",
            phone="+77011234567",
        )  # fmt: skip
    return subject


def open_audience(client: Client, prefix: str = "") -> str:
    status, page = open_page(client, f"{prefix}/desk/audience/")
    assert status == 200
    return page


@pytest.mark.clause("7.1-г")
def test_it_shows_who_allows_marketing_and_records_the_look() -> None:
    aigerim = register(Purpose.MARKETING)
    register(name="Дана")
    register(Purpose.MARKETING, slug="kerbez-agy", name="Борис")
    page = open_audience(log_in("marketer"))
    assert "«Новости и акции», пункт 7.1-г: сейчас разрешает 1 человек." in page
    assert "Айгерім" in page
    assert "+77011234567" in page
    for other in ("Дана", "Борис"):
        assert other not in page
    (look,) = Entry.objects.filter(operation="look")
    line = json.loads(look.line)
    assert (look.subject, line["purpose"], line["details"]) == (aigerim.pk, "marketing", {"screen": "audience"})


@pytest.mark.clause("6.5")
@pytest.mark.clause("7.1-г")
def test_who_withdraws_is_gone_at_the_next_look() -> None:
    aigerim, client = register(Purpose.MARKETING), log_in("marketer")
    assert "Айгерім" in open_audience(client)
    forbid(subject=aigerim, purposes=[Purpose.MARKETING])
    page = open_audience(client, "/kk")
    assert "Айгерім" not in page
    assert "қазір 0 адам рұқсат етеді" in page
    assert "Қазір ешкім рұқсат етпейді." in page
    assert Entry.objects.filter(operation="look").count() == 1


def test_a_long_list_shows_the_latest_and_says_how_many_there_are() -> None:
    for _ in range(LATEST + 1):
        register(Purpose.MARKETING)
    page = open_audience(log_in("marketer"))
    assert f"сейчас разрешает {LATEST + 1} человек" in page
    assert page.count("+77011234567") == LATEST
    assert f"Показаны только последние: {LATEST}." in page
    assert Entry.objects.filter(operation="look").count() == LATEST


def test_three_people_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    client = log_in("marketer")
    open_audience(client)  # the visit is noted, the company's files are read
    for newcomers in (1, 2):
        for _ in range(newcomers):
            register(Purpose.MARKETING)
        with django_assert_num_queries(15):
            open_audience(client)


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"marketer"}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    register(Purpose.MARKETING)
    assert open_page(log_in(role), "/desk/audience/")[0] == 404
    assert not Entry.objects.filter(operation="look").exists()


def test_the_desk_begins_with_the_page_of_ones_role() -> None:
    for role, path in (("marketer", "/desk/audience/"), ("manager", "/desk/leads/")):
        response = log_in(role).get("/desk/", headers={"host": "lerna.kz"})
        assert response.headers["Location"] == path
