"""Whoever applies from a course's page needn't choose again: the form, the letter and the manager know the course."""

import html
from dataclasses import replace

import pytest
from django.test import Client

from lerna.companies.models import Company
from lerna.doors.storefront.tests.test_apply import TYPED, open_form, publish, tick
from lerna.kit.localized import Localized
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.processing import processing
from lerna.sales.leads.models import Lead
from lerna.school.blocks.course import CourseContent
from lerna.school.catalogue.operations import bring_course, bring_direction
from lerna.school.catalogue.tests.conftest import NOW

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HOST = "skillbox.kz"
ASKED = '<input type="hidden" name="course_key" value="color-ru">'


@pytest.fixture(autouse=True)
def _published(company: Company, content: CourseContent) -> None:
    """The company with keys, a policy and one course."""
    key_provider().make(company.slug)
    publish(company)
    bring_course(company=company, content=content, now=NOW)


def open_page(client: Client, question: str) -> str:
    response = client.get(f"/apply/{question}", headers={"host": HOST})
    return html.unescape(response.content.decode())


def read_leads(company: Company) -> list[tuple[str, str]]:
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        return list(Lead.objects.values_list("course_key", "direction"))


def test_the_form_names_the_course_and_the_application_keeps_it(client: Client, company: Company) -> None:
    page = open_page(client, "?course=color-ru")
    assert "Цвет с нуля" in page
    assert ASKED in page
    assert 'name="direction"' not in page
    _, shown = open_form(client, HOST)
    sent = TYPED | shown | tick("consulting") | {"course_key": "color-ru"}
    assert client.post("/apply/", sent, headers={"host": HOST}).status_code == 302
    assert read_leads(company) == [("color-ru", "")]
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        assert any("Цвет с нуля" in (letter.context or "") for letter in Letter.objects.all())


@pytest.mark.parametrize("question", ["?course=nothing", "?course=%27--", "", "?course="])
def test_an_unknown_course_is_no_course(client: Client, company: Company, question: str) -> None:
    page = open_page(client, question)
    assert 'name="direction"' in page
    assert 'name="course_key" value' not in page
    _, shown = open_form(client, HOST)
    sent = TYPED | shown | tick("consulting") | {"course_key": "nothing"}
    assert client.post("/apply/", sent, headers={"host": HOST}).status_code == 302
    assert read_leads(company) == [("", "")]


def test_directions_are_the_catalogue_s_where_it_has_any(
    client: Client, company: Company, content: CourseContent
) -> None:
    assert "Моушн-дизайн" in open_page(client, "")  # what the front page announces
    bring_direction(company=company, key="colors", title=Localized("Цвета", "Түстер", "Colors"), place=0)
    bring_course(company=company, content=replace(content, direction="colors"), now=NOW)
    page = open_page(client, "")
    assert '<option value="colors">Цвета</option>' in page
    assert "Моушн-дизайн" not in page
    front = html.unescape(client.get("/kk/", headers={"host": HOST}).content.decode())
    assert '<a href="/kk/courses/?direction=colors">Түстер</a>' in front
    assert "1 курс" in front
