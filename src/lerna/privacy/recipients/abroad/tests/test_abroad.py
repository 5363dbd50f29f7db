"""Data leave the country by a consent of its own to that very recipient, and stop there when it is withdrawn."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db.models import Max

from lerna.companies.models import Company
from lerna.privacy.consents.contents import Occasion, hash_contents, read_contents
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import StaleTextError, withdraw
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.policy.queries import current_version
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.abroad.operations import (
    NotPermittedError,
    end_expired_abroad,
    give_abroad,
    withdraw_abroad,
)
from lerna.privacy.recipients.abroad.queries import list_abroad
from lerna.privacy.recipients.abroad.statement import AbroadStatement, list_abroad_statements
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Demand, Duty, Recipient
from lerna.privacy.recipients.sending.refusals import Refusal, TransferRefusedError
from lerna.privacy.recipients.sending.transfers import compose_transfer
from lerna.privacy.recipients.tests.conftest import NOW, Partner, Pass
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("8.4-в")]
LATER = NOW + timedelta(hours=1)
NEWS = {"recipient": "kogershin-mail", "purpose": Purpose.MARKETING, "ground": "news"}


@pytest.fixture
def mail(registers: dict[str, Company]) -> Recipient:
    """The mail service in Germany, whose keys are pinned."""
    found = Recipient.objects.select_related("company").get(company=registers["newskills"], key="kogershin-mail")
    pin_keys(recipient=found, offered=read_offer(Partner("kogershin-mail").public_set), now=NOW)
    return found


@pytest.fixture
def reader(aigerim: DataSubject, mail: Recipient, agree: Agree) -> DataSubject:
    """Aigerim, who wants the news."""
    assert mail.country == "DE"
    agree(aigerim, Purpose.MARKETING)
    return aigerim


def ask(company: Company) -> AbroadStatement:
    version = current_version(company)
    assert version
    (only,) = list_abroad_statements(company=company, version=version, language="ru", now=NOW)
    return only


def give(person: DataSubject, now: datetime = LATER, chosen: AbroadStatement | None = None) -> AbroadConsent:
    occasion = Occasion(site="lerna", form="cabinet", channel=Channel.CABINET, hand=Hand.PERSON)
    return give_abroad(
        subject=person, chosen=chosen or ask(person.company), occasion=occasion, person="Айгерім", now=now
    )


def end(person: DataSubject, now: datetime = LATER) -> bool:
    return withdraw_abroad(
        subject=person, recipient="kogershin-mail", purpose=Purpose.MARKETING, channel=Channel.CABINET,
        hand=Hand.PERSON, site="lerna", now=now,
    )  # fmt: skip


def list_given(person: DataSubject) -> tuple[AbroadConsent, ...]:
    with processing(Purpose.CONSENT_PROOF, company=person.company, reason="test"):
        return list_abroad(person)


def derive(company: Company) -> list[Duty]:
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    list(derive_duties(company=company, up_to=highest, now=LATER))
    with processing(Purpose.CONSENT_PROOF, company=company, reason="test"):
        return list(Duty.objects.select_related("recipient"))


def refuse(hand_on: Pass, now: datetime = LATER) -> Refusal:
    with pytest.raises(TransferRefusedError) as caught:
        hand_on(now=now, **NEWS)
    return caught.value.refusal


@pytest.mark.clause("4.1")
def test_what_is_agreed_to_names_recipient_country_data_and_term(reader: DataSubject, hand_on: Pass) -> None:
    assert refuse(hand_on) is Refusal.NO_CONSENT_ABROAD
    statement, kept = ask(reader.company).statement, give(reader)
    for said in ("Почтовый сервис «Көгершін» (вымышлен), Германия", "«Новости и акции»"):
        assert said in statement.box, said
    assert "Германия" in statement.part("abroad").text
    assert "запрещено" in statement.part("third_parties").text
    assert hand_on(now=LATER, **NEWS).abroad == kept.pk
    with processing(Purpose.CONSENT_PROOF, company=reader.company, reason="test"):
        proof = AbroadConsent.objects.get()
        assert hash_contents(str(proof.contents)) == proof.contents_sha256
        contents = read_contents(proof)  # type: ignore[arg-type]  # has what a consent to a purpose has
    assert (contents["person"], contents["abroad"]) == ("Айгерім", statement.part("abroad").text)
    entry = list_about(reader.company, reader.pk, Operation.CONSENT_GIVEN)[0]
    line = read_line(entry)
    assert (line["target"], line["details"]["recipient"], line["details"]["country"]) == (
        "abroad-consent", "kogershin-mail", "de",
    )  # fmt: skip


@pytest.mark.clause("6.5")
@pytest.mark.clause("9.4")
def test_withdrawn_it_stops_the_recipient_and_nothing_else(reader: DataSubject, left: Pass, hand_on: Pass) -> None:
    give(reader)
    left(now=LATER, **NEWS)
    waiting = hand_on(now=LATER, **NEWS)
    assert end(reader)
    assert not end(reader), "it has ended already"
    assert refuse(hand_on) is Refusal.NO_CONSENT_ABROAD
    with processing(Purpose.CONSENT_PROOF, company=reader.company, reason="test"):
        waiting.recipient.company = reader.company
        with pytest.raises(TransferRefusedError):
            compose_transfer(waiting, LATER)
        assert may(DataSubject.objects.get(pk=reader.pk), Purpose.MARKETING), "the news itself goes on"
    (duty,) = derive(reader.company)
    assert (duty.demand, duty.recipient.key, duty.purposes) == (Demand.STOP, "kogershin-mail", ["marketing"])


def test_whoever_allows_the_purpose_anew_has_not_let_it_go_abroad_anew(
    reader: DataSubject, hand_on: Pass, agree: Agree
) -> None:
    give(reader)
    withdraw(
        subject=reader, purposes=[Purpose.MARKETING], channel=Channel.CABINET, hand=Hand.PERSON, site="lerna",
        now=LATER,
    )  # fmt: skip
    assert refuse(hand_on) is Refusal.NOT_PERMITTED
    agree(reader, Purpose.MARKETING, now=LATER + timedelta(hours=1))
    assert refuse(hand_on, LATER + timedelta(hours=2)) is Refusal.NO_CONSENT_ABROAD
    give(reader, LATER + timedelta(hours=2))
    assert hand_on(now=LATER + timedelta(hours=2), **NEWS)
    assert len(list_given(reader)) == 1


@pytest.mark.clause("11.5")
def test_a_recipient_that_moved_to_another_country_has_to_be_agreed_to_anew(
    reader: DataSubject, mail: Recipient, hand_on: Pass
) -> None:
    before = ask(reader.company)
    give(reader)
    Recipient.objects.filter(pk=mail.pk).update(country="TR")
    assert refuse(hand_on) is Refusal.CONSENT_OUTDATED
    with pytest.raises(StaleTextError):
        give(reader, chosen=before)
    assert [one.country for one in list_given(reader)] == ["DE"]
    give(reader)
    assert [one.country for one in list_given(reader)] == ["TR"]


@pytest.mark.clause("6.1")
def test_what_has_run_out_ends_and_the_recipient_must_stop(reader: DataSubject, left: Pass, hand_on: Pass) -> None:
    kept = give(reader)
    left(now=LATER, **NEWS)
    assert list(end_expired_abroad(company=reader.company, now=kept.expires_at - timedelta(seconds=1))) == []
    assert list(end_expired_abroad(company=reader.company, now=kept.expires_at)) == [kept.pk]
    assert list(end_expired_abroad(company=reader.company, now=kept.expires_at)) == []
    assert refuse(hand_on) is Refusal.NO_CONSENT_ABROAD
    assert [duty.demand for duty in derive(reader.company)] == [Demand.STOP]


def test_without_the_purpose_or_with_another_text_nothing_is_kept(aigerim: DataSubject, mail: Recipient) -> None:
    assert mail
    with pytest.raises(NotPermittedError):
        give(aigerim)
    old = ask(aigerim.company)
    with pytest.raises(StaleTextError):
        give(aigerim, chosen=replace(old, statement=replace(old.statement, substance="0" * 64)))
    assert list_given(aigerim) == ()


def test_another_companys_people_are_asked_about_their_own_recipients(boris: DataSubject) -> None:
    version = current_version(boris.company)
    assert version
    assert list_abroad_statements(company=boris.company, version=version, language="kk", now=NOW) == ()
    assert not end(boris)
