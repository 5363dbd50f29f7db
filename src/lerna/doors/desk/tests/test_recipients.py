"""The officer reads the register, what went to whom, and who hasn't confirmed; and hurries a duty."""

import re
from uuid import uuid4

import pytest

from lerna.accounts.roles import load_roles
from lerna.doors.desk.tests.conftest import HOST, log_in, open_page
from lerna.doors.desk.tests.officer import AIGERIM, Count, derive, join, load_register, pass_on
from lerna.kit import clock
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Duty, Recipient
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PAGES = ("/desk/recipients/", "/desk/recipients/ulgi-bank/", "/desk/duties/")


def passed_and_withdrawn() -> DataSubject:
    """Aigerim's name went to the bank; then she withdrew, and the bank hasn't confirmed."""
    aigerim = join(agree=[Purpose.BANK_CREDIT])
    pass_on(aigerim)
    withdraw(
        subject=aigerim, purposes=[Purpose.BANK_CREDIT], channel=Channel.SITE, hand=Hand.PERSON, site=aigerim.site,
        now=clock.now(),
    )  # fmt: skip
    derive(aigerim.company)
    return aigerim


@pytest.mark.clause("9.4")
def test_the_register_says_who_may_receive_and_what_the_others_lack() -> None:
    load_register()
    Recipient.objects.filter(key="mysal-bank").update(detection="", contract_from=None)
    status, page = open_page(log_in("privacy-officer"), "/desk/recipients/")
    assert status == 200
    cards = dict(re.findall(r'aria-labelledby="recipient-([\w-]+)">(.*?)</section>', page, re.DOTALL))
    assert "Может получать" in cards["ulgi-bank"]
    assert "2026-БП/04" in cards["ulgi-bank"]
    assert "Не получает ничего" in cards["mysal-bank"]
    for lacking in ("обнаружение чужого доступа (9.4-б)", "первый день договора"):
        assert f"<li>{lacking}</li>" in cards["mysal-bank"], lacking
    assert "Казахстан" in cards["ulgi-bank"]


@pytest.mark.clause("9.1")
def test_what_went_to_a_recipient_is_listed_without_anybodys_name() -> None:
    load_register()
    kept = pass_on(join(agree=[Purpose.BANK_CREDIT]))
    officer = log_in("privacy-officer")
    page = open_page(officer, "/desk/recipients/ulgi-bank/")[1]
    for said in (kept.pk.hex[:8], "Кредит на обучение", "Личные данные"):
        assert said in page, said
    assert AIGERIM not in page
    assert "1 передача" in open_page(officer, "/desk/recipients/")[1]


@pytest.mark.clause("9.4")
def test_who_has_not_confirmed_is_listed_and_can_be_hurried() -> None:
    load_register()
    aigerim, officer = passed_and_withdrawn(), log_in("privacy-officer")
    page = open_page(officer, "/desk/duties/")[1]
    for said in ("Банк «Үлгі» (вымышлен)", "перестать использовать данные для этой цели", "Отправить сейчас"):
        assert said in page, said
    assert AIGERIM not in page
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        duty = Duty.objects.get()
        Duty.objects.update(due_at=clock.add_hours(clock.now(), 24), attempts=8)
    response = officer.post(f"/desk/duties/{duty.pk}/retry/", headers={"host": HOST})
    assert response.status_code == 302
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        assert Duty.objects.get().due_at <= clock.now()


def test_what_the_recipient_fetches_by_itself_or_nobody_knows_is_not_hurried() -> None:
    load_register()
    aigerim, officer = passed_and_withdrawn(), log_in("privacy-officer")
    Recipient.objects.filter(key="ulgi-bank").update(channel="file")
    later = clock.add_hours(clock.now(), 24)
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        Duty.objects.update(due_at=later)
        (known,) = Duty.objects.values_list("pk", flat=True)
    assert "ждёт, когда получатель заберёт" in open_page(officer, "/desk/duties/")[1]
    for duty in (known, uuid4()):
        assert officer.post(f"/desk/duties/{duty}/retry/", headers={"host": HOST}).status_code == 404
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        assert Duty.objects.get().due_at == later


def test_another_companys_duty_is_nobodys() -> None:
    load_register()
    aigerim = passed_and_withdrawn()
    later = clock.add_hours(clock.now(), 24)
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        Duty.objects.update(due_at=later)
        (duty,) = Duty.objects.values_list("pk", flat=True)
    other = log_in("privacy-officer", "kerbez-agy")
    assert "Отправить сейчас" not in open_page(other, "/desk/duties/", "e-distant.kz")[1]
    assert other.post(f"/desk/duties/{duty}/retry/", headers={"host": "e-distant.kz"}).status_code == 404
    assert "передача" not in open_page(other, "/desk/recipients/", "e-distant.kz")[1]
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        assert Duty.objects.get().due_at == later


@pytest.mark.parametrize(("path", "queries"), tuple(zip(PAGES, (16, 15, 13), strict=True)))
def test_three_transfers_take_as_many_queries_as_one(django_assert_num_queries: Count, path: str, queries: int) -> None:
    load_register()
    officer = log_in("privacy-officer")
    open_page(officer, path)
    for newcomers in (1, 2):
        for _ in range(newcomers):
            passed_and_withdrawn()
        with django_assert_num_queries(queries):
            open_page(officer, path)


@pytest.mark.clause("8.3")
@pytest.mark.parametrize("role", sorted(set(load_roles()) - {"privacy-officer"}))
def test_for_other_roles_there_are_no_such_pages(role: str) -> None:
    load_register()
    client = log_in(role)
    for path in PAGES:
        assert open_page(client, path)[0] == 404, path
    assert client.post(f"/desk/duties/{uuid4()}/retry/", headers={"host": HOST}).status_code == 404


def test_a_recipient_that_nobody_knows_has_no_page() -> None:
    load_register()
    assert open_page(log_in("privacy-officer"), "/desk/recipients/sanaq/")[0] == 404
