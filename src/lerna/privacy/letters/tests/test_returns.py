"""Letters that come back, and letters that a person stops: both find their letter by what only we can have written."""

import io
import sys
from collections.abc import Callable
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from lerna.companies.models import Company
from lerna.kit.localized import Localized
from lerna.privacy.consents.obligations import Obligation, forget_obligations, register_obligations
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.operations import mark_returned, stop_letters
from lerna.privacy.letters.queries import NoSuchLetterError, NotStoppableError, count_waiting
from lerna.privacy.letters.tests.conftest import ADDRESS, NOW, Peer
from lerna.privacy.letters.wire.addresses import (
    WrongTokenError,
    find_returned,
    make_stop_token,
    read_stop_token,
    return_address,
)
from lerna.privacy.letters.wire.returns import NoReportError, read_report
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

Write = Callable[..., Letter]
Look = Callable[[Letter], Letter]
REPORT = """From: MAILER-DAEMON@mx.example.kz
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

Жеткізілмеді: aigerim@example.kz

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.kz

Final-Recipient: rfc822; aigerim@example.kz
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b--
"""


def report(to: str, action: str = "failed", status: str = "5.1.1") -> bytes:
    return REPORT.format(to=to, action=action, status=status).encode()


@pytest.fixture
def sent(newskills: Company, write: Write, peer: Peer) -> Letter:  # noqa: ARG001 -- where it is sent to
    letter = write()
    deliver_letter(company=newskills, letter_id=letter.pk, now=NOW)
    return letter


def test_a_return_address_leads_back_to_its_letter_and_no_other_does() -> None:
    letter = uuid4()
    address = return_address(letter, "info@lerna.kz")
    assert find_returned(address) == letter
    assert find_returned(address.upper()) == letter
    local, _, domain = address.partition("@")
    assert len(local) <= 64, "RFC 5321, 4.5.3.1.1"
    assert find_returned(f"{local[:-1]}{'a' if local[-1] != 'a' else 'b'}@{domain}") is None
    for wrong in ("info@lerna.kz", "info+b.x.y@lerna.kz", f"info+b.{'1' * 26}.{'a' * 16}@lerna.kz", "", "@", "+b.@"):
        assert find_returned(wrong) is None


def test_a_report_says_which_letter_and_whether_for_good() -> None:
    letter = uuid4()
    address = return_address(letter, "info@lerna.kz")
    failed = read_report(report(address))
    assert (failed.letter, failed.for_good, failed.status) == (letter, True, "5.1.1")
    assert not read_report(report(address, "delayed", "4.4.7")).for_good
    assert not read_report(report(address, "failed", "4.4.7")).for_good
    assert read_report(report(address, "failed", "nonsense")).status == "unknown"


@pytest.mark.parametrize("content", [b"", b"To: x", report("info@lerna.kz"), b"x" * 2_000_001, b"\xff\x00\r\n\r\n\xff"])
def test_what_is_no_report_is_said(content: bytes) -> None:
    with pytest.raises(NoReportError):
        read_report(content)


def test_an_ordinary_letter_to_a_return_address_is_no_report() -> None:
    address = return_address(uuid4(), "info@lerna.kz")
    with pytest.raises(NoReportError):
        read_report(f"To: {address}\n\nThank you!".encode())


def test_the_command_marks_a_returned_letter(
    monkeypatch: pytest.MonkeyPatch, peer: Peer, sent: Letter, look: Look, capsys: pytest.CaptureFixture[str]
) -> None:
    content = report(peer.envelopes[0].mail_from)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    call_command("letters", "returned")
    assert (look(sent).state, look(sent).outcome) == (State.BOUNCED, "5.1.1")
    assert ADDRESS not in capsys.readouterr().out


def test_only_a_sent_letter_can_come_back(newskills: Company, write: Write, look: Look) -> None:
    letter = write()
    assert not mark_returned(company=newskills, letter_id=letter.pk, word="5.1.1", now=NOW)
    assert look(letter).state == State.QUEUED


@pytest.mark.clause("6.1")
def test_the_link_below_a_letter_withdraws_its_consent_at_once(
    sent: Letter, newskills: Company, aigerim: DataSubject, evidence: Callable[[], list[str]]
) -> None:
    token = make_stop_token(sent.pk, newskills.pk)
    for _ in range(2):
        assert stop_letters(company=newskills, token=token, now=NOW).purpose.key is Purpose.CONSULTING
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert not may(DataSubject.objects.get(pk=aigerim.pk), Purpose.CONSULTING)
    assert evidence().count("consent_withdrawn") == 1


@pytest.mark.clause("6.8")
def test_what_an_obligation_needs_goes_on_and_says_why(
    sent: Letter, newskills: Company, aigerim: DataSubject, evidence: Callable[[], list[str]]
) -> None:
    why = Localized(ru="Курс оплачен.", kk="Курс төленген.", en="The course is paid.")

    def owes(_subject: DataSubject) -> list[Obligation]:
        return [Obligation(Purpose.CONSULTING, "paid-course", why)]

    register_obligations(owes)
    try:
        stopped = stop_letters(company=newskills, token=make_stop_token(sent.pk, newskills.pk), now=NOW)
    finally:
        forget_obligations(owes)
    assert [obligation.reason for obligation in stopped.refused] == [why]
    with processing(Purpose.CONSENT_PROOF, company=newskills, reason="test"):
        assert may(DataSubject.objects.get(pk=aigerim.pk), Purpose.CONSULTING)
    assert "consent_withdrawn" not in evidence()


def test_no_other_link_stops_anything(newskills: Company, sent: Letter, write: Write) -> None:
    token = make_stop_token(sent.pk, newskills.pk)
    for wrong in (token[:-1], f"{token}x", "", "1.2:3", token.replace(".", "..", 1)):
        with pytest.raises(WrongTokenError):
            read_stop_token(wrong)
    with pytest.raises(NoSuchLetterError):
        stop_letters(company=newskills, token=make_stop_token(uuid4(), newskills.pk), now=NOW)
    with pytest.raises(NoSuchLetterError):
        stop_letters(company=newskills, token=make_stop_token(sent.pk, 999_999), now=NOW)
    with pytest.raises(NotStoppableError):
        stop_letters(
            company=newskills, token=make_stop_token(write(purpose=Purpose.REQUESTS).pk, newskills.pk), now=NOW
        )


def test_another_companys_number_opens_no_letter(sent: Letter) -> None:
    kerbez = Company.objects.get(slug="kerbez-agy")
    for company, token in (
        (kerbez, make_stop_token(sent.pk, kerbez.pk)),
        (kerbez, make_stop_token(sent.pk, sent.company.pk)),
        (sent.company, make_stop_token(sent.pk, kerbez.pk)),
    ):
        with pytest.raises(NoSuchLetterError):
            stop_letters(company=company, token=token, now=NOW)


def test_the_command_delivers_lists_and_retries(
    peer: Peer, aigerim: DataSubject, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("letters", "deliver", "--dry-run")
    assert "newskills: 0 letters are due." in capsys.readouterr().out
    letter = write()
    assert count_waiting(aigerim) == 1
    peer.recipient_replies = ["550 no"]
    call_command("letters", "deliver")
    call_command("letters", "failed")
    told = capsys.readouterr().out
    assert f"newskills {letter.pk} never smtp-550" in told
    assert "application-received smtp-550" in told
    assert ADDRESS not in told
    with pytest.raises(CommandError):
        call_command("letters", "retry", str(letter.pk))
    with pytest.raises(CommandError):
        call_command("letters", "retry", str(uuid4()))
    assert count_waiting(aigerim) == 0
