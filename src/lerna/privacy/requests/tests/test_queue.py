"""The staff's queue: parted by how far, by when, of what kind, whose; found by number and by whoever asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import answer_request, take_up
from lerna.privacy.requests.desk.assigning import assign
from lerna.privacy.requests.desk.queue import (
    Filters,
    Stage,
    When,
    find_by_number,
    list_complaints,
    list_of_sender,
    read_queue,
)
from lerna.privacy.requests.file import read_file
from lerna.privacy.requests.models import Kind, Request
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.queries import NoSuchRequestError
from lerna.privacy.requests.tests.conftest import NOW, Send, go_on, look, steps_of
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

VERA, DANA = UUID(int=7), UUID(int=8)
Count = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def complaint(demand: Send, aigerim: DataSubject) -> Request:
    """Waits for a person."""
    return go_on(demand(aigerim, Kind.COMPLAINT, text="Звонили ночью"))


def numbers(company: Company, filters: Filters | None = None, now: object = NOW) -> list[str]:
    found = read_queue(company, filters or Filters(), page=1, now=now)  # type: ignore[arg-type]
    assert found.count == len(found.requests)
    return [request.number for request in found.requests]


@pytest.mark.clause("6.2")
def test_each_filter_leaves_what_it_names(
    complaint: Request, demand: Send, send: Send, newskills: Company, kerbez: Company
) -> None:
    done = go_on(demand(complaint.subject, Kind.TRANSFERS))
    waits = send(Kind.ACCESS)
    assert done.closed_at
    assert set(numbers(newskills)) == {complaint.number, waits.number}
    assert numbers(newskills, Filters(stage=Stage.TO_DO)) == [complaint.number]
    assert numbers(newskills, Filters(stage=Stage.WAITING)) == [waits.number]
    assert numbers(newskills, Filters(stage=Stage.CLOSED)) == [done.number]
    assert numbers(newskills, Filters(kind=Kind.ACCESS)) == [waits.number]
    assert numbers(newskills, Filters(site="skillbox")) == []
    assert numbers(kerbez) == []


def test_what_is_late_comes_first_and_is_due_today_as_well(complaint: Request, send: Send, newskills: Company) -> None:
    due = look(complaint).due_at
    assert due
    later = send(now=NOW + timedelta(days=1))
    assert numbers(newskills) == [complaint.number, later.number]
    assert numbers(newskills, Filters(when=When.LATE), due - timedelta(seconds=1)) == []
    for when in When:
        assert complaint.number in numbers(newskills, Filters(when=when), due), when
    assert numbers(newskills, Filters(when=When.LATE), due) == [complaint.number]


@pytest.mark.clause("6.8")
def test_a_request_is_given_to_somebody_and_the_timeline_says_so(complaint: Request, newskills: Company) -> None:
    assert numbers(newskills, Filters(nobody=True)) == [complaint.number]
    take_up(company=newskills, request_id=complaint.pk, actor_id=VERA, now=NOW)
    assert numbers(newskills, Filters(assigned_to=VERA)) == [complaint.number]
    for _ in range(2):  # given once, however often it is clicked
        assign(company=newskills, request_id=complaint.pk, to=DANA, actor_id=VERA, now=NOW)
    assert numbers(newskills, Filters(assigned_to=VERA)) == numbers(newskills, Filters(nobody=True)) == []
    assert numbers(newskills, Filters(assigned_to=DANA)) == [complaint.number]
    assert steps_of(complaint).count("assigned") == 1


def test_what_is_answered_is_given_to_nobody_any_more(complaint: Request, newskills: Company) -> None:
    answer_request(company=newskills, request_id=complaint.pk, text="Больше не будем.", actor_id=VERA, now=NOW)
    before = steps_of(complaint)
    with pytest.raises(WrongStateError):
        assign(company=newskills, request_id=complaint.pk, to=DANA, actor_id=VERA, now=NOW)
    assert (look(complaint).assigned_to, steps_of(complaint)) == (VERA, before)


def test_an_answer_may_be_given_in_another_language_than_the_form_was(complaint: Request, newskills: Company) -> None:
    answer_request(
        company=newskills, request_id=complaint.pk, text="Енді қоңырау шалмаймыз.", actor_id=VERA, now=NOW,
        language="kk",
    )  # fmt: skip
    file = read_file(newskills, complaint.pk)
    assert (file.language, file.assigned_to) == ("kk", VERA)
    assert file.answer.startswith("Сәлеметсіз бе")


def test_a_number_leads_to_its_request_at_its_own_company(
    complaint: Request, newskills: Company, kerbez: Company
) -> None:
    assert find_by_number(newskills, f" {complaint.number.lower()} ") == complaint.pk
    for company, number in ((kerbez, complaint.number), (newskills, "LR-2026-999999")):
        with pytest.raises(NoSuchRequestError):
            find_by_number(company, number)


@pytest.mark.clause("6.4")
def test_whoever_asked_is_found_by_address_or_phone_in_any_spelling(
    complaint: Request, newskills: Company, kerbez: Company
) -> None:
    for sought in ({"email": "AIGERIM@example.kz", "phone": ""}, {"email": "", "phone": "8 (701) 123-45-67"}):
        assert [found.number for found in list_of_sender(newskills, **sought)] == [complaint.number], sought
        assert list_of_sender(kerbez, **sought) == ()
    assert list_of_sender(newskills, email="mallory@example.kz", phone="") == ()


def test_a_complaint_stands_beside_the_answer_it_is_about(
    complaint: Request, demand: Send, aigerim: DataSubject, newskills: Company
) -> None:
    answer_request(company=newskills, request_id=complaint.pk, text="Больше не будем.", actor_id=VERA, now=NOW)
    again = demand(aigerim, Kind.COMPLAINT, text="Снова звонили", against=complaint.pk)
    assert [one.number for one in list_complaints(newskills, complaint.pk)] == [again.number]


def test_the_queue_takes_two_queries_and_an_index_however_much_is_closed(
    complaint: Request, newskills: Company, django_assert_num_queries: Count
) -> None:
    with django_assert_num_queries(6):  # two of its own; the others open and close the purpose
        read_queue(newskills, Filters(), page=1, now=NOW)
    with processing(Purpose.REQUESTS, company=newskills, reason="test"), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select id from requests_request where company_id = %s and closed_at is null order by due_at",
            [newskills.pk],
        )
        assert "request_to_do" in str(cursor.fetchall())
    assert complaint.pk
