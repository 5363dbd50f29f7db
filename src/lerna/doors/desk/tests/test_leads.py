"""The desk: a manager with the second factor sees applications under consulting, and each look is recorded."""

import html
import json
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lerna.accounts.tests.cast import open_desk
from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.sales.leads.operations import Application, receive_application

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=clock.ZONE)
HOST = "lerna.kz"


@pytest.fixture(autouse=True)
def _published() -> None:
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)


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


def log_in(role: str, slug: str = "newskills", *, second: bool = True) -> Client:
    """A browser of a member of staff."""
    client = Client()
    client.cookies["lerna"] = open_desk(Company.objects.get(slug=slug), role, second=second)
    return client


def open_page(client: Client, path: str = "/desk/leads/", host: str = HOST) -> tuple[int, str]:
    response = client.get(path, headers={"host": host})
    return response.status_code, html.unescape(response.content.decode())


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
    assert open_page(client, "/desk/")[0] == 200
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
