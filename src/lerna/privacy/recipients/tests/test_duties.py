"""What is done to a person's data is done by every recipient that has them: derived from evidence, and confirmed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext

from lerna.companies.models import Company
from lerna.privacy.consents.models import Channel as By
from lerna.privacy.consents.models import Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.consents.tests.conftest import Agree
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.queries import list_about
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.models import Ground
from lerna.privacy.lifecycle.operations import correct_profile
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.duties.messages import DUTIES
from lerna.privacy.recipients.models import Demand, Duty, Pseudonym, Recipient, State
from lerna.privacy.recipients.queries import DutyAbout, list_duties_about, list_transfers_about, list_unconfirmed
from lerna.privacy.recipients.sending.outgoing import deliver
from lerna.privacy.recipients.sending.sweep import deliver_due
from lerna.privacy.recipients.tests.conftest import NOW, Partner, Pass, Sandbox
from lerna.privacy.recipients.wire.client import Answer, End
from lerna.privacy.subjects.conftest import BORIS, Register
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, unblock
from lerna.privacy.subjects.processing import processing

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.clause("9.4")]
NAME, SURNAME, PHONE = (f"subjects.profile.{name}" for name in ("name", "surname", "phone"))
Gather = Callable[[int], list[DataSubject]]


def lose(*_given: object) -> Answer:
    return Answer(End.LATER, "no-answer")


def derive(subject: DataSubject, now: datetime = NOW) -> list[DutyAbout]:
    """Whatever follows from the whole evidence so far; the person's, the oldest first."""
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    for _ in derive_duties(company=subject.company, up_to=highest, now=now):
        pass
    return list(reversed(list_duties_about(subject.company, subject.pk)))


@pytest.fixture
def passed(left: Pass, bank: Recipient, fetching: tuple[Recipient, Partner]) -> None:
    """Both banks may have Aigerim's name, the first also her phone."""
    left(recipient=bank.key, columns=[NAME, PHONE])
    left(recipient=fetching[0].key, columns=[NAME])


def take_back(subject: DataSubject, *purposes: Purpose, now: datetime = NOW) -> None:
    withdraw(
        subject=subject, purposes=purposes or None, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=now
    )  # fmt: skip


def say(duties: list[DutyAbout]) -> list[tuple[str, str]]:
    return sorted((duty.recipient_key, duty.demand.value) for duty in duties)


@pytest.mark.usefixtures("passed")
def test_a_block_reaches_every_recipient_once(aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    duties = derive(aigerim)
    assert say(duties) == [("mysal-bank", "block"), ("ulgi-bank", "block")]
    assert derive(aigerim) == duties, "an entry is read once"
    assert {duty.confirm_by for duty in duties} == {date(2026, 3, 3)}
    unblock(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert say(derive(aigerim))[-1] == ("ulgi-bank", "unblock")


@pytest.mark.clause("6.6")
@pytest.mark.clause("9.6")
@pytest.mark.usefixtures("passed")
def test_a_correction_reaches_whoever_has_the_column(aigerim: DataSubject) -> None:
    correct_profile(subject=aigerim, actor=Actor.PERSON, now=NOW, phone="+77010000000")
    assert say(derive(aigerim)) == [("ulgi-bank", "correct")]
    correct_profile(subject=aigerim, actor=Actor.PERSON, now=NOW, email="a@example.kz")
    assert len(derive(aigerim)) == 1, "nobody has the address"
    correct_profile(subject=aigerim, actor=Actor.PERSON, now=NOW + timedelta(hours=1), name="Әйгерім", phone="")
    duties = derive(aigerim)
    assert say(duties[1:]) == [("mysal-bank", "correct"), ("ulgi-bank", "correct")]
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        both = Duty.objects.get(pk=next(duty.id for duty in duties[1:] if duty.recipient_key == "ulgi-bank"))
    assert both.columns == ["subjects.profile.name", "subjects.profile.phone"], "one message for both columns"


@pytest.mark.clause("6.5")
@pytest.mark.usefixtures("passed")
def test_a_withdrawal_reaches_recipients_of_that_purpose(aigerim: DataSubject, agree: Agree) -> None:
    agree(aigerim, Purpose.MARKETING)
    take_back(aigerim, Purpose.MARKETING)
    assert derive(aigerim) == []
    take_back(aigerim, Purpose.BANK_CREDIT)
    duties = derive(aigerim)
    assert say(duties) == [("mysal-bank", "stop"), ("ulgi-bank", "stop")]
    assert {duty.confirm_by for duty in duties} == {date(2026, 3, 27)}, (
        "fifteen working days, without the 9th and Nauryz"
    )


@pytest.mark.usefixtures("passed")
def test_a_consent_that_another_one_covers_stops_nothing(aigerim: DataSubject, agree: Agree) -> None:
    (second,) = agree(aigerim, Purpose.BANK_CREDIT)
    withdraw(subject=aigerim, act=second.act, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=NOW)
    assert list_about(aigerim.company, aigerim.pk, Operation.CONSENT_WITHDRAWN)
    assert derive(aigerim) == []


def erase(*people: DataSubject, ground: Ground = Ground.DEMAND) -> None:
    run = start_erasure(
        company=people[0].company, people=[one.pk for one in people], ground=ground, actor=Actor.PERSON, now=NOW
    )
    assert list(continue_erasure(run=run, now=NOW))


@pytest.mark.clause("9.6")
@pytest.mark.clause("8.4-е")
@pytest.mark.usefixtures("passed")
def test_an_erased_persons_recipients_destroy_what_they_have_and_numbers_alone_stay(aigerim: DataSubject) -> None:
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        names = {str(row.name) for row in Pseudonym.objects.all()}
    erase(aigerim)
    assert say(derive(aigerim)) == [("mysal-bank", "destroy"), ("ulgi-bank", "destroy")]
    assert len(list_transfers_about(aigerim.company, aigerim.pk)) == 2
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        assert {str(row.name) for row in Pseudonym.objects.all()} == names, "by these they are told"
    for purpose in (Purpose.REQUESTS, Purpose.STATE_BODIES):
        with processing(purpose, company=aigerim.company, reason="test"):
            assert not Pseudonym.objects.exists(), "for the law that orders the register alone"


@pytest.fixture
def crowd(
    newskills: Company, register: Register, agree: Agree, left: Pass, bank: Recipient
) -> Callable[[int], list[DataSubject]]:
    """So many people, whose names the bank may have."""

    def gather(count: int) -> list[DataSubject]:
        people = [register(newskills, {"name": f"Адам {'абвгд'[number]}"}) for number in range(count)]
        for person in people:
            agree(person, Purpose.BANK_CREDIT)
            left(subject=person, recipient=bank.key, columns=[NAME])
        return people

    return gather


def test_an_entry_that_stands_for_very_many_names_their_manifest(
    crowd: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lerna.privacy.lifecycle.erasure.FEW", 1)
    people = crowd(2)
    erase(*people, ground=Ground.TERM)
    assert not list_about(people[0].company, people[0].pk, Operation.DESTROY)
    assert [say(derive(person)) for person in people] == [[("ulgi-bank", "destroy")]] * 2


@pytest.mark.usefixtures("passed")
def test_who_destroyed_it_once_is_not_asked_again(aigerim: DataSubject) -> None:
    take_back(aigerim)
    erase(aigerim)
    assert say(derive(aigerim)) == [
        ("mysal-bank", "destroy"), ("mysal-bank", "stop"), ("ulgi-bank", "destroy"), ("ulgi-bank", "stop"),
    ]  # fmt: skip
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert len(derive(aigerim)) == 4


@pytest.mark.usefixtures("passed")
def test_nobody_else_has_any_duty(
    aigerim: DataSubject, newskills: Company, register: Register, boris: DataSubject
) -> None:
    stranger = register(newskills, BORIS)
    for person in (stranger, boris):
        block(subject=person, actor=Actor.STAFF, now=NOW)
        assert derive(person) == []
    assert derive(aigerim) == []


def test_what_never_left_has_no_duty(hand_on: Pass, aigerim: DataSubject, bank: Recipient) -> None:  # noqa: ARG001
    hand_on()
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    assert derive(aigerim) == []


@pytest.mark.usefixtures("passed")
def test_a_silent_recipient_is_told_until_it_confirms_and_stands_on_the_list(aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    derive(aigerim)
    at = NOW
    for _ in range(12):
        assert [answer.word for _, _, answer in deliver_due(now=at, by=lose)] == ["no-answer"]
        at += timedelta(days=1)
    waiting = list_unconfirmed(aigerim.company)
    assert {duty.recipient_key for duty in waiting} == {"mysal-bank", "ulgi-bank"}
    (bank,) = [duty for duty in waiting if duty.recipient_key == "ulgi-bank"]
    assert (bank.attempts, bank.outcome, bank.state) == (12, "no-answer", State.QUEUED)
    assert [duty.is_late(day) for day in (date(2026, 3, 3), date(2026, 3, 4)) for duty in [bank]] == [False, True]


@pytest.mark.usefixtures("passed")
def test_duties_about_a_person_keep_their_order(aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    unblock(subject=aigerim, actor=Actor.STAFF, now=NOW)
    first, second = (duty for duty in derive(aigerim) if duty.recipient_key == "ulgi-bank")
    company = aigerim.company
    assert deliver(line=DUTIES, company=company, item_id=second.id, now=NOW, by=lose) is None
    assert deliver(line=DUTIES, company=company, item_id=first.id, now=NOW, by=lose) is not None
    (kept,) = [duty for duty in list_unconfirmed(company) if duty.id == second.id]
    assert (kept.outcome, kept.attempts) == ("in-turn", 0)


@pytest.mark.parametrize("count", [1, 3])
def test_deriving_takes_the_same_queries_for_one_person_and_three(crowd: Gather, count: int) -> None:
    people = crowd(count)
    for person in people:
        block(subject=person, actor=Actor.STAFF, now=NOW)
    highest = Entry.objects.aggregate(highest=Max("id"))["highest"]
    with CaptureQueriesContext(connection) as queries:
        assert sum(derive_duties(company=people[0].company, up_to=highest, now=NOW)) == count
    read = [query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "select set_config"))]
    assert len(read) == 11


def test_the_bank_hears_everything_in_its_order_and_confirms(
    sandbox: Sandbox, hand_on: Pass, aigerim: DataSubject, now: datetime
) -> None:
    hand_on(now=now, columns=[NAME, PHONE])
    assert [answer.end for _, _, answer in deliver_due(now=now)] == [End.TAKEN]
    correct_profile(subject=aigerim, actor=Actor.PERSON, now=now, name="Әйгерім", phone="")
    take_back(aigerim, now=now)
    duties = derive(aigerim, now)
    assert [duty.demand for duty in duties] == [Demand.STOP], "a correction is no longer permitted"
    list(deliver_due(now=now))
    assert [claims["act"] for claims in sandbox.taken] == ["receive", "stop"]
    block(subject=aigerim, actor=Actor.STAFF, now=now)
    unblock(subject=aigerim, actor=Actor.STAFF, now=now)
    erase(aigerim)
    derive(aigerim, now)
    list(deliver_due(now=now))
    assert [claims["act"] for claims in sandbox.taken] == ["receive", "stop", "block", "unblock", "destroy"]
    assert len({claims["sub"] for claims in sandbox.taken}) == 1
    assert list_unconfirmed(aigerim.company) == ()
    confirmed = [duty.state for duty in list_duties_about(aigerim.company, aigerim.pk)]
    assert confirmed.count(State.CONFIRMED) == 4
    assert len(list_about(aigerim.company, aigerim.pk, Operation.RECIPIENT_TOLD)) == 4


def test_a_correction_carries_the_new_values_alone(
    sandbox: Sandbox, hand_on: Pass, aigerim: DataSubject, now: datetime
) -> None:
    hand_on(now=now, columns=[NAME, SURNAME, PHONE])
    list(deliver_due(now=now))
    correct_profile(subject=aigerim, actor=Actor.PERSON, now=now, name="Әйгерім", surname="")
    derive(aigerim, now)
    list(deliver_due(now=now))
    assert sandbox.taken[-1]["act"] == "correct"
    assert sandbox.taken[-1]["data"] == {"subjects.profile": [{"name": "Әйгерім", "surname": None}]}


@pytest.mark.usefixtures("passed")
def test_a_correction_of_a_blocked_person_waits(aigerim: DataSubject) -> None:
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    with processing(Purpose.REQUESTS, company=aigerim.company, reason="test"):
        correct_profile(subject=aigerim, actor=Actor.STAFF, now=NOW, phone="+77010000000")
    blocking, correcting = (duty for duty in derive(aigerim) if duty.recipient_key == "ulgi-bank")
    with processing(Purpose.CONSENT_PROOF, company=aigerim.company, reason="test"):
        Duty.objects.filter(pk=blocking.id).update(state=State.CONFIRMED, ended_at=NOW, sent_at=NOW)
    assert deliver(line=DUTIES, company=aigerim.company, item_id=correcting.id, now=NOW, by=lose) is None
    unblock(subject=aigerim, actor=Actor.STAFF, now=NOW)
    later = NOW + timedelta(minutes=10)
    assert deliver(line=DUTIES, company=aigerim.company, item_id=correcting.id, now=later, by=lose) is not None
