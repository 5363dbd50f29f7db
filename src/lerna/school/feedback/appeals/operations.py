"""Messages: one comes in, with consents or from a learner, and is answered once (clauses 5.4-в, 7.1-а, 7.1-з)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.accounts.queries import find_person
from lerna.companies.models import Company, Site
from lerna.kit.clock import local_day
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.receipts import send_receipt
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.models import Message, Topic
from lerna.school.feedback.appeals.queries import NoSuchAppealError, language_of, split_paragraphs, with_person

FORM = "feedback"


class NoConsentError(Exception):
    """The person hasn't agreed to what a message without an account needs; nothing of it may be stored (clause 4.1)."""


class AlreadyAnsweredError(Exception):
    """Somebody was quicker; a message is answered once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was typed. Name and address are empty where an account writes."""

    topic: Topic
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def receive_message(*, site: Site, written: Written, statements: Sequence[Statement], now: datetime) -> Message:
    """Stores what a visitor wrote, with the consents whose boxes were ticked (clause 4.1).

    Whoever is known by this address stays one person; their profile isn't touched. NoConsentError without the consent
    to be answered, StaleTextError where the policy has changed since the form was shown; then nothing is stored.
    """
    if Purpose.CONSULTING not in {statement.purpose for statement in statements}:
        raise NoConsentError("A message needs the consent to be answered.")
    company = site.company
    with transaction.atomic():
        known = find_person(company, written.email)
        subject = known or create_subject(company=company, site=site, now=now)
        occasion = Occasion(site=site.key, form=FORM, channel=Channel.SITE, hand=Hand.PERSON)
        consents = give_consents(
            subject=subject, statements=statements, occasion=occasion, person=written.name, now=now
        )
        if known is None:
            with processing(Purpose.CONSULTING, company=company, reason="somebody unknown writes"):
                state_profile(subject=subject, actor=Actor.PERSON, now=now, name=written.name, email=written.email)
        message = _store(subject, site, written, Purpose.CONSULTING, statements[0].language, consents, now)
        send_receipt(subject=subject, statements=statements, consents=consents, site=site, now=now, to=written.email)
        return message


def receive_learners_message(
    *, subject: DataSubject, site: Site, written: Written, language: LanguageCode, now: datetime
) -> Message:
    """Stores what whoever is logged in wrote; it is answered by the contract, to the address of their account."""
    with transaction.atomic():
        return _store(subject, site, written, Purpose.LEARNING, language, (), now)


def answer_message(  # noqa: PLR0913 -- who answers what, on which ground, in which words
    *, company: Company, purpose: Purpose, message_id: UUID, text: str, actor_id: UUID, now: datetime
) -> Message:
    """Answers by letter, once. NoSuchAppealError for one of another purpose, or of whom this is no longer permitted;
    AlreadyAnsweredError, LetterValueError.
    """
    with transaction.atomic(), processing(purpose, company=company, reason="a message is answered"):
        found = list(Message.objects.select_for_update(of=("self",)).filter(pk=message_id, purpose=purpose))
        if not found:
            raise NoSuchAppealError("No message of this number may be answered now.")
        message = with_person(found[0])
        if message.answered_at is not None:
            raise AlreadyAnsweredError
        message.answer, message.answered_at, message.answered_by = text, now, actor_id
        message.save(update_fields=["answer", "answered_at", "answered_by"])
        _send(message, "message-answer", now, {"answer": split_paragraphs(text)})
        record(
            company=company, operation=Operation.USE, clause=_clause(purpose), actor=Actor.STAFF, actor_id=actor_id,
            purpose=purpose, subject=message.subject_id, target=("message", message.pk), now=now,
            details={"event": "answered"},
        )  # fmt: skip
        return message


def _store(  # noqa: PLR0913, PLR0917 -- the columns of a message
    subject: DataSubject,
    site: Site,
    written: Written,
    purpose: Purpose,
    language: LanguageCode,
    consents: Sequence[Consent],
    now: datetime,
) -> Message:
    with processing(purpose, company=site.company, reason="a message is received"):
        message = Message(
            subject=subject,
            company=site.company,
            purpose=purpose,
            topic=written.topic,
            text=written.text,
            name=written.name or None,
            email=written.email or None,
            site=site.key,
            language=language,
            act=consents[0].act if consents else None,
            received_at=now,
        )
        message.save(force_insert=True)
        _send(message, "message-received", now, {"received_at": now})
    note_activity(company=site.company, subject=subject.pk, purpose=purpose, day=local_day(now))
    record(
        company=site.company, operation=Operation.COLLECT, clause="5.4-в", actor=Actor.PERSON, purpose=purpose,
        subject=subject.pk, site=site.key, target=("message", message.pk), now=now, details={"form": FORM},
    )  # fmt: skip
    return message


def _send(message: Message, template: str, now: datetime, context: dict[str, datetime | tuple[str, ...]]) -> None:
    """To the address as typed, or the account's own. In the block of the message's purpose."""
    send_letter(
        subject=message.subject,
        purpose=Purpose(message.purpose),
        template=template,
        context=context,
        now=now,
        language=language_of(message),
        site=message.company.sites.get(key=message.site),
        to=message.email,
    )


def _clause(purpose: Purpose) -> str:
    return "7.1-а" if purpose is Purpose.CONSULTING else "7.1-з"
