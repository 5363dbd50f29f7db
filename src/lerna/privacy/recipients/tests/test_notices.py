"""People are told whom their data were passed to, by one letter, within the term."""

import json
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.models import Channel as By
from lerna.privacy.consents.models import Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Recipient, State, Transfer
from lerna.privacy.recipients.sending.notices import list_untold, tell_people
from lerna.privacy.recipients.sending.outgoing import deliver
from lerna.privacy.recipients.sending.transfers import TRANSFERS
from lerna.privacy.recipients.tests.conftest import NOW, Pass, Reread
from lerna.privacy.recipients.wire.client import Answer, End
from lerna.privacy.subjects.conftest import Register
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def lose_the_answer(*_given: object) -> Answer:
    return Answer(End.NEVER, "http-400")


def send(kept: Transfer, now: datetime = NOW) -> None:
    deliver(line=TRANSFERS, company=kept.company, item_id=kept.pk, now=now, by=lose_the_answer)


def read_items(letter: Letter) -> list[str]:
    with processing(Purpose.REQUESTS, company=letter.company, reason="test"):
        items: list[str] = json.loads(str(Letter.objects.get(pk=letter.pk).context))["items"]
    return items


@pytest.mark.clause("9.4")
def test_one_letter_tells_of_everything_that_went(
    hand_on: Pass, newskills: Company, bank: Recipient, reread: Reread
) -> None:
    kept = [hand_on(), hand_on(columns=["subjects.profile.name"], recipient=bank.key), hand_on()]
    for transfer in kept[:2]:
        send(transfer)
    assert reread(kept[0]).notify_by == date(2026, 3, 17), "ten working days, less the 9th, which is off"
    (letter,) = tell_people(company=newskills, now=NOW + timedelta(hours=1))
    assert (letter.state, letter.language, letter.template) == ("queued", "ru", "data-transferred")
    said = "Банк «Үлгі» (вымышлен), Казахстан. Данные: {}. Цель: Кредит на обучение. Отправлено 2 марта 2026 г."
    assert set(read_items(letter)) == {said.format("личные данные, контакты"), said.format("личные данные")}
    assert list(tell_people(company=newskills, now=NOW + timedelta(days=1))) == []
    assert reread(kept[2]).notified_at is None, "it hasn't left yet"


@pytest.mark.usefixtures("bank")
def test_nobody_is_told_of_what_never_left(hand_on: Pass, newskills: Company, aigerim: DataSubject) -> None:
    kept = hand_on()
    withdraw(subject=aigerim, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=NOW)
    send(kept)
    assert list(tell_people(company=newskills, now=NOW)) == []


@pytest.mark.usefixtures("bank")
def test_a_person_without_an_address_stays_on_the_list(
    hand_on: Pass, newskills: Company, register: Register, agree: Agree, reread: Reread
) -> None:
    silent = register(newskills, {"name": "Асқар", "phone": "+77015550011"})
    agree(silent, Purpose.BANK_CREDIT)
    kept = hand_on(subject=silent, columns=["subjects.profile.phone"])
    send(kept)
    assert list(tell_people(company=newskills, now=NOW)) == []
    assert [transfer.pk for transfer in list_untold(newskills)] == [kept.pk]
    assert reread(kept).state == State.FAILED
    said = StringIO()
    call_command("recipients", "tell", stdout=said)
    assert "newskills: 0 letters\nnewskills: 1 transfers that the person wasn't told of" in said.getvalue()


@pytest.mark.usefixtures("bank")
def test_whoever_reads_kazakh_is_told_in_kazakh(
    hand_on: Pass, newskills: Company, register: Register, agree: Agree
) -> None:
    person = register(newskills, {"name": "Асқар", "email": "asqar@example.kz"})
    agree(person, Purpose.BANK_CREDIT, language="kk")
    send(hand_on(subject=person, columns=["subjects.profile.name"]))
    (letter,) = tell_people(company=newskills, now=clock.add_hours(NOW, 1))
    assert letter.language == "kk"
    assert "Қазақстан" in read_items(letter)[0]
