"""Answering at the desk: each by whose role has the purpose, with every look recorded."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.privacy.consents.statement import build_statements
from lerna.privacy.evidence.models import Entry
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.complaints import Claim, receive_complaint
from lerna.school.feedback.appeals.models import Complaint, Matter, Message, Topic
from lerna.school.feedback.appeals.operations import Written, receive_message

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "Курс начался, а преподаватель не приходит."
Count = Callable[[int], AbstractContextManager[object]]


def complain(email: str = "aigerim@example.kz") -> Complaint:
    company = Company.objects.get(slug="newskills")
    claim = Claim(matter=Matter.TEACHING, text=WORDS, name="Айгерім", email=email)
    return receive_complaint(site=company.sites.get(host=HOST), claim=claim, language="kk", now=clock.now())


def write(email: str = "aigerim@example.kz") -> Message:
    company = Company.objects.get(slug="newskills")
    version = current_version(company)
    assert version
    return receive_message(
        site=company.sites.get(host=HOST),
        written=Written(topic=Topic.QUESTION, text=WORDS, name="Айгерім", email=email),
        statements=build_statements(company=company, version=version, form=[Purpose.CONSULTING], own=(), language="ru"),
        now=clock.now(),
    )


def test_a_complaint_is_seen_in_the_queue_today_and_on_its_page_and_answered_once() -> None:
    complaint, client = complain(), log_in("head")
    assert complaint.number in open_page(client, "/desk/talk/complaints/")[1]
    assert "/desk/talk/complaints/" in open_page(client, "/desk/today/")[1]
    path = f"/desk/talk/complaints/{complaint.number}/"
    assert WORDS in open_page(client, path)[1]
    look = Entry.objects.filter(operation="look", subject=complaint.subject_id).get()
    assert '"screen":"complaint"' in look.line
    answers = [client.post(f"{path}answer/", {"answer-text": "Разобрались."}, headers={"host": HOST}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 409]
    assert "Разобрались." in open_page(client, path)[1]
    assert complaint.number not in open_page(client, "/desk/talk/complaints/")[1]
    assert complaint.number in open_page(client, "/desk/talk/complaints/?answered=yes")[1]


def test_an_empty_answer_comes_back_and_nothing_is_sent() -> None:
    complaint, client = complain(), log_in("privacy-officer")
    path = f"/desk/talk/complaints/{complaint.number}/answer/"
    assert client.post(path, {"answer-text": ""}, headers={"host": HOST}).status_code == 200
    assert client.post(path, {"answer-text": "строка\x07"}, headers={"host": HOST}).status_code == 200
    with processing(Purpose.REQUESTS, company=complaint.company, reason="test"):
        assert Complaint.objects.get().answered_at is None


@pytest.mark.clause("8.3")
@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/desk/talk/complaints/", {"privacy-officer", "head"}),
        ("/desk/talk/messages/", {"manager"}),
        ("/desk/talk/questions/", {"curator"}),
    ],
)
def test_each_page_is_for_the_roles_of_its_purpose(path: str, roles: set[str]) -> None:
    for role in ("manager", "curator", "head", "privacy-officer", "marketer"):
        assert (open_page(log_in(role), path)[0] == 200) == (role in roles), role


def test_a_manager_answers_a_message_once() -> None:
    message, client = write(), log_in("manager")
    assert WORDS in open_page(client, "/desk/talk/messages/")[1]
    path = f"/desk/talk/messages/{message.pk}/answer/"
    answers = [client.post(path, {f"{message.pk}-text": "Да."}, headers={"host": HOST}) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 409]
    other = log_in("curator")
    path = f"/desk/talk/questions/{message.pk}/answer/"
    assert other.post(path, {f"{message.pk}-text": "Нет."}, headers={"host": HOST}).status_code == 404
    with processing(Purpose.CONSULTING, company=message.company, reason="test"):
        assert Message.objects.get().answer == "Да."


@pytest.mark.parametrize("people", [1, 3])
def test_lists_take_as_many_queries_for_one_as_for_three(django_assert_num_queries: Count, people: int) -> None:
    for number in range(people):
        complain(f"aigerim-{number}@example.kz")
        write(f"boris-{number}@example.kz")
    head, manager = log_in("head"), log_in("manager")
    for client, path in ((head, "/desk/talk/complaints/"), (manager, "/desk/talk/messages/")):
        open_page(client, path)
    with django_assert_num_queries(13):
        open_page(head, "/desk/talk/complaints/")
    with django_assert_num_queries(15):
        open_page(manager, "/desk/talk/messages/")
