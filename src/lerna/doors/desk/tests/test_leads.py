"""The desk: a manager with the second factor sees applications under consulting, and each look is recorded."""

import json

import pytest
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.doors.desk.pages import list_pages
from lerna.doors.desk.tests.conftest import HOST, NOW, log_in, open_page
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.models import DataSubject
from lerna.sales.leads.operations import Application, receive_application

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def aigerim() -> DataSubject:
    """Left an application at Newskills."""
    company = Company.objects.get(slug="newskills")
    version = current_version(company)
    assert version
    statements = build_statements(company=company, version=version, form=[Purpose.CONSULTING], own=(), language="ru")
    application = Application(name="Айгерім", email="aigerim@example.kz", phone="+77011234567", comment="Дизайн")
    received = receive_application(
        site=company.sites.get(host=HOST), application=application, statements=statements, now=NOW
    )
    return received.lead.subject


@pytest.mark.clause("8.3")
def test_a_manager_sees_an_application_and_the_look_is_recorded(aigerim: DataSubject) -> None:
    status, page = open_page(log_in("manager"))
    assert status == 200
    assert "aigerim@example.kz" in page
    (look,) = Entry.objects.filter(operation="look")
    line = json.loads(look.line)
    assert (look.subject, line["actor"], line["purpose"]) == (aigerim.pk, "staff", "consulting")


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", ["curator", "accountant", "marketer", "privacy-officer", "administrator"])
def test_for_other_roles_there_is_no_such_page(aigerim: DataSubject, role: str) -> None:  # noqa: ARG001
    client = log_in(role)
    assert open_page(client)[0] == 404
    assert client.get("/desk/", headers={"host": HOST}, follow=True).status_code == 200, "their own first page"
    assert not Entry.objects.filter(operation="look").exists()


@pytest.mark.clause("8.3")
def test_without_the_second_factor_nobody_is_in(aigerim: DataSubject) -> None:  # noqa: ARG001
    client = log_in("manager", second=False)
    for path in ("/desk/leads/", "/desk/", "/account/"):
        response = client.get(path, headers={"host": HOST})
        assert response.headers["Location"].startswith("/account/second/"), path


def test_a_stranger_is_sent_to_log_in() -> None:
    assert open_page(Client())[0] == 302


@pytest.mark.clause("6.5")
def test_who_withdraws_is_gone_from_the_desk_at_once(aigerim: DataSubject) -> None:
    client = log_in("manager")
    withdraw(subject=aigerim, channel=Channel.SITE, hand=Hand.PERSON, site="lerna", now=NOW)
    status, page = open_page(client)
    assert status == 200
    assert "aigerim" not in page


def test_a_manager_of_the_other_company_sees_nothing(aigerim: DataSubject) -> None:  # noqa: ARG001
    client = log_in("manager")
    assert open_page(client, host="e-distant.kz")[0] == 302
    client.cookies["lerna"] = open_desk(Company.objects.get(slug="kerbez-agy"), "manager")
    assert "aigerim" not in open_page(client, host="e-distant.kz")[1]


def test_the_menu_has_what_the_role_works_for_and_stays_away_where_there_is_one_page() -> None:
    for role in load_roles():
        assert all(page.is_for(role) for page in list_pages(role))
    assert [page.name for page in list_pages("manager")] == ["leads", "messages"]
    assert "desk-menu" not in open_page(log_in("marketer"), "/desk/audience/")[1]
