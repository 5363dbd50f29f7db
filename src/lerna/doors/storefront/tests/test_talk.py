"""The feedback form and the complaint of a visitor without an account and without a script."""

import html
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from lerna.companies.models import Company
from lerna.companies.operations import load_companies
from lerna.companies.queries import build_facts
from lerna.doors.look.guards import evenly
from lerna.kit.clock import ZONE
from lerna.privacy.policy.model.text import render_document
from lerna.privacy.policy.models import Source
from lerna.privacy.policy.operations import publish_version
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.providers import key_provider
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.models import Complaint, Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZONE)
WORDS = "Курстың кестесі ашылмайды <b>неге</b>?"
TYPED = {"topic": "fault", "text": WORDS, "name": "Айгерім", "email": "aigerim@example.kz", "adult": "on"}
CLAIM = {"matter": "refund", "text": WORDS, "name": "Айгерім", "email": "aigerim@example.kz"}


@pytest.fixture(autouse=True)
def newskills(monkeypatch: pytest.MonkeyPatch) -> Company:
    """Answers aren't held back."""
    monkeypatch.setattr(evenly, "WHILE", 0.0)
    load_companies(files=sorted((Path(settings.LERNA_POLICIES) / "companies").glob("*.toml")), now=NOW)
    for company in Company.objects.all():
        key_provider().make(company.slug)
        document = render_document(build_facts(company))
        publish_version(company=company, document=document, dated_on=company.policy_dated, source=Source.MODEL, now=NOW)
    return Company.objects.get(slug="newskills")


def get(path: str, status: int = 200, host: str = "lerna.kz") -> str:
    response = Client().get(path, headers={"host": host})
    assert response.status_code == status, path
    return html.unescape(response.content.decode())


def post(path: str, typed: dict[str, str]) -> tuple[int, str, str]:
    response = Client().post(path, typed, headers={"host": "lerna.kz"})
    return response.status_code, html.unescape(response.content.decode()), response.headers.get("Location", "")


def tick(*purposes: str) -> dict[str, str]:
    shown = re.findall(r'name="(shown-[a-z-]+)"\s+value="([0-9a-f]{64})"', get("/kk/feedback/"))
    return dict(shown) | {f"agree-{purpose}": "on" for purpose in purposes}


def read_messages(company: Company) -> list[str]:
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        return [str(one.text) for one in Message.objects.order_by("received_at")]


def read_complaints(company: Company) -> list[Complaint]:
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        return list(Complaint.objects.order_by("received_at"))


@pytest.mark.clause("4.1")
@pytest.mark.clause("5.4-в")
def test_a_message_with_its_consent_is_taken_and_leads_to_the_consents(newskills: Company) -> None:
    status, _, address = post("/kk/feedback/", TYPED | tick("consulting"))
    assert status == 302
    assert read_messages(newskills) == [WORDS]
    page = get(address)
    (given,) = re.findall(r'href="(/kk/apply/thanks/[^"]+)"', page)
    assert "Өтінімге жауап беру" in get(given)


@pytest.mark.clause("4.1")
@pytest.mark.parametrize("missing", ["agree-consulting", "adult", "text", "email"])
def test_without_a_needed_thing_nothing_is_kept_and_nothing_typed_is_lost(newskills: Company, missing: str) -> None:
    typed = TYPED | tick("consulting")
    del typed[missing]
    status, page, _ = post("/kk/feedback/", typed)
    assert status == 200
    assert (WORDS in page) == (missing != "text")
    assert "<b>неге</b>" not in Client().post("/kk/feedback/", typed, headers={"host": "lerna.kz"}).content.decode()
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert not DataSubject.objects.exists()


@pytest.mark.clause("8.1")
@pytest.mark.parametrize(("language", "words"), [("", "Кроме наших сотрудников"), ("/kk", "басқа ешкім көрмейді")])
def test_before_anything_is_written_the_form_says_who_will_see_it(language: str, words: str) -> None:
    assert words in get(f"{language}/feedback/")


def test_a_robot_is_thanked_and_nothing_is_kept(newskills: Company) -> None:
    for path, typed in (("/kk/feedback/", TYPED | tick("consulting")), ("/complaint/", CLAIM)):
        status, _, address = post(path, typed | {"website": "https://example.com"})
        assert status == 302
        get(address)
    assert not read_messages(newskills)
    assert not read_complaints(newskills)


def test_the_sixth_message_within_an_hour_waits_and_stays_on_the_page(newskills: Company) -> None:
    typed = TYPED | tick("consulting")
    assert [post("/kk/feedback/", typed)[0] for _ in range(6)] == [302] * 5 + [429]
    status, page, _ = post("/kk/feedback/", typed)
    assert (status, WORDS in page) == (429, True)
    assert len(read_messages(newskills)) == 5


def test_a_complaint_gets_a_number_and_a_page_that_names_nobody(newskills: Company) -> None:
    assert "ст. 42-4" in get("/complaint/")
    status, _, address = post("/complaint/", CLAIM)
    (complaint,) = read_complaints(newskills)
    assert (status, complaint.language, complaint.matter) == (302, "ru", "refund")
    page = get(address)
    assert complaint.number in page
    assert "Айгерім" not in page
    assert WORDS not in page
    get(address, 404, host="e-distant.kz")
    get(f"{address[:-2]}x/", 404)


def test_a_complaint_without_words_comes_back_with_the_rest(newskills: Company) -> None:
    status, page, _ = post("/complaint/", CLAIM | {"text": "", "name": "Айгерім Серік"})
    assert (status, "Айгерім Серік" in page, read_complaints(newskills)) == (200, True, [])
