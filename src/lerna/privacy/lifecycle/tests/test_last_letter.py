"""Whoever demanded an end is told of it once, after it was verified, and nothing is left of the telling."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connections

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.dispatch import MOST_ATTEMPTS
from lerna.privacy.letters.last import deliver_last_letters, forget_last_letters
from lerna.privacy.letters.models import LastLetter
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.wire.delivery import End, Result
from lerna.privacy.lifecycle.erasing.act import NoActError, write_act
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure, start_erasure
from lerna.privacy.lifecycle.holds import set_hold
from lerna.privacy.lifecycle.models import ErasureRun, Ground, Stage
from lerna.privacy.lifecycle.tests.contacts import Contact
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.conftest import AIGERIM
from lerna.privacy.subjects.keys.models import DataKey
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import RepresentativeBasis, appoint_representative, block
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = clock.now()
Register = Callable[..., DataSubject]


class Postman:
    """The wire: keeps what went over it, and answers as told."""

    def __init__(self, *answers: Result) -> None:
        self.answers = list(answers)
        self.sent: list[EmailMultiAlternatives] = []

    def __call__(self, _letter: UUID, _company: str, message: EmailMultiAlternatives) -> Result:
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Result(End.ACCEPTED)


def start(person: DataSubject, ground: Ground = Ground.DEMAND) -> ErasureRun:
    return start_erasure(company=person.company, people=[person.pk], ground=ground, actor=Actor.PERSON, now=NOW)


def erase(person: DataSubject, ground: Ground = Ground.DEMAND) -> ErasureRun:
    run = start(person, ground)
    list(continue_erasure(run=run, now=NOW))
    return run


def deliver(company: Company, postman: Postman, days: float = 0) -> None:
    list(deliver_last_letters(company=company, now=NOW + timedelta(days=days), by=postman))


@pytest.mark.clause("8.4-е")
def test_the_letter_leaves_after_the_end_once_and_leaves_nothing(newskills: Company, aigerim: DataSubject) -> None:
    postman, run = Postman(), erase(aigerim)
    deliver(newskills, postman)
    deliver(newskills, postman, days=1)
    (message,) = postman.sent
    assert message.to == [AIGERIM["email"]]
    assert message.subject == "Ваши данные удалены"
    assert str(run.pk) in message.body
    assert "- Контакты" in message.body
    assert "- ничего" in message.body, "no law keeps anything of her"
    assert not LastLetter.objects.exists()
    assert not DataKey.objects.exists()
    (entry,) = list_about(newskills, aigerim.pk, Operation.LETTER_SENT)
    assert read_line(entry)["details"]["act"] == str(run.pk)
    assert "Act of destruction" in write_act(run, "en")


@pytest.mark.parametrize("ground", Ground)
def test_who_is_told_stands_in_the_policy(newskills: Company, aigerim: DataSubject, ground: Ground) -> None:
    postman = Postman()
    erase(aigerim, ground)
    deliver(newskills, postman)
    assert len(postman.sent) == (ground in read_times().told_after)
    assert {Ground.DEMAND, Ground.UNLAWFUL, Ground.ACCOUNT_DELETED} == read_times().told_after


def test_what_a_law_keeps_is_named_with_its_last_day(newskills: Company, aigerim: DataSubject) -> None:
    set_hold(company=newskills, subject=aigerim.pk, purpose=Purpose.ACCOUNTING, law="Tax Code, article 206(3)",
             actor=Actor.STAFF, now=NOW)  # fmt: skip
    postman = Postman()
    erase(aigerim)
    deliver(newskills, postman)
    assert "- Бухгалтерский и налоговый учёт: до " in postman.sent[0].body


def test_there_is_no_act_while_the_address_is_still_there(newskills: Company, aigerim: DataSubject) -> None:
    postman, run = Postman(Result(End.LATER, "no-connection")), erase(aigerim)
    with pytest.raises(NoActError, match="1 last letters still hold an address"):
        write_act(run, "en")
    deliver(newskills, postman)
    assert LastLetter.objects.count() == 1
    deliver(newskills, postman, days=1)
    assert write_act(run, "en")


def test_before_the_end_is_verified_it_does_not_leave(
    contacts: type[Contact], newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    vera = register(newskills, {"name": "Вера"})
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        contacts.objects.create(subject=vera, email=AIGERIM["email"])
    postman, run = Postman(), start(aigerim)
    with pytest.raises(RemainsError):
        list(continue_erasure(run=run, now=NOW))
    deliver(newskills, postman, days=1)
    assert postman.sent == []
    erase(vera)
    list(continue_erasure(run=run, now=NOW))
    deliver(newskills, postman)
    assert len(postman.sent) == 1


@pytest.mark.parametrize("answers", [[Result(End.NEVER, "smtp-550")], [Result(End.LATER, "smtp-451")] * MOST_ATTEMPTS])
def test_whom_no_letter_reaches_leaves_nothing_either(
    newskills: Company, aigerim: DataSubject, answers: list[Result]
) -> None:
    postman, run = Postman(*answers), erase(aigerim)
    for day in range(MOST_ATTEMPTS + 1):
        deliver(newskills, postman, days=day)
    assert len(postman.sent) == len(answers)
    assert not LastLetter.objects.exists()
    assert not DataKey.objects.exists()
    assert len(list_about(newskills, aigerim.pk, Operation.LETTER_FAILED)) == 1
    assert write_act(run, "en")


def test_the_round_of_letters_takes_it_along(newskills: Company, aigerim: DataSubject) -> None:
    postman = Postman()
    erase(aigerim)
    list(deliver_due(now=NOW, by=postman))
    assert [message.to for message in postman.sent] == [[AIGERIM["email"]]]
    assert not LastLetter.objects.filter(company=newskills).exists()


def test_while_it_waits_nothing_readable_stands_anywhere(aigerim: DataSubject) -> None:
    erase(aigerim)
    with connections["default"].cursor() as cursor:
        for table in ("letters_lastletter", "lifecycle_erasurebatch", "procrastinate_jobs", "evidence_entry"):
            cursor.execute(f"select {table}::text from {table}")  # noqa: S608 -- ours
            written = str(cursor.fetchall())
            assert AIGERIM["email"].lower() not in written.lower()
            assert AIGERIM["email"].encode().hex() not in written
    assert LastLetter.objects.count() == 1


def test_a_person_without_an_address_is_not_told(newskills: Company, register: Register) -> None:
    person = register(newskills, {"name": "Айгерім", "phone": AIGERIM["phone"]})
    run = erase(person)
    assert not LastLetter.objects.exists()
    assert write_act(run, "en")


@pytest.fixture
def dana(newskills: Company, aigerim: DataSubject, register: Register) -> DataSubject:
    """For whom Aigerim acts; she gave no address of her own."""
    person = register(newskills, {"name": "Дана", "surname": "Ким"})
    appoint_representative(subject=person, representative=aigerim, basis=RepresentativeBasis.PARENT)
    return person


@pytest.mark.clause("8.4-е")
def test_of_a_represented_person_the_representative_is_told(
    newskills: Company, dana: DataSubject, aigerim: DataSubject
) -> None:
    postman, run = Postman(), erase(dana)
    deliver(newskills, postman)
    (message,) = postman.sent
    assert message.to == [AIGERIM["email"]]
    assert message.subject == "Данные того, кого вы представляете, удалены"
    for said in ("Имя: Дана.", "- Контакты", str(run.pk)):
        assert said in message.body
    assert "Ким" not in message.body
    assert not LastLetter.objects.exists()
    assert [key.subject for key in DataKey.objects.all()] == [aigerim.pk], "her own data stay"
    assert len(list_about(newskills, dana.pk, Operation.LETTER_SENT)) == 1
    assert list_about(newskills, aigerim.pk, Operation.LETTER_SENT) == ()


def test_a_represented_person_with_an_address_is_told_themselves(
    newskills: Company, aigerim: DataSubject, register: Register
) -> None:
    dana = register(newskills, {"name": "Дана", "email": "dana@example.kz"})
    appoint_representative(subject=dana, representative=aigerim, basis=RepresentativeBasis.PARENT)
    postman = Postman()
    erase(dana)
    deliver(newskills, postman)
    assert [(message.to, message.subject) for message in postman.sent] == [
        (["dana@example.kz"], "Ваши данные удалены")
    ]  # fmt: skip


def test_where_both_leave_at_once_each_is_told(newskills: Company, dana: DataSubject, aigerim: DataSubject) -> None:
    set_hold(company=newskills, subject=dana.pk, purpose=Purpose.ACCOUNTING, law="Tax Code, article 206(3)",
             actor=Actor.STAFF, now=NOW)  # fmt: skip
    run = start_erasure(company=newskills, people=[aigerim.pk, dana.pk], ground=Ground.ACCOUNT_DELETED,
                        actor=Actor.PERSON, now=NOW)  # fmt: skip
    assert [batch.subjects for batch in run.batches.order_by("number")] == [[dana.pk], [aigerim.pk]]
    list(continue_erasure(run=run, now=NOW))
    postman = Postman()
    deliver(newskills, postman)
    assert sorted(message.subject for message in postman.sent) == [
        "Ваши данные удалены", "Данные того, кого вы представляете, удалены"
    ]  # fmt: skip
    assert {tuple(message.to) for message in postman.sent} == {(AIGERIM["email"],)}


def test_whose_representative_gave_no_address_is_not_told(newskills: Company, register: Register) -> None:
    dana, mother = register(newskills, {"name": "Дана"}), register(newskills, {"name": "Гүлнар"})
    appoint_representative(subject=dana, representative=mother, basis=RepresentativeBasis.PARENT)
    assert write_act(erase(dana), "en")
    assert not LastLetter.objects.exists()


def test_a_restored_backup_sends_no_last_letter(newskills: Company, aigerim: DataSubject) -> None:
    erase(aigerim)
    assert forget_last_letters(newskills) == 1
    postman = Postman()
    deliver(newskills, postman, days=1)
    assert postman.sent == []
    assert not DataKey.objects.exists()


def test_whoever_is_left_alone_is_not_told(aigerim: DataSubject) -> None:
    run = start(aigerim)
    block(subject=aigerim, actor=Actor.STAFF, now=NOW)
    list(continue_erasure(run=run, now=NOW))
    assert run.batches.get().stage == Stage.VERIFIED
    assert not LastLetter.objects.exists()
    assert [key.subject for key in DataKey.objects.all()] == [aigerim.pk]
