"""A letter's way: decided on, claimed, handed to a real mail server, marked; and each way in which that goes wrong."""

import logging
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.dispatch import LEASE, MOST_ATTEMPTS, PAUSES, deliver_letter
from lerna.privacy.letters.jobs import deliver
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.operations import retry_letter
from lerna.privacy.letters.queries import NoSuchLetterError
from lerna.privacy.letters.sweep import deliver_due
from lerna.privacy.letters.tests.conftest import ADDRESS, CODE, CONFIRMATION, NOW, Peer
from lerna.privacy.letters.wire.delivery import End, Result, post
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, RepresentativeBasis
from lerna.privacy.subjects.operations import (
    appoint_representative,
    block,
    create_subject,
    forbid,
    permit,
    state_profile,
)
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Write = Callable[..., Letter]
Look = Callable[[Letter], Letter]
MINUTE = timedelta(minutes=1)


class KilledError(BaseException):
    """What a kill looks like from within: nothing after it runs."""


def test_it_arrives(
    peer: Peer, newskills: Company, write: Write, look: Look, evidence: Callable[[], list[str]]
) -> None:
    letter = write()
    result = deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
    assert result == Result(End.ACCEPTED)
    (envelope,) = peer.envelopes
    assert envelope.rcpt_tos == [ADDRESS]
    stored = look(letter)
    assert (stored.state, stored.attempts, stored.ended_at) == (State.SENT, 1, NOW)
    assert (stored.address, stored.context) == (None, None), "what it was sent with is no longer needed"
    assert evidence()[-1] == "letter_sent"
    assert deliver_letter(company=newskills, letter_id=letter.pk, now=NOW + MINUTE) is None
    assert len(peer.envelopes) == 1


def test_a_temporary_failure_is_tried_again_after_a_growing_pause(
    peer: Peer, newskills: Company, write: Write, look: Look
) -> None:
    peer.recipient_replies = ["451 greylisted", "451 greylisted"]
    letter, now = write(), NOW
    for pause in PAUSES[:2]:
        assert deliver_letter(company=newskills, letter_id=letter.pk, now=now) == Result(End.LATER, "smtp-451")
        assert deliver_letter(company=newskills, letter_id=letter.pk, now=now + pause - MINUTE / 2) is None
        now += pause
        assert look(letter).due_at == now
    assert [result for _, _, result in deliver_due(now=now)] == [Result(End.ACCEPTED)]
    assert (look(letter).state, look(letter).attempts) == (State.SENT, 3)


def test_a_final_refusal_is_final(peer: Peer, newskills: Company, write: Write, look: Look) -> None:
    peer.recipient_replies = [f"550 no such user {ADDRESS}"]
    letter = write()
    assert deliver_letter(company=newskills, letter_id=letter.pk, now=NOW) == Result(End.NEVER, "smtp-550")
    stored = look(letter)
    assert (stored.state, stored.outcome, stored.address) == (State.FAILED, "smtp-550", None)
    assert list(deliver_due(now=NOW + 2 * LEASE)) == []
    with pytest.raises(NoSuchLetterError):
        retry_letter(company=newskills, letter_id=letter.pk, now=NOW)


def test_it_gives_up_in_the_end_and_can_be_tried_anew(peer: Peer, newskills: Company, write: Write, look: Look) -> None:
    peer.data_replies = ["452 full"] * MOST_ATTEMPTS
    letter, now = write(), NOW
    for pause in (*PAUSES, MINUTE):
        assert deliver_letter(company=newskills, letter_id=letter.pk, now=now) == Result(End.LATER, "smtp-452")
        now += pause
    assert (look(letter).state, look(letter).outcome) == (State.FAILED, "smtp-452")
    retry_letter(company=newskills, letter_id=letter.pk, now=now)
    assert deliver_letter(company=newskills, letter_id=letter.pk, now=now) == Result(End.ACCEPTED)
    assert look(letter).state == State.SENT


def test_killed_between_sending_and_marking_it_comes_again_and_is_known_for_the_same(
    peer: Peer, newskills: Company, write: Write, look: Look
) -> None:
    def post_and_die(letter: UUID, company: str, message: EmailMultiAlternatives) -> Result:
        post(letter, company, message)
        raise KilledError

    letter = write()
    with pytest.raises(KilledError):
        deliver_letter(company=newskills, letter_id=letter.pk, now=NOW, by=post_and_die)
    assert look(letter).state == State.QUEUED
    assert list(deliver_due(now=NOW + MINUTE)) == [], "somebody may still be sending it"
    assert [result.end for _, _, result in deliver_due(now=NOW + LEASE)] == [End.ACCEPTED]
    first, second = peer.messages
    assert first["Message-ID"] == second["Message-ID"] == f"<letter-{letter.pk}@lerna.kz>"
    assert first.as_bytes() == second.as_bytes() or first["Date"] == second["Date"]
    assert look(letter).state == State.SENT


def test_killed_before_sending_nothing_is_lost(peer: Peer, newskills: Company, write: Write) -> None:
    def die(_letter: UUID, _company: str, _message: EmailMultiAlternatives) -> Result:
        raise KilledError

    letter = write()
    with pytest.raises(KilledError):
        deliver_letter(company=newskills, letter_id=letter.pk, now=NOW, by=die)
    assert [result.end for _, _, result in deliver_due(now=NOW + LEASE)] == [End.ACCEPTED]
    assert len(peer.envelopes) == 1


@pytest.mark.clause("8.2")
def test_what_is_withdrawn_before_sending_is_not_sent(  # noqa: PLR0913, PLR0917 -- fixtures
    peer: Peer, newskills: Company, aigerim: DataSubject, write: Write, look: Look, evidence: Callable[[], list[str]]
) -> None:
    letter = write()
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    assert deliver_letter(company=newskills, letter_id=letter.pk, now=NOW) is None
    stored = look(letter)
    assert (stored.state, stored.address, stored.context) == (State.REFUSED, None, None)
    assert peer.envelopes == []
    assert evidence()[-1] == "letter_refused"


@pytest.mark.clause("6.5")
def test_to_a_blocked_person_only_what_a_law_orders_goes(
    peer: Peer, aigerim: DataSubject, write: Write, look: Look
) -> None:
    by_consent, by_law = write(), write(purpose=Purpose.REQUESTS)
    block(subject=aigerim, actor=Actor.PERSON, now=NOW)
    assert len(list(deliver_due(now=NOW))) == 1
    assert (look(by_consent).state, look(by_law).state) == (State.REFUSED, State.SENT)
    assert len(peer.envelopes) == 1


def test_where_nobody_answers_the_rest_waits(settings: LazySettings, write: Write, look: Look) -> None:
    settings.LERNA_SMTP_URL = "smtp://127.0.0.1:1"
    first, second = write(), write()
    ends = [result for _, _, result in deliver_due(now=NOW)]
    assert ends == [Result(End.LATER, "no-connection")]
    assert sorted([look(first).attempts, look(second).attempts]) == [0, 1]


def test_in_production_without_a_server_letters_wait(
    settings: LazySettings, newskills: Company, write: Write, look: Look
) -> None:
    settings.IN_PRODUCTION = True
    letter = write()
    assert deliver_letter(company=newskills, letter_id=letter.pk, now=NOW) == Result(End.LATER, "no-server")
    assert look(letter).state == State.QUEUED


def test_a_person_without_an_address_is_seen_as_not_reached(
    newskills: Company, aigerim: DataSubject, write: Write
) -> None:
    with_other = write(to="another@example.kz")
    assert with_other.state == State.QUEUED
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        state_profile(subject=aigerim, actor=Actor.PERSON, now=NOW, name="Айгерім", phone="+77011234567")
    assert (write().state, write().outcome) == (State.FAILED, "no-address")


@pytest.mark.clause("8.1")
def test_one_who_is_represented_is_reached_through_the_representative(
    peer: Peer, newskills: Company, aigerim: DataSubject, write: Write
) -> None:
    child = create_subject(company=newskills, site=newskills.sites.get(key="lerna"), now=NOW)
    permit(subject=child, purposes=[Purpose.CONSULTING])
    with processing(Purpose.CONSULTING, company=newskills, reason="test"):
        state_profile(subject=child, actor=Actor.PERSON, now=NOW, name="Дана")
    assert write(subject=child).outcome == "no-address"
    appoint_representative(subject=child, representative=aigerim, basis=RepresentativeBasis.PARENT)
    letter = write(subject=child)
    deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
    assert [envelope.rcpt_tos for envelope in peer.envelopes] == [[ADDRESS]]
    forbid(subject=aigerim, purposes=[Purpose.CONSULTING])
    assert write(subject=child).outcome == "no-address", "whose address it is permits this no more"


def test_a_rolled_back_transaction_leaves_neither_letter_nor_job(write: Write) -> None:
    def count() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from procrastinate_jobs where task_name = 'letters.deliver'")
            return cursor.fetchone()

    before = count()
    with transaction.atomic():
        write()
        assert count() != before
        transaction.set_rollback(True)
    assert count() == before


def test_neither_job_nor_row_nor_log_holds_a_value(
    peer: Peer, newskills: Company, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    peer.recipient_replies = [f"450 mailbox of {ADDRESS} is busy"]
    caplog.set_level(logging.DEBUG)
    letter = write(template="confirmation-code", context=CONFIRMATION)
    deliver(letter=str(letter.pk), company=newskills.pk)
    with connection.cursor() as cursor:
        cursor.execute("select args::text from procrastinate_jobs where task_name = 'letters.deliver'")
        jobs = str(cursor.fetchall())
    assert str(letter.pk) in jobs
    # The mail server of the test runs in this process too, and tells all it hears.
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name != "mail.log")
    assert str(letter.pk) in logged
    for place in (jobs, logged, repr(letter), str(letter)):
        assert ADDRESS not in place
        assert CODE not in place
