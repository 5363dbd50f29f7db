"""What really reaches a partner: a bank in a process of its own that decrypts by other code than ours."""

import json
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lerna.kit import clock
from lerna.privacy.consents.models import Channel as By
from lerna.privacy.consents.models import Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.keys.own import client_certificate, prepare_next_key, take_up_next_key
from lerna.privacy.recipients.keys.pinned import pin_keys, read_offer
from lerna.privacy.recipients.models import Pseudonym, Recipient, State, Transfer
from lerna.privacy.recipients.sending.outgoing import LEASE, MOST_ATTEMPTS, PAUSES, deliver
from lerna.privacy.recipients.sending.sweep import deliver_due
from lerna.privacy.recipients.sending.transfers import TRANSFERS
from lerna.privacy.recipients.tests.conftest import Pass, Reread, Sandbox
from lerna.privacy.recipients.wire.client import Answer, End
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def send(kept: Transfer, now: datetime) -> End | None:
    answer = deliver(line=TRANSFERS, company=kept.company, item_id=kept.pk, now=now)
    return answer.end if answer else None


@pytest.mark.clause("9.1")
@pytest.mark.clause("9.4")
def test_the_bank_opens_what_was_passed_and_signs_for_it(
    sandbox: Sandbox, hand_on: Pass, reread: Reread, aigerim: DataSubject, now: datetime
) -> None:
    kept = hand_on(now=now)
    assert send(kept, now) is End.TAKEN
    (claims,) = sandbox.taken
    assert claims["data"] == {
        "subjects.profile": [{"name": "Айгерім", "surname": "Сәрсенова", "phone": "+77011234567"}]
    }
    assert (claims["act"], claims["purposes"], claims["txn"]) == ("receive", ["bank-credit"], str(kept.pk))
    assert str(aigerim.pk) not in json.dumps(claims), "the bank knows her by a name of its own"
    after = reread(kept)
    assert (after.state, after.attempts, after.sent_at) == (State.CONFIRMED, 1, now)
    with processing(Purpose.CONSENT_PROOF, company=kept.company, reason="test"):
        assert str(Pseudonym.objects.get(recipient=kept.recipient).name) == claims["sub"]


@pytest.mark.clause("2.4")
@pytest.mark.usefixtures("sandbox")
def test_the_evidence_says_what_went_to_whom_and_why_and_no_value(
    hand_on: Pass, aigerim: DataSubject, now: datetime
) -> None:
    kept = hand_on(now=now)
    send(kept, now)
    (entry,) = list_about(aigerim.company, aigerim.pk, Operation.TRANSFER)
    line = read_line(entry)
    assert line["target_id"] == str(kept.pk)
    assert line["purpose"] == "bank-credit"
    assert line["details"] == {
        "recipient": "ulgi-bank", "country": "kz", "channel": "https", "ground": "credit-application",
        "columns": ["subjects.profile.name", "subjects.profile.surname", "subjects.profile.phone"],
    }  # fmt: skip
    assert "Айгерім" not in entry.line
    assert len(list_about(aigerim.company, aigerim.pk, Operation.RECIPIENT_CONFIRMED)) == 1


def test_two_recipients_know_one_person_by_different_names(
    sandbox: Sandbox, hand_on: Pass, fetching: tuple[Recipient, object], now: datetime
) -> None:
    send(hand_on(now=now), now)
    send(hand_on(now=now), now)
    hand_on(recipient=fetching[0].key, now=now)
    with processing(Purpose.CONSENT_PROOF, company=fetching[0].company, reason="test"):
        names = {row.recipient_id: str(row.name) for row in Pseudonym.objects.all()}
    assert len(set(names.values())) == 2
    assert {claims["sub"] for claims in sandbox.taken} < set(names.values()), "the same at each transfer"


def test_a_lost_answer_repeats_and_the_bank_takes_it_once(
    sandbox: Sandbox, hand_on: Pass, reread: Reread, now: datetime
) -> None:
    kept = hand_on(now=now)
    sandbox.go_wrong("silence")
    assert send(kept, now) is End.LATER
    assert (reread(kept).state, reread(kept).outcome) == (State.QUEUED, "no-answer")
    assert send(kept, now) is None, "not before its time"
    assert send(kept, now + PAUSES[0]) is End.TAKEN
    assert len(sandbox.taken) == 1
    assert reread(kept).sent_at == now


@pytest.mark.parametrize(
    ("mishap", "word", "state"),
    [
        ("500", "http-500", State.QUEUED),
        ("429", "http-429", State.QUEUED),
        ("302", "http-302", State.QUEUED),
        ("other-receipt", "wrong-receipt", State.QUEUED),
        ("other-body", "wrong-receipt", State.QUEUED),
        ("403", "http-403", State.FAILED),
    ],
)
def test_an_answer_that_is_no_receipt(  # noqa: PLR0913, PLR0917 -- the table's columns
    sandbox: Sandbox, hand_on: Pass, reread: Reread, mishap: str, word: str, state: State
) -> None:
    now = clock.now()
    kept = hand_on(now=now)
    sandbox.go_wrong(mishap)
    send(kept, now)
    after = reread(kept)
    assert (after.outcome, after.state) == (word, state)


def test_a_dead_bank_loses_nothing_and_holds_up_nobody_else(
    sandbox: Sandbox, hand_on: Pass, reread: Reread, now: datetime
) -> None:
    bank = Recipient.objects.get(key="ulgi-bank", company__slug="newskills")
    alive = bank.url
    Recipient.objects.filter(pk=bank.pk).update(url="https://127.0.0.1:9/api")
    first, second = hand_on(now=now), hand_on(now=now)
    assert [answer.word for _, _, answer in deliver_due(now=now)] == ["no-connection"], "one attempt a round"
    assert sorted((reread(kept).attempts, reread(kept).sent_at) for kept in (first, second)) == [(0, None), (1, None)]
    assert not list_about(bank.company, first.subject_id, Operation.TRANSFER)
    Recipient.objects.filter(pk=bank.pk).update(url=alive)
    ended = [answer.end for _, _, answer in deliver_due(now=now + PAUSES[0])]
    assert ended == [End.TAKEN, End.TAKEN]
    assert len(sandbox.taken) == 2


def test_a_bank_that_never_answers_is_given_up(sandbox: Sandbox, hand_on: Pass, reread: Reread, now: datetime) -> None:
    kept, at = hand_on(now=now), now
    for pause in (*PAUSES, timedelta()):
        sandbox.go_wrong("503")
        assert send(kept, at) is End.LATER
        at += pause
    after = reread(kept)
    assert (after.state, after.attempts, after.outcome) == (State.FAILED, MOST_ATTEMPTS, "http-503")
    assert not sandbox.taken


def test_a_server_with_another_certificate_gets_nothing(
    sandbox: Sandbox, hand_on: Pass, reread: Reread, now: datetime
) -> None:
    bank = Recipient.objects.get(key="ulgi-bank", company__slug="newskills")
    bank.keys.filter(use="tls").update(retired_at=now)
    kept = hand_on(now=now)
    assert send(kept, now) is End.LATER
    assert (reread(kept).outcome, reread(kept).sent_at) == ("no-certificate", None)
    stranger = client_certificate("kerbez-agy", now=now).read_text()
    pin_keys(recipient=bank, offered=read_offer(stranger[stranger.index("-----BEGIN CERT") :]), now=now)
    assert send(kept, now + PAUSES[0]) is End.LATER
    assert (reread(kept).outcome, reread(kept).sent_at) == ("wrong-certificate", None)
    assert not sandbox.taken


def test_what_was_withdrawn_while_it_waited_never_leaves(
    sandbox: Sandbox, hand_on: Pass, reread: Reread, aigerim: DataSubject, now: datetime
) -> None:
    kept = hand_on(now=now)
    withdraw(subject=aigerim, channel=By.CABINET, hand=Hand.PERSON, site="lerna", now=now)
    assert send(kept, now) is None
    after = reread(kept)
    assert (after.state, after.outcome, after.sent_at) == (State.CANCELED, "not-permitted", None)
    assert not sandbox.taken
    (entry,) = list_about(aigerim.company, aigerim.pk, Operation.TRANSFER_REFUSED)
    assert entry.line.count('"actor":"job"') == 1


def test_killed_while_sending_it_is_sent_again(sandbox: Sandbox, hand_on: Pass, reread: Reread, now: datetime) -> None:
    died_at = now - LEASE
    kept = hand_on(now=died_at)

    class KilledError(Exception):
        pass

    def die(*_given: object) -> Answer:
        raise KilledError

    with pytest.raises(KilledError):
        deliver(line=TRANSFERS, company=kept.company, item_id=kept.pk, now=died_at, by=die)
    assert reread(kept).sent_at == died_at, "it may have left, so it counts as passed"
    assert send(kept, died_at) is None
    assert send(kept, now) is End.TAKEN
    assert len(sandbox.taken) == 1
    assert reread(kept).state == State.CONFIRMED


@pytest.mark.usefixtures("sandbox")
def test_our_signing_key_changes_without_a_gap(sandbox: Sandbox, hand_on: Pass, now: datetime) -> None:
    prepare_next_key("newskills")
    sandbox.know_our_keys()
    assert send(hand_on(now=now), now) is End.TAKEN
    take_up_next_key("newskills")
    assert send(hand_on(now=now), now) is End.TAKEN
    prepare_next_key("newskills")
    take_up_next_key("newskills")
    assert send(hand_on(now=now), now) is End.NEVER, "a key that the bank never saw"


@pytest.mark.usefixtures("sandbox")
def test_sending_takes_the_same_queries_for_one_column_and_three(hand_on: Pass, now: datetime) -> None:
    counts = []
    for columns in (["subjects.profile.name"], ["subjects.profile.name", "subjects.profile.phone"]):
        kept = hand_on(now=now, columns=columns)
        with CaptureQueriesContext(connection) as queries:
            send(kept, now)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_nothing_of_the_person_stands_in_what_is_kept(hand_on: Pass, bank: Recipient) -> None:
    kept = hand_on(recipient=bank.key, actor=Actor.STAFF)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'recipients.deliver'")
        (arguments,) = cursor.fetchone()
    assert json.loads(arguments) == {"transfer": str(kept.pk), "company": kept.company_id}
