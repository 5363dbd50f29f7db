"""A demand of a state body at the desk: two people, one hand-over, and nothing that tells of what a law hides."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import AIGERIM, Count, email_of, join
from lerna.kit import clock
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.disclosures.models import Disclosure, State
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
COURT, HOME = "Медеуский районный суд", "/desk/disclosures/"
DEMAND = {
    "requester": COURT, "ground": "ГПК РК, статья 73", "document": "№ 2-147/2026", "document_on": "2026-02-27",
    "columns": ["subjects.profile.name", "subjects.profile.phone"], "law": "", "review_on": "",
}  # fmt: skip


def post(client: Client, path: str, **form: object) -> HttpResponse:
    return client.post(path, form, headers={"host": HOST})  # type: ignore[return-value]


def register(client: Client, subject: DataSubject, **changed: object) -> HttpResponse:
    return post(client, f"{HOME}new/", **(DEMAND | {"contact": email_of(subject)} | changed))


def read(subject: DataSubject) -> Disclosure:
    with processing(Purpose.STATE_BODIES, company=subject.company, reason="test"):
        return Disclosure.objects.get()


def in_days(days: int) -> str:
    return str(clock.local_day(clock.now()) + timedelta(days=days))


@pytest.mark.clause("9.3")
def test_one_registers_another_decides_and_exactly_that_is_handed_over_once() -> None:
    aigerim, officer, head = join(), log_in("privacy-officer"), log_in("head")
    page = register(officer, aigerim).headers["Location"]
    assert AIGERIM in open_page(officer, page)[1]
    assert "решает другой сотрудник" in open_page(officer, page)[1]
    assert post(officer, f"{page}decide/", decision="approve").status_code == 422, "not the same person"
    assert read(aigerim).state == State.PROPOSED
    assert post(head, f"{page}decide/", decision="approve").status_code == 302
    given = post(officer, f"{page}give/").content.decode()
    for said in (AIGERIM, "+7701123", COURT, "№ 2-147/2026"):
        assert said in given, said
    assert email_of(aigerim) not in given, "nobody demanded the address"
    again = post(officer, f"{page}give/")
    assert again.status_code == 422
    assert "+7701123" not in again.content.decode()
    (told,) = list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)
    assert told.clause == "9.3"


@pytest.mark.clause("9.3")
def test_what_the_second_person_refuses_is_not_handed_over() -> None:
    aigerim, officer, head = join(), log_in("privacy-officer"), log_in("head")
    page = register(officer, aigerim).headers["Location"]
    post(head, f"{page}decide/", decision="refuse")
    assert post(officer, f"{page}give/").status_code == 422
    assert read(aigerim).state == State.REFUSED
    assert not list_about(aigerim.company, aigerim.pk, Operation.DISCLOSED)


@pytest.mark.clause("9.3")
@pytest.mark.clause("8.3")
def test_a_look_is_told_to_the_person_unless_a_law_hides_what_was_looked_at() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    page = register(officer, aigerim, law="УПК РК, статья 201", review_on=in_days(3)).headers["Location"]
    open_page(officer, page)
    open_page(officer, HOME)
    assert Entry.objects.filter(operation=Operation.LOOK).count() == 2
    assert not list_about(aigerim.company, aigerim.pk, Operation.LOOK)
    assert post(officer, f"{page}review/", review="show").status_code == 302
    open_page(officer, page)
    assert len(list_about(aigerim.company, aigerim.pk, Operation.LOOK)) == 1


@pytest.mark.clause("9.3")
def test_what_is_hidden_is_reviewed_and_hidden_longer_by_a_law_alone() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    page = register(officer, aigerim, law="УПК РК, статья 201", review_on=in_days(3)).headers["Location"]
    assert "Скрыто от человека по закону" in open_page(officer, HOME)[1]
    assert post(officer, f"{page}review/", review="hide", law="", review_on=in_days(30)).status_code == 422
    assert str(read(aigerim).review_on) == in_days(3)
    assert post(officer, f"{page}review/", review="hide", law="УПК РК", review_on=in_days(30)).status_code == 302
    assert str(read(aigerim).review_on) == in_days(30)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"contact": "nobody@example.kz"}, "По этому адресу или номеру для этой цели никто не известен."),
        ({"columns": []}, "Выберите, что передаётся."),
        ({"columns": ["subjects.profile.email_index"]}, "field-error"),
        ({"law": "УПК РК"}, "нужно и то и другое"),
        ({"law": "УПК РК", "review_on": "2026-01-01"}, "день пересмотра, который ещё не прошёл"),
        ({"requester": " "}, "field-error"),
    ],
)
def test_an_incomplete_demand_is_said_on_the_form(changed: dict[str, object], sentence: str) -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    answer = register(officer, aigerim, **changed)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert "№ 2-147/2026" in answer.content.decode(), "what was written is still there"
    with processing(Purpose.STATE_BODIES, company=aigerim.company, reason="test"):
        assert not Disclosure.objects.exists()


def test_three_demands_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    officer = log_in("privacy-officer")
    open_page(officer, HOME)
    for newcomers in (1, 2):
        for _ in range(newcomers):
            register(officer, join())
        with django_assert_num_queries(25):
            open_page(officer, HOME)


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer", "head"}))
def test_for_other_roles_and_companies_there_is_no_such_page(role: str) -> None:
    aigerim = join()
    page = register(log_in("privacy-officer"), aigerim).headers["Location"]
    stranger = log_in(role)
    assert open_page(stranger, page)[0] == 404
    assert post(stranger, f"{page}decide/", decision="approve").status_code == 404
    other = log_in("head", "kerbez-agy")
    assert open_page(other, page, "e-distant.kz")[0] == 404
    answer = other.post(f"{page}decide/", {"decision": "approve"}, headers={"host": "e-distant.kz"})
    assert answer.status_code == 404
    assert COURT not in open_page(other, HOME, "e-distant.kz")[1]
    assert read(aigerim).state == State.PROPOSED


def test_a_demand_that_nobody_knows_has_no_page() -> None:
    officer = log_in("privacy-officer")
    assert open_page(officer, f"{HOME}{uuid4()}/")[0] == 404
    assert post(officer, f"{HOME}{uuid4()}/give/").status_code == 404
