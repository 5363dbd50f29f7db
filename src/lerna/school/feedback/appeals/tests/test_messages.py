"""A message by the feedback form: kept with its consent or not at all, answered once, gone with the permission."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from lerna.companies.models import Site
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.models import Entry
from lerna.privacy.letters.values import LetterValueError
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import permit
from lerna.privacy.subjects.processing import PurposeError, processing
from lerna.school.feedback.appeals.models import Message, Topic
from lerna.school.feedback.appeals.operations import (
    AlreadyAnsweredError,
    NoConsentError,
    Written,
    answer_message,
    receive_learners_message,
    receive_message,
)
from lerna.school.feedback.appeals.queries import NoSuchAppealError, list_messages, read_senders
from lerna.school.feedback.conftest import NOW, Join, Read, read_letters

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "На странице курса не открывается расписание."
TYPED = Written(topic=Topic.FAULT, text=WORDS, name="Айгерім", email="Aigerim@example.kz")
VERA = uuid4()


def send(site: Site, read: Read, *also: Purpose) -> Message:
    return receive_message(site=site, written=TYPED, statements=read(site, Purpose.CONSULTING, *also), now=NOW)


def texts(site: Site, purpose: Purpose) -> list[str]:
    with processing(purpose, company=site.company, reason="test"):
        return [str(one.text) for one in Message.objects.order_by("received_at")]


@pytest.mark.clause("5.4-в")
def test_a_message_is_kept_sealed_with_its_consent_and_two_letters(sites: dict[str, Site], read: Read) -> None:
    message = send(sites["lerna"], read)
    assert texts(sites["lerna"], Purpose.CONSULTING) == [WORDS]
    (received,) = read_letters(message.company, Purpose.CONSULTING)
    assert received[:2] == ("message-received", "Aigerim@example.kz")
    assert [one[0] for one in read_letters(message.company, Purpose.CONSENT_PROOF)] == ["consent-receipt"]
    collected = Entry.objects.get(operation="collect", subject=message.subject_id)
    assert "feedback" in collected.line
    assert WORDS not in collected.line


def test_without_the_consent_nothing_is_kept(sites: dict[str, Site], read: Read) -> None:
    with pytest.raises(NoConsentError):
        receive_message(
            site=sites["lerna"], written=TYPED, statements=read(sites["lerna"], Purpose.SITE_QUALITY), now=NOW
        )
    with processing(Purpose.CONSENT_PROOF, company=sites["lerna"].company, reason="test"):
        assert not DataSubject.objects.exists()


@pytest.mark.clause("7.1-б")
def test_to_mend_the_site_needs_a_consent_of_its_own_and_shows_neither_name_nor_address(
    sites: dict[str, Site], read: Read
) -> None:
    send(sites["lerna"], read)
    assert texts(sites["lerna"], Purpose.SITE_QUALITY) == []
    send(sites["lerna"], read, Purpose.SITE_QUALITY)
    assert texts(sites["lerna"], Purpose.SITE_QUALITY) == [WORDS, WORDS], "one person, who has agreed now"
    with processing(Purpose.SITE_QUALITY, company=sites["lerna"].company, reason="test"):
        message = Message.objects.order_by("received_at")[0]
        with pytest.raises(PurposeError):
            assert message.email


@pytest.mark.clause("6.5")
def test_who_withdraws_is_gone_from_the_messages_at_once(sites: dict[str, Site], read: Read) -> None:
    message = send(sites["lerna"], read)
    withdraw(subject=message.subject, channel=Channel.SITE, hand=Hand.PERSON, site="lerna", now=NOW)
    assert texts(sites["lerna"], Purpose.CONSULTING) == []
    with pytest.raises(NoSuchAppealError):
        answer(message, "Починили.")


def answer(message: Message, text: str, purpose: Purpose = Purpose.CONSULTING) -> Message:
    return answer_message(
        company=message.company, purpose=purpose, message_id=message.pk, text=text, actor_id=VERA,
        now=NOW + timedelta(hours=1),
    )  # fmt: skip


def test_a_message_is_answered_once_to_the_address_as_typed(sites: dict[str, Site], read: Read) -> None:
    message = send(sites["lerna"], read)
    answer(message, "Починили.\r\n\r\nСпасибо, что\r\nнаписали!")
    template, address, filled = read_letters(message.company, Purpose.CONSULTING)[-1]
    assert (template, address) == ("message-answer", "Aigerim@example.kz")
    assert filled["answer"] == {"paragraphs": ["Починили.", "Спасибо, что написали!"]}
    with pytest.raises(AlreadyAnsweredError):
        answer(message, "Ещё раз.")
    assert len(read_letters(message.company, Purpose.CONSULTING)) == 2


def test_an_answer_that_no_letter_can_take_changes_nothing(sites: dict[str, Site], read: Read) -> None:
    message = send(sites["lerna"], read)
    with pytest.raises(LetterValueError):
        answer(message, "строка\x07")
    with processing(Purpose.CONSULTING, company=message.company, reason="test"):
        assert Message.objects.get().answered_at is None


def test_a_learner_writes_by_the_contract_and_is_answered_at_their_account(sites: dict[str, Site], join: Join) -> None:
    aigerim = join()
    permit(subject=aigerim, purposes=[Purpose.CONSULTING])
    message = receive_learners_message(
        subject=aigerim, site=sites["lerna"], written=replace(TYPED, name="", email=""), language="kk", now=NOW
    )
    with processing(Purpose.CONSULTING, company=message.company, reason="test"):
        assert list_messages(message.company, Purpose.CONSULTING) == (), "it was taken on another ground"
    with pytest.raises(NoSuchAppealError):
        answer(message, "Сәлем!")
    answer(message, "Сәлем!", Purpose.LEARNING)
    assert read_letters(message.company, Purpose.LEARNING)[-1][1] == "aigerim@example.kz"
    with processing(Purpose.LEARNING, company=message.company, reason="test"):
        (sender,) = read_senders(list_messages(message.company, Purpose.LEARNING))
    assert (sender.name, sender.email) == ("Айгерім", "aigerim@example.kz")


def test_the_other_company_has_no_such_message(sites: dict[str, Site], read: Read) -> None:
    message = send(sites["lerna"], read)
    assert texts(sites["e-distant"], Purpose.CONSULTING) == []
    with pytest.raises(NoSuchAppealError):
        answer_message(
            company=sites["e-distant"].company, purpose=Purpose.CONSULTING, message_id=message.pk, text="?",
            actor_id=VERA, now=NOW,
        )  # fmt: skip
