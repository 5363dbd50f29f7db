"""Whoever is logged in writes to the school without typing who they are, and finds the answer in the cabinet."""

from uuid import uuid4

import pytest

from lerna.companies.models import Company
from lerna.doors.cabinet.tests.conftest import Visitor
from lerna.kit import clock
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.complaints import answer_complaint
from lerna.school.feedback.appeals.models import Complaint, Message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "Екі апта күттім, сертификат келмеді."


def count(company: Company) -> tuple[int, int]:
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        complaints = Complaint.objects.count()
    with processing(Purpose.LEARNING, company=company, reason="test"):
        return complaints, Message.objects.count()


def test_a_complaint_of_an_account_is_answered_in_the_cabinet_too(visitor: Visitor) -> None:
    visitor.join()
    company = Company.objects.get(slug="newskills")
    assert visitor.send("/account/complaints/new/", {"matter": "other", "text": WORDS})[0] == 302
    page = visitor.open("/account/complaints/")
    assert WORDS in page
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        number = Complaint.objects.get().number
    assert number in page
    answer_complaint(company=company, number=number, text="Сертификат жіберілді.", actor_id=uuid4(), now=clock.now())
    assert "Сертификат жіберілді." in visitor.open("/account/complaints/")


def test_a_message_of_an_account_stands_in_the_cabinet(visitor: Visitor) -> None:
    visitor.join()
    assert visitor.send("/account/complaints/write/", {"topic": "idea", "text": WORDS})[0] == 302
    assert WORDS in visitor.open("/account/complaints/")


def test_what_is_missing_is_said_and_what_was_typed_stays(visitor: Visitor) -> None:
    visitor.join()
    status, page, _ = visitor.send("/account/complaints/new/", {"matter": "", "text": WORDS})
    assert (status, WORDS in page) == (200, True)
    assert count(Company.objects.get(slug="newskills")) == (0, 0)


def test_a_flood_is_stopped_in_a_plain_sentence(visitor: Visitor) -> None:
    visitor.join()
    sent = [visitor.send("/account/complaints/write/", {"topic": "idea", "text": WORDS}) for _ in range(6)]
    assert [status for status, _, _ in sent] == [302] * 5 + [429]
    assert "через час" in sent[-1][1]
    assert count(Company.objects.get(slug="newskills")) == (0, 5)
