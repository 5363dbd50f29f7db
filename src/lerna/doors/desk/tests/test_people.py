"""Looking at a person: why comes first, the purpose decides what is seen, and the person reads all of it."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.accounts.jobs import purge_due
from lerna.accounts.looks.queries import list_looks_about
from lerna.accounts.looks.reasons import load_looks
from lerna.accounts.models import Look
from lerna.accounts.roles import load_roles
from lerna.companies.models import Company
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.models import Request
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PEOPLE, OFFICER = "/desk/people/", "privacy-officer"
Count = Callable[[int], AbstractContextManager[object]]


def register(slug: str = "newskills", email: str = "aigerim@example.kz") -> DataSubject:
    company, now = Company.objects.get(slug=slug), clock.now()
    subject = create_subject(company=company, site=company.sites.order_by("place")[0], now=now)
    permit(subject=subject, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=company, reason="test"):
        state_profile(subject=subject, actor=Actor.PERSON, now=now, name="Айгерім", email=email, phone="+77011234567")
    return subject


def seek(client: Client, sought: str = "aigerim@example.kz", reason: str = "request", **form: str) -> HttpResponse:
    typed = {"sought": sought, "reason": reason, "words": "Дело 17"} | form
    return client.post(PEOPLE, typed, headers={"host": HOST})


def looks() -> list[dict[str, object]]:
    return [json.loads(entry.line) for entry in Entry.objects.filter(operation="look").order_by("pk")]


def count_requests() -> int:
    with processing(Purpose.REQUESTS, company=Company.objects.get(slug="newskills"), reason="test"):
        return Request.objects.count()


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
def test_nobody_is_seen_before_a_purpose_and_a_reason_are_stated() -> None:
    register()
    client = log_in(OFFICER)
    for form in ({"reason": ""}, {"reason": "nonsense"}, {"words": ""}, {"sought": ""}):
        response = seek(client, **form)
        assert (response.status_code, "Айгерім" in response.content.decode()) == (200, False), form
    assert looks() == []


@pytest.mark.clause("8.3")
@pytest.mark.clause("11.1")
def test_the_purpose_decides_what_is_seen_and_the_person_reads_who_and_why() -> None:
    aigerim, client = register(), log_in(OFFICER)
    address = seek(client).headers["Location"]
    assert str(aigerim.pk) not in address
    page = open_page(client, address)[1]
    assert "Айгерім" in page
    assert "+77011234567" in page
    assert "Записать требование человека" in page
    (line,) = looks()
    assert (line["subject"], line["purpose"]) == (str(aigerim.pk), "requests")
    assert line["details"] == {"screen": "person", "reason": "request"}
    (told,) = list_looks_about(aigerim)
    assert (told.words, told.purpose) == ("Дело 17", Purpose.REQUESTS)
    assert told.role
    assert told.role.en == "Privacy officer"


def test_consents_and_transfers_are_seen_by_the_purpose_of_proof_alone() -> None:
    register()
    client = log_in(OFFICER)
    page = open_page(client, seek(client, reason="consent-check").headers["Location"])[1]
    assert "Никому ничего не передавали." in page
    assert "Записать требование человека" not in page
    look = seek(client, reason="consent-check").headers["Location"]
    assert client.get(f"{look}ask/erasure/", headers={"host": HOST}).status_code == 404


def test_one_is_found_by_phone_in_any_spelling_and_by_a_requests_number() -> None:
    aigerim, client = register(), log_in(OFFICER)
    look = seek(client, "8 701 123 45 67").headers["Location"]
    client.post(f"{look}ask/transfers/", {"channel": "desk", "language": "kk", "seen": "on"}, headers={"host": HOST})
    with processing(Purpose.REQUESTS, company=aigerim.company, reason="test"):
        number = Request.objects.get().number
    assert seek(client, number.lower()).status_code == 302
    for nobody in ("boris@example.kz", "LR-2020-000001", "+77770000000"):
        assert "никто не найден" in seek(client, nobody).content.decode(), nobody
    assert len(looks()) == 2
    assert {line["subject"] for line in looks()} == {str(aigerim.pk)}


def test_of_several_who_share_an_address_each_is_a_look_of_its_own() -> None:
    register()
    register()
    response = seek(log_in(OFFICER))
    page = response.content.decode()
    assert page.count('href="/desk/people/') >= 2
    assert "Айгерім" not in page
    assert len(looks()) == 2


@pytest.mark.clause("8.3")
def test_a_look_is_its_own_persons_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    register()
    client = log_in(OFFICER)
    address = seek(client).headers["Location"]
    other = Client()
    assert open_page(other, address)[0] == 302
    later = clock.now() + load_looks().lasts + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert open_page(client, address)[0] == 404
    assert open_page(client, f"{PEOPLE}{uuid4()}/")[0] == 404


@pytest.mark.clause("6.8")
def test_what_is_taken_down_needs_a_signed_statement_and_does_what_any_request_does() -> None:
    aigerim, client = register(), log_in(OFFICER)
    look = seek(client).headers["Location"]
    page = client.get(f"{look}ask/erasure/", headers={"host": HOST}).content.decode()
    assert "Что сделает удаление" in page
    form = {"channel": "paper", "language": "ru", "sure": "on"}
    assert client.post(f"{look}ask/erasure/", form, headers={"host": HOST}).status_code == 200
    assert count_requests() == 0
    response = client.post(f"{look}ask/erasure/", form | {"seen": "on"}, headers={"host": HOST})
    assert response.headers["Location"].startswith("/desk/requests/LR-")
    with processing(Purpose.REQUESTS, company=aigerim.company, reason="test"):
        taken = Request.objects.get()
    assert (taken.subject_id, taken.proof, taken.channel, taken.kind) == (
        aigerim.pk, "statement", "paper", "erasure",
    )  # fmt: skip


@pytest.mark.clause("7.3")
def test_the_log_of_looks_goes_with_the_log_of_log_ins() -> None:
    aigerim = register()
    seek(log_in(OFFICER))
    year_later = clock.now() + timedelta(days=367)
    purge_due(company=aigerim.company, now=year_later)
    with processing(Purpose.SECURITY, company=aigerim.company, reason="test"):
        assert not Look.objects.exists()
    assert len(looks()) == 1, "the evidence stays"


def test_three_people_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    client, aigerim = log_in(OFFICER), register()
    address = seek(client).headers["Location"]
    open_page(client, address)
    for newcomers in (0, 2):
        for number in range(newcomers):
            register(email=f"other-{number}@example.kz")
        with django_assert_num_queries(41):
            open_page(client, address)
    assert aigerim.pk


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {OFFICER}))
def test_for_other_roles_there_is_no_such_page(role: str) -> None:
    register()
    address = seek(log_in(OFFICER)).headers["Location"]
    client = log_in(role)
    for path in (PEOPLE, address, f"{address}ask/access/"):
        assert open_page(client, path)[0] == 404
    assert seek(client).status_code == 404
    assert len(looks()) == 1


@pytest.mark.clause("8.3")
def test_the_other_companys_officer_finds_nobody() -> None:
    register()
    address = seek(log_in(OFFICER)).headers["Location"]
    client = log_in(OFFICER, "kerbez-agy")
    assert open_page(client, address, "e-distant.kz")[0] == 404
    typed = {"sought": "aigerim@example.kz", "reason": "request", "words": "…"}
    page = client.post(PEOPLE, typed, headers={"host": "e-distant.kz"}).content.decode()
    assert "никто не найден" in page
    assert len(looks()) == 1
