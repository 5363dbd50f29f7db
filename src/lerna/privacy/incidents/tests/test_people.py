"""Whose data an incident concerns: counted from the ledger, told once each, blocked where need be."""

import json
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lerna.companies.models import Company
from lerna.privacy.evidence.models import Entry
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.incidents.models import Danger, Incident, Source
from lerna.privacy.incidents.notices import people as telling
from lerna.privacy.incidents.notices.authority import print_notice, write_notice
from lerna.privacy.incidents.notices.people import begin_telling, list_being_told, tell_people
from lerna.privacy.incidents.operations import WrongStateError, state_scope
from lerna.privacy.incidents.queries import list_evidence, read_file
from lerna.privacy.incidents.scope.blocks import block_concerned, unblock_concerned
from lerna.privacy.incidents.scope.counting import Question, count_scope, iter_people
from lerna.privacy.incidents.tests.conftest import (
    BY_VERA,
    MALLORY,
    NOW,
    VERA,
    Look,
    Open,
    count_looks,
    judge,
    letters_to,
    report,
    steps_of,
)
from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.blocks import forget_holder, register_holder, release_people
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, let_lapse
from lerna.privacy.subjects.permissions import mask_of, may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(days=1)


def tell(incident: Incident, at: datetime = NOW) -> list[int]:
    return list(tell_people(incident=Incident.objects.get(pk=incident.pk), clock=lambda: at))


@pytest.fixture
def endangered(found: Open, look: Look, aigerim: DataSubject, quralay: DataSubject) -> Incident:
    """Mallory looked at Aigerim and Quralay, and it is dangerous to them."""
    look(aigerim, quralay, times=2)
    incident = found()
    count_looks(incident)
    return judge(incident, Danger.HIGH)


@pytest.mark.clause("8.3")
def test_the_ledger_tells_whom_a_member_of_staff_saw_and_when(
    look: Look, newskills: Company, kerbez: Company, aigerim: DataSubject, quralay: DataSubject
) -> None:
    look(aigerim, times=3)
    look(quralay, by=VERA, screen="audience")
    look(quralay, at=UNTIL)
    question = Question(source=Source.LOOKS, since=SINCE, until=UNTIL)

    def ask(**changed: str) -> tuple[int, int]:
        known = {"source": question.source, "since": question.since, "until": question.until}
        counted = count_scope(newskills, Question(**known, **changed))  # type: ignore[arg-type]
        return counted.people, counted.acts

    assert ask() == (2, 4)
    assert ask(staff=str(MALLORY)) == (1, 3)
    assert ask(screen="audience") == (1, 1)
    assert ask(staff=str(MALLORY), screen="audience") == (0, 0)
    assert count_scope(kerbez, question).people == 0
    assert count_scope(newskills, Question(source=Source.LOOKS, since=UNTIL, until=UNTIL + timedelta(1))).people == 1


def test_the_ledger_tells_whose_data_a_recipient_got(newskills: Company, aigerim: DataSubject) -> None:
    for recipient in ("ulgi-bank", "ulgi-bank", "courier"):
        record(
            company=newskills, operation=Operation.TRANSFER, clause="9.4", actor=Actor.JOB, now=NOW, subject=aigerim.pk,
            purpose=Purpose.MARKETING, details={"recipient": recipient},
        )  # fmt: skip
    question = Question(source=Source.TRANSFERS, since=SINCE, until=UNTIL, recipient="ulgi-bank")
    counted = count_scope(newskills, question)
    assert (counted.people, counted.acts, counted.categories) == (1, 2, ("identity", "contact"))


def test_everybody_is_whoever_was_known_by_then(
    newskills: Company, aigerim: DataSubject, quralay: DataSubject, boris: DataSubject
) -> None:
    question = Question(source=Source.EVERYBODY, since=SINCE, until=UNTIL)
    batches = list(iter_people(newskills, question, batch=1))
    assert batches == sorted([(aigerim.pk,), (quralay.pk,)])
    assert boris.pk not in {subject for batch in batches for subject in batch}


@pytest.mark.clause("11.1")
def test_everybody_endangered_gets_one_letter(
    endangered: Incident, newskills: Company, aigerim: DataSubject, quralay: DataSubject
) -> None:
    begin_telling(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    assert [incident.pk for incident in list_being_told()] == [endangered.pk]
    assert tell(endangered) == [2]
    assert tell(endangered) == []
    assert letters_to(aigerim) == letters_to(quralay) == ["incident-people"]
    told = Incident.objects.get(pk=endangered.pk)
    assert (told.told, told.told_at) == (2, NOW)
    entries = Entry.objects.filter(company=newskills, operation="incident_told")
    assert {entry.subject for entry in entries} == {aigerim.pk, quralay.pk}
    assert steps_of(endangered)[-2:] == ["telling", "told"]


@pytest.mark.clause("11.1")
def test_the_letter_says_what_happened_what_to_do_and_whom_to_ask(
    endangered: Incident, newskills: Company, aigerim: DataSubject
) -> None:
    begin_telling(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    tell(endangered)
    with processing(Purpose.SECURITY, company=newskills, reason="test"):
        said = json.loads(str(Letter.objects.get(subject=aigerim).context))
    assert said["mark"] == ""
    assert said["nature"] == "Ваши данные мог увидеть тот, кто не имел на это права."
    assert len(said["data"]) == 3
    assert "Не сообщайте" in said["advice"][0]
    assert newskills.responsible_email in said["responsible"]


@pytest.mark.clause("11.1")
def test_telling_goes_on_from_where_it_was_killed(
    endangered: Incident,
    newskills: Company,
    aigerim: DataSubject,
    quralay: DataSubject,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(telling, "BATCH", 1)
    begin_telling(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    batches: Iterator[int] = tell_people(incident=endangered, clock=lambda: NOW)
    assert next(batches) == 1
    assert sorted(map(len, (letters_to(aigerim), letters_to(quralay)))) == [0, 1]
    assert tell(endangered) == [1, 0]
    assert letters_to(aigerim) == letters_to(quralay) == ["incident-people"]


def test_who_is_past_the_term_of_the_safety_log_is_told_all_the_same(
    endangered: Incident, newskills: Company, aigerim: DataSubject
) -> None:
    left = mask_of([Purpose.CONSENT_PROOF, Purpose.REQUESTS])
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        DataSubject.objects.filter(pk=aigerim.pk).update(granted=left, permitted=left)
    begin_telling(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    tell(endangered)
    assert letters_to(aigerim) == ["incident-people"]


def test_nobody_is_told_of_what_endangers_nobody_or_is_not_counted(found: Open, newskills: Company) -> None:
    incident = judge(found(), Danger.RISK)
    with pytest.raises(WrongStateError, match="endangered"):
        begin_telling(company=newskills, incident_id=incident.pk, hand=BY_VERA, now=NOW)
    judge(incident, Danger.HIGH)
    with pytest.raises(WrongStateError, match="counted"):
        begin_telling(company=newskills, incident_id=incident.pk, hand=BY_VERA, now=NOW)
    assert Incident.objects.get(pk=incident.pk).telling_at is None


def test_once_people_are_told_the_scope_stays(endangered: Incident, newskills: Company) -> None:
    begin_telling(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    question = Question(source=Source.EVERYBODY, since=SINCE, until=UNTIL)
    with pytest.raises(WrongStateError):
        state_scope(company=newskills, incident_id=endangered.pk, question=question, hand=BY_VERA, now=NOW)
    assert endangered.scopes.count() == 1


@pytest.mark.clause("8.3")
def test_everybody_concerned_is_blocked_and_given_back(
    endangered: Incident, newskills: Company, aigerim: DataSubject, quralay: DataSubject
) -> None:
    let_lapse(company=newskills, people=[quralay.pk], purposes=[Purpose.CONSULTING])
    assert block_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW) == 2
    assert not may(_fresh(aigerim), Purpose.CONSULTING)
    with pytest.raises(WrongStateError):
        block_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
    assert unblock_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW) == 2
    assert may(_fresh(aigerim), Purpose.CONSULTING)
    assert not may(_fresh(quralay), Purpose.CONSULTING), "what was withdrawn stays withdrawn"
    assert steps_of(endangered)[-2:] == ["blocked", "unblocked"]


@pytest.mark.clause("8.3")
def test_of_two_rooms_that_block_somebody_the_last_one_lifts_it(
    endangered: Incident, newskills: Company, aigerim: DataSubject, quralay: DataSubject
) -> None:
    held = {quralay.pk}

    def find_held(_company: Company, people: Collection[UUID]) -> set[UUID]:
        return held & set(people)

    register_holder(find_held)
    try:
        block_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW)
        later = NOW + timedelta(hours=1)
        assert release_people(company=newskills, people=[aigerim.pk], actor=Actor.STAFF, now=later) == 0
        assert not may(_fresh(aigerim), Purpose.CONSULTING), "the incident holds her"
        assert unblock_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=later) == 1
        assert may(_fresh(aigerim), Purpose.CONSULTING)
        assert not may(_fresh(quralay), Purpose.CONSULTING), "the other room holds her"
        held.clear()
        assert release_people(company=newskills, people=[quralay.pk], actor=Actor.STAFF, now=later) == 1
    finally:
        forget_holder(find_held)


@pytest.mark.clause("8.3")
def test_whom_an_operator_had_blocked_before_stays_blocked(
    endangered: Incident, newskills: Company, aigerim: DataSubject
) -> None:
    block(subject=aigerim, actor=Actor.OPERATOR, now=NOW - timedelta(days=1))
    assert block_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW) == 1
    assert unblock_concerned(company=newskills, incident_id=endangered.pk, hand=BY_VERA, now=NOW) == 1
    assert not may(_fresh(aigerim), Purpose.CONSULTING)


@pytest.mark.clause("11.1")
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_notice_says_everything_that_the_law_asks(endangered: Incident, newskills: Company, language: str) -> None:
    page = write_notice(read_file(newskills, endangered.pk), language, NOW)  # type: ignore[arg-type]
    told = [
        newskills.bin,
        newskills.responsible_email,
        newskills.responsible_name.in_language(language),  # type: ignore[arg-type]
        endangered.number,
        "Список заявок ушёл не туда.",
        "<dd>2</dd>",
        "<dd>4</dd>",
        "Смотрели посторонние.",
    ]
    for words in told:
        assert words in page
    assert print_notice(page).startswith(b"%PDF")


def test_what_was_sent_to_the_authority_stands_in_the_evidence(endangered: Incident, newskills: Company) -> None:
    reported = report(endangered)
    (entry,) = [entry for entry in list_evidence(reported) if entry.operation == "incident_reported"]
    assert len(entry.details["document"]) == 64
    assert len(list_evidence(reported)) == len(steps_of(reported))
    assert newskills == reported.company


def _fresh(person: DataSubject) -> DataSubject:
    with processing(Purpose.CONSENT_PROOF, company=person.company, reason="test"):
        return DataSubject.objects.select_related("company").get(pk=person.pk)
