"""Complaints: each gets a number and a term when it comes in, and a written answer (law 274-IV, art. 42-4)."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company, Site
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import Letter
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.values import Value
from lerna.privacy.lifecycle.clocks import note_activity
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.matching import find_known
from lerna.privacy.requests.numbers import take_number
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, permit, state_profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.clocks import list_dues
from lerna.school.feedback.appeals.models import Complaint, Matter
from lerna.school.feedback.appeals.operations import AlreadyAnsweredError
from lerna.school.feedback.appeals.queries import NoSuchAppealError, language_of, split_paragraphs, with_person
from lerna.school.feedback.appeals.tokens import build_link

PREFIX = "LC"
CLAUSE = "5.4-в"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What was typed. Name and address are empty where an account writes."""

    matter: Matter
    text: str = field(repr=False)
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)


def receive_complaint(*, site: Site, claim: Claim, language: LanguageCode, now: datetime) -> Complaint:
    """Takes down a stranger's complaint; no consent is asked, for a law has it answered.

    Whoever is known by the address is its person, the blocked too, and learns of it there; else it is somebody of whom
    nothing but this complaint is held.
    """
    with transaction.atomic():
        known = find_known(site.company, email=claim.email, phone="")
        return _take_down(known[0] if known else _appear(site, claim, now), site, claim, language, now)


def receive_known_complaint(
    *, subject: DataSubject, site: Site, claim: Claim, language: LanguageCode, now: datetime
) -> Complaint:
    """The same of whoever is logged in; the answer goes to the address of the account."""
    with transaction.atomic():
        return _take_down(subject, site, claim, language, now)


def answer_complaint(*, company: Company, number: str, text: str, actor_id: UUID, now: datetime) -> Complaint:
    """The reasoned answer, in the words of a member of staff, by letter, once; empty lines part paragraphs.

    NoSuchAppealError, AlreadyAnsweredError, LetterValueError.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a complaint is answered"):
        found = list(Complaint.objects.select_for_update(of=("self",)).filter(company=company, number=number))
        if not found:
            raise NoSuchAppealError("This company has no complaint of this number.")
        complaint = with_person(found[0])
        if complaint.answered_at is not None:
            raise AlreadyAnsweredError
        letter = _send(complaint, "complaint-answer", now, {"answer": split_paragraphs(text)})
        complaint.answer, complaint.letter = text, letter.pk
        complaint.answered_at, complaint.answered_by = now, actor_id
        complaint.save(update_fields=["answer", "answered_at", "answered_by", "letter"])
        record(
            company=company, operation=Operation.REQUEST_ANSWERED, clause=CLAUSE, actor=Actor.STAFF, actor_id=actor_id,
            purpose=Purpose.REQUESTS, subject=complaint.subject_id, target=("complaint", complaint.pk), now=now,
            details={"kind": complaint.matter, "due_on": clock.last_day_before(complaint.due_at)},
        )  # fmt: skip
    # From now on its own term of keeping runs (clause 7.1-и).
    note_activity(company=company, subject=complaint.subject_id, purpose=Purpose.REQUESTS, day=clock.local_day(now))
    return complaint


def _appear(site: Site, claim: Claim, now: datetime) -> DataSubject:
    subject = create_subject(company=site.company, site=site, now=now)
    with processing(Purpose.REQUESTS, company=site.company, reason="somebody unknown complains"):
        state_profile(subject=subject, actor=Actor.PERSON, now=now, name=claim.name, email=claim.email)
    return subject


def _take_down(subject: DataSubject, site: Site, claim: Claim, language: LanguageCode, now: datetime) -> Complaint:
    company = site.company
    if not may(subject, Purpose.REQUESTS):
        permit(subject=subject, purposes=[Purpose.REQUESTS])  # its term had passed; rights don't end
    with processing(Purpose.REQUESTS, company=company, reason="a complaint is received"):
        complaint = Complaint(
            subject=subject,
            company=company,
            number=take_number(company, now, PREFIX),
            matter=claim.matter,
            text=claim.text,
            name=claim.name or None,
            email=claim.email or None,
            site=site.key,
            language=language,
            received_at=now,
            due_at=list_dues(now)[0].at,
        )
        complaint.save(force_insert=True)
        _send(complaint, "complaint-received", now, {"answer_by": clock.last_day_before(complaint.due_at)})
    note_activity(company=company, subject=subject.pk, purpose=Purpose.REQUESTS, day=clock.local_day(now))
    record(
        company=company, operation=Operation.REQUEST_RECEIVED, clause=CLAUSE, actor=Actor.PERSON,
        purpose=Purpose.REQUESTS, subject=subject.pk, site=site.key, target=("complaint", complaint.pk), now=now,
        details={"kind": claim.matter, "due_on": clock.last_day_before(complaint.due_at)},
    )  # fmt: skip
    return complaint


def _send(complaint: Complaint, template: str, now: datetime, extra: dict[str, Value]) -> Letter:
    """To the address as typed, or the account's own. In the block of the requests' purpose."""
    site, language = complaint.company.sites.get(key=complaint.site), language_of(complaint)
    return send_letter(
        subject=complaint.subject,
        purpose=Purpose.REQUESTS,
        template=template,
        context={"number": complaint.number, "page": build_link(complaint.pk, site, language), **extra},
        now=now,
        language=language,
        site=site,
        to=complaint.email,
    )
