"""Paper at the desk: registered with the person found by an address in the form, destroyed with the way it was done."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from lerna.accounts.roles import load_roles
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import AIGERIM, Count, email_of, join
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.paper.models import PaperRecord
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import forbid
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOME = "/desk/paper/"


def in_days(days: int) -> str:
    return str(clock.local_day(clock.now()) + timedelta(days=days))


def post(client: Client, path: str, **form: object) -> HttpResponse:
    return client.post(path, form, headers={"host": HOST})  # type: ignore[return-value]


def register(client: Client, subject: DataSubject, **changed: object) -> HttpResponse:
    sheet = {
        "contact": email_of(subject), "kind": "extract", "work": "consulting", "categories": ["identity", "contact"],
        "reason": "договор подписывают от руки", "happened_on": in_days(0), "place": "сейф 2",
        "keep_until": in_days(100),
    }  # fmt: skip
    return post(client, f"{HOME}new/", **(sheet | changed))


def read(subject: DataSubject) -> list[PaperRecord]:
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="test"):
        return list(PaperRecord.objects.order_by("recorded_at"))


@pytest.mark.clause("8.4-д")
def test_an_extract_is_registered_found_and_destroyed() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    assert register(officer, aigerim).headers["Location"] == HOME
    page = open_page(officer, HOME)[1]
    for said in (AIGERIM, "сейф 2", "выписка на бумаге", "ни одна бумага не пережила свой срок"):
        assert said in page, said
    (kept,) = read(aigerim)
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    assert "ни одна бумага не пережила свой срок" not in open_page(officer, HOME)[1]
    assert post(officer, f"{HOME}{kept.pk}/destroy/", manner="shredded").status_code == 302
    page = open_page(officer, HOME)[1]
    assert "измельчено" in page
    assert "сейф 2" not in page
    assert str(read(aigerim)[0].destroyed_on) == in_days(0)
    assert post(officer, f"{HOME}{kept.pk}/destroy/", manner="burned").status_code == 422, "it is gone already"
    assert read(aigerim)[0].destroyed_how == "shredded"


@pytest.mark.clause("8.4-б")
def test_what_was_done_by_hand_is_registered_without_a_place() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    assert register(officer, aigerim, kind="by-hand", place="", keep_until="").status_code == 302
    assert "обработано без автоматизации" in open_page(officer, HOME)[1]
    (kept,) = read(aigerim)
    assert post(officer, f"{HOME}{kept.pk}/destroy/", manner="burned").status_code == 422


@pytest.mark.clause("8.3")
def test_each_look_is_told_to_the_person() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    register(officer, aigerim)
    assert not list_about(aigerim.company, aigerim.pk, Operation.LOOK)
    open_page(officer, HOME)
    assert len(list_about(aigerim.company, aigerim.pk, Operation.LOOK)) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"contact": "+77770000000"}, "По этому адресу или номеру для этой цели никто не известен."),
        ({"categories": ["payer-iin"]}, "для этой цели не нужно"),
        ({"work": "marketing"}, "не разрешал эту цель"),
        ({"place": ""}, "где она лежит"),
        ({"keep_until": ""}, "до какого дня хранится бумага"),
        ({"happened_on": in_days(1)}, "ещё не наступил"),
    ],
)
def test_paper_that_may_not_be_is_said_on_the_form(changed: dict[str, object], sentence: str) -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    answer = register(officer, aigerim, **changed)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert read(aigerim) == []


def test_two_people_of_one_phone_are_not_confused() -> None:
    aigerim, officer = join(), log_in("privacy-officer")
    phone = "+77011230999"
    for one in (aigerim, join("Дана")):
        with processing(Purpose.CONSULTING, company=one.company, reason="test"):
            one.profile.phone = one.profile.phone_index = phone  # type: ignore[attr-defined]
            one.profile.save()  # type: ignore[attr-defined]
    answer = register(officer, aigerim, contact=phone)
    assert "несколько человек" in answer.content.decode()
    assert read(aigerim) == []


def test_three_papers_take_as_many_queries_as_one(django_assert_num_queries: Count) -> None:
    officer = log_in("privacy-officer")
    open_page(officer, HOME)
    for newcomers in (1, 2):
        for _ in range(newcomers):
            register(officer, join())
        with django_assert_num_queries(23):
            open_page(officer, HOME)


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_and_companies_there_is_no_such_page(role: str) -> None:
    aigerim = join()
    register(log_in("privacy-officer"), aigerim)
    (kept,) = read(aigerim)
    stranger = log_in(role)
    assert open_page(stranger, HOME)[0] == 404
    assert post(stranger, f"{HOME}{kept.pk}/destroy/", manner="burned").status_code == 404
    other = log_in("privacy-officer", "kerbez-agy")
    assert AIGERIM not in open_page(other, HOME, "e-distant.kz")[1]
    other.post(f"{HOME}{kept.pk}/destroy/", {"manner": "burned"}, headers={"host": "e-distant.kz"})
    assert post(stranger, f"{HOME}{uuid4()}/destroy/", manner="burned").status_code == 404
    assert read(aigerim)[0].destroyed_on is None
