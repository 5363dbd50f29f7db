"""The officer's queue and one request's page: everything is done there, and each look is recorded."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.demand import Demand
from lerna.privacy.requests.jobs import tend_to
from lerna.privacy.requests.models import Kind, Proof, Request
from lerna.privacy.requests.operations import Asker, receive_known_request, receive_request
from lerna.privacy.subjects.models import Profile
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

QUEUE, OFFICER = "/desk/requests/", "privacy-officer"
Count = Callable[[int], AbstractContextManager[object]]
_numbers = count(1)


def ask(
    kind: Kind = Kind.COMPLAINT, *, slug: str = "newskills", email: str = "", now: datetime | None = None
) -> Request:
    """Somebody without an account asks by the form."""
    return receive_request(
        site=Company.objects.get(slug=slug).sites.order_by("place")[0],
        demand=Demand(kind=kind, text="Звонили ночью", name="Айгерім", email=email or f"a{next(_numbers)}@example.kz"),
        channel=Channel.SITE, language="ru", now=now or clock.now(),
    )  # fmt: skip


def ask_known(kind: Kind = Kind.COMPLAINT, *, now: datetime | None = None) -> Request:
    """Somebody who is logged in asks; what the software does is done."""
    company, now = Company.objects.get(slug="newskills"), now or clock.now()
    site = company.sites.order_by("place")[0]
    subject = create_subject(company=company, site=site, now=now)
    with processing(Purpose.REQUESTS, company=company, reason="test"):
        state_profile(
            subject=subject, actor=Actor.PERSON, now=now, name="Айгерім", email=f"a{next(_numbers)}@example.kz"
        )
    known = receive_known_request(
        asker=Asker(subject, Proof.SESSION), site=site, demand=Demand(kind=kind, text="Звонили ночью"),
        channel=Channel.CABINET, language="ru", now=now,
    )  # fmt: skip
    return tend_to(company=company, request_id=known.pk, now=now)


def look(request: Request) -> Request:
    with processing(Purpose.REQUESTS, company=request.company, reason="test"):
        return Request.objects.get(pk=request.pk)


def post(client: Client, request: Request, act: str, **form: str) -> HttpResponse:
    return client.post(f"{QUEUE}{request.number}/{act}/", form, headers={"host": HOST})


def state_of(request: Request) -> tuple[str, str, int]:
    found = look(request)
    return found.state, found.outcome, Entry.objects.exclude(operation="look").count()


@pytest.mark.clause("6.2")
def test_the_queue_has_what_is_open_and_names_nobody() -> None:
    waits, done = ask(), ask_known(Kind.TRANSFERS)
    client = log_in(OFFICER)
    page = open_page(client, QUEUE)[1]
    assert waits.number in page
    assert "Айгерім" not in page
    assert not Entry.objects.filter(operation="look").exists()
    assert list(deliver_due(now=clock.now()))
    tend_to(company=done.company, request_id=done.pk, now=clock.now())
    for address, wanted in ((QUEUE, waits), (f"{QUEUE}?stage=closed", done), (f"{QUEUE}?kind=complaint", waits)):
        found = set(re.findall(r"LR-\d{4}-\d{6}", open_page(client, address)[1]))
        assert found == {wanted.number}, address
    assert open_page(client, f"{QUEUE}?stage=nonsense&page=x&assigned=1")[0] == 200


@pytest.mark.clause("8.3")
def test_one_requests_page_shows_the_file_and_records_the_look() -> None:
    request = ask_known()
    status, page = open_page(log_in(OFFICER), f"{QUEUE}{request.number}/")
    assert status == 200
    assert "Звонили ночью" in page
    assert "вы," not in page, "the staff read of “the person”"
    (entry,) = Entry.objects.filter(operation="look")
    line = json.loads(entry.line)
    assert (entry.subject, line["purpose"], line["details"]) == (request.subject_id, "requests", {"screen": "request"})
    assert open_page(log_in("head"), f"{QUEUE}{request.number}/print/")[0] == 200


@pytest.mark.clause("6.2")
def test_the_answer_begins_from_a_draft_in_three_languages_and_is_sent_once_nothing_is_left_to_fill_in() -> None:
    request, client = ask_known(), log_in(OFFICER)
    assert "Мы рассмотрели вашу жалобу" in open_page(client, f"{QUEUE}{request.number}/")[1]
    assert "шағымыңызды қарадық" in open_page(client, f"{QUEUE}{request.number}/?draft=kk")[1]
    before = state_of(request)
    form = {"answer-language": "kk", "answer-text": "Қарадық: […]"}
    assert "Замените" in post(client, request, "answer", **form).content.decode()
    assert state_of(request) == before
    assert post(client, request, "answer", **form | {"answer-text": "Енді қоңырау шалмаймыз."}).status_code == 302
    answered = look(request)
    assert (answered.state, answered.language) == ("answered", "kk")
    assert post(client, request, "answer", **form | {"answer-text": "Тағы."}).status_code == 409


@pytest.mark.clause("6.8")
def test_a_refusal_needs_a_ground_of_the_kind() -> None:
    request, client = ask_known(), log_in(OFFICER)
    before = state_of(request)
    for ground in ("", "data-right", "nonsense"):
        assert post(client, request, "refuse", **{"refuse-ground": ground}).status_code == 200
        assert state_of(request) == before, ground
    post(client, request, "refuse", **{"refuse-ground": "complaint-unfounded", "refuse-text": "Звонили не мы."})
    assert state_of(request)[:2] == ("refused", "refused")


@pytest.mark.clause("6.8")
def test_of_whoever_isnt_known_a_statement_is_confirmed_and_only_then_answered() -> None:
    request, client = ask(), log_in(OFFICER)
    assert post(client, request, "answer", **{"answer-language": "ru", "answer-text": "Да."}).status_code == 409
    assert look(request).state == "received"
    assert post(client, request, "refuse", **{"refuse-ground": "another-person"}).status_code == 200
    assert post(client, request, "code").status_code == 302
    assert post(client, request, "confirm").status_code == 302
    assert (look(request).state, look(request).proof) == ("verified", "statement")
    assert post(client, request, "confirm").status_code == 409


def test_it_is_taken_given_and_noted() -> None:
    request, client = ask_known(), log_in(OFFICER)
    post(client, request, "take")
    taken = look(request).assigned_to
    assert taken
    assert request.number in open_page(client, f"{QUEUE}?assigned={taken}")[1]
    assert request.number not in open_page(client, f"{QUEUE}?assigned=nobody")[1]
    post(client, request, "assign", to="nonsense")
    assert look(request).assigned_to == taken
    post(client, request, "note", **{"note-text": "Позвонить утром"})
    assert "Позвонить утром" in open_page(client, f"{QUEUE}{request.number}/")[1]


@pytest.mark.clause("6.2")
def test_nothing_is_closed_without_an_answer() -> None:
    request, client = ask_known(), log_in(OFFICER)
    before = state_of(request)
    assert post(client, request, "close", **{"close-text": "Позвонили"}).status_code == 409
    assert state_of(request) == before
    post(client, request, "answer", **{"answer-language": "ru", "answer-text": "Больше не будем."})
    assert post(client, request, "close", **{"close-text": "Позвонили"}).status_code == 302
    assert look(request).state == "closed"


@pytest.mark.clause("6.7")
def test_what_was_unlawful_is_destroyed_by_the_answer_and_unblocked_by_a_refusal() -> None:
    confirmed, refused, client = ask_known(Kind.UNLAWFUL), ask_known(Kind.UNLAWFUL), log_in(OFFICER)
    assert "данные человека будут уничтожены" in open_page(client, f"{QUEUE}{confirmed.number}/")[1]
    post(client, confirmed, "answer", **{"answer-language": "ru", "answer-text": "Нарушение подтверждаем."})
    post(client, refused, "refuse", **{"refuse-ground": "not-confirmed"})
    assert len(list(deliver_due(now=clock.now()))) == 4, "a receipt and an answer to each"
    for request in (confirmed, refused):
        tend_to(company=request.company, request_id=request.pk, now=clock.now())
    with processing(Purpose.REQUESTS, company=confirmed.company, reason="test"):
        left = set(Profile.objects.values_list("subject", flat=True))
    assert confirmed.subject_id not in left
    assert refused.subject_id in left
    assert {look(confirmed).state, look(refused).state} == {"closed"}


def test_a_restriction_is_lifted_where_the_person_said_so() -> None:
    request, client = ask_known(Kind.RESTRICTION), log_in(OFFICER)
    assert look(request).blocked_at
    assert post(client, request, "resume").status_code == 302
    assert look(request).blocked_at is None
    assert post(client, request, "resume").status_code == 409


@pytest.mark.clause("8.3")
def test_the_search_stands_in_no_address_and_is_recorded_where_it_finds_somebody() -> None:
    request, client = ask(email="aigerim@example.kz"), log_in(OFFICER)

    def search(sought: str) -> HttpResponse:
        return client.post(f"{QUEUE}search/", {"sought": sought}, headers={"host": HOST})

    assert search(request.number.lower()).headers["Location"] == f"{QUEUE}{request.number}/"
    assert request.number in search("AIGERIM@example.kz").content.decode()
    assert [entry.subject for entry in Entry.objects.filter(operation="look")] == [request.subject_id]
    for nothing in ("boris@example.kz", "LR-2020-000001", "что-то"):
        assert request.number not in search(nothing).content.decode(), nothing
    assert client.get(f"{QUEUE}search/", headers={"host": HOST}).status_code == 405
    assert Entry.objects.filter(operation="look").count() == 1


def test_what_is_late_says_so() -> None:
    request = ask_known(now=clock.now() - timedelta(days=30))
    client = log_in(OFFICER)
    assert "просрочено" in open_page(client, f"{QUEUE}?when=late")[1]
    assert "Самый строгий срок прошёл" in open_page(client, f"{QUEUE}{request.number}/")[1]


def test_three_requests_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    client = log_in(OFFICER)
    ask()
    open_page(client, QUEUE)  # the visit is noted, the company's files are read
    for newcomers in (0, 2):
        for _ in range(newcomers):
            ask()
        with django_assert_num_queries(21):
            open_page(client, QUEUE)


def test_a_file_of_three_notes_takes_as_many_queries_as_one_of_one(django_assert_num_queries: Count) -> None:
    request, client = ask_known(), log_in(OFFICER)
    for notes in (1, 2):
        for _ in range(notes):
            post(client, request, "note", **{"note-text": "Позвонить утром"})
        with django_assert_num_queries(28):
            open_page(client, f"{QUEUE}{request.number}/")


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {OFFICER, "head"}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    request, client = ask_known(), log_in(role)
    before = state_of(request)
    for address in (QUEUE, f"{QUEUE}{request.number}/", f"{QUEUE}{request.number}/print/"):
        assert open_page(client, address)[0] == 404
    for act in ("take", "assign", "confirm", "code", "note", "answer", "refuse", "resume", "close"):
        assert post(client, request, act, **{"note-text": "…", "answer-text": "Да."}).status_code == 404
    assert state_of(request) == before
    assert not Entry.objects.filter(operation="look").exists()


@pytest.mark.clause("8.3")
def test_an_officer_of_the_other_company_finds_nothing() -> None:
    request, boris = ask_known(), ask(slug="kerbez-agy")
    client = log_in(OFFICER, "kerbez-agy")
    host = "e-distant.kz"
    assert request.number == boris.number, "numbers are counted for each company"
    other = ask_known()
    for address in (f"{QUEUE}{other.number}/", f"{QUEUE}{other.number}/print/"):
        assert open_page(client, address, host)[0] == 404
    assert client.post(f"{QUEUE}{other.number}/take/", headers={"host": host}).status_code == 404
    assert other.number not in open_page(client, QUEUE, host)[1]
    assert open_page(Client(), QUEUE)[0] == 302
