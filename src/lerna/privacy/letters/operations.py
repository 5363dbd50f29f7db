"""Every write of this room: a letter is decided on, sent off, refused, given up, returned; a person stops letters."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.obligations import Obligation
from lerna.privacy.consents.operations import withdraw
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.queries import NoSuchLetterError, find_stoppable
from lerna.privacy.letters.texts import load_text
from lerna.privacy.letters.values import Context, check_line, write_context
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

JOB = "letters.deliver"
NO_ADDRESS = "no-address"


@dataclass(frozen=True, slots=True)
class Stopped:
    """What came of a withdrawal by a letter's link: the purpose, and what obligations stand in its way."""

    purpose: PurposeTerms
    refused: tuple[Obligation, ...]


def send_letter(  # noqa: PLR0913 -- a letter has so many sides; the last two are optional
    *,
    subject: DataSubject,
    purpose: Purpose,
    template: str,
    context: Context,
    now: datetime,
    language: LanguageCode,
    site: Site | None = None,
    to: str | None = None,
) -> Letter:
    """Decides on a letter in the caller's transaction; it leaves when that is committed. The only way a message leaves.

    `site` writes it, the person's first one where none is named. It goes to `to`, or to the address of the person's
    profile; without either it is `failed` at once, so that whoever had to be told is seen. For a purpose that the
    person has not permitted it is `refused`, and the evidence says so (clauses 6.1, 8.2).

    UnknownTextError, DataFileError, LetterValueError; PurposeError for a purpose that has no use for addresses.
    """
    written = write_context(load_text(template), context)
    with transaction.atomic():
        letter = Letter(
            subject=subject,
            company=subject.company,
            site=(site or _first_site(subject)).key,
            purpose=purpose,
            template=template,
            language=language,
            created_at=now,
            due_at=now,
        )
        if not _is_permitted(subject, purpose):
            _keep_refused(letter, subject.company, now)
            return letter
        with processing(purpose, company=subject.company, reason=f"the letter {template}"):
            letter.address = check_line("address", to) if to else _read_address(subject)
            letter.context = written
            if letter.address is None:
                letter.state, letter.outcome, letter.ended_at, letter.context = State.FAILED, NO_ADDRESS, now, None
            letter.save(force_insert=True)
        if letter.state == State.QUEUED:
            _defer_delivery(letter)
    return letter


def retry_letter(*, company: Company, letter_id: UUID, now: datetime) -> Letter:
    """Queues a letter that was given up, to start anew. NoSuchLetterError where none can be sent again."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="try a letter again"):
        rows = Letter.objects.filter(pk=letter_id, state=State.FAILED, address__isnull=False)
        if not rows.update(state=State.QUEUED, outcome="", attempts=0, due_at=now, ended_at=None):
            raise NoSuchLetterError("No failed letter of this number still has its address and values.")
        letter = Letter.objects.get(pk=letter_id)
        _defer_delivery(letter)
        return letter


def mark_returned(*, company: Company, letter_id: UUID, word: str, now: datetime) -> bool:
    """A server further on returned a letter for good; `word` is its code, `5.1.1`. False where none was sent."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="a letter came back"):
        rows = Letter.objects.filter(pk=letter_id, state=State.SENT)
        return bool(rows.update(state=State.BOUNCED, outcome=word, ended_at=now))


def stop_letters(*, company: Company, token: str, now: datetime) -> Stopped:
    """Withdraws the consent that a letter was sent by, on the word of whoever holds its link (clause 6.1; RFC 8058).

    Effective with this transaction, and safe to repeat. What an obligation needs goes on, and is given with its reason
    (clause 6.8). WrongTokenError, NoSuchLetterError, NotStoppableError.
    """
    with transaction.atomic():
        letter, terms = find_stoppable(company, token)
        purpose = Purpose(letter.purpose)
        with processing(Purpose.CONSENT_PROOF, company=letter.company, reason="a consent is withdrawn"):
            subject = DataSubject.objects.select_for_update(of=("self",)).get(pk=letter.subject_id)
            stands = may(subject, purpose)
        if not stands:
            return Stopped(terms, ())
        outcome = withdraw(
            subject=subject, purposes=[purpose], channel=Channel.LETTER, hand=Hand.PERSON, site=letter.site, now=now
        )
        if not outcome.ended and not outcome.refused:
            # It stood permitted without a kept consent, as after an import; the withdrawal is evidence all the same.
            record(
                company=letter.company, operation=Operation.CONSENT_WITHDRAWN, clause=terms.clause, actor=Actor.PERSON,
                purpose=purpose, subject=subject.pk, target=("letter", letter.pk),
                now=now, details={"channel": "letter"},
            )  # fmt: skip
        return Stopped(terms, outcome.refused)


def refuse_letter(letter: Letter, company: Company, now: datetime) -> None:
    """Ends a queued letter that the person no longer permits. In the block of the proof of consent."""
    Letter.objects.filter(pk=letter.pk).update(state=State.REFUSED, ended_at=now, address=None, context=None)
    _record_refusal(letter, company, now, Actor.JOB)


def _keep_refused(letter: Letter, company: Company, now: datetime) -> None:
    """The refusal is kept as a letter too, without address and values."""
    letter.state, letter.ended_at = State.REFUSED, now
    with processing(Purpose.CONSENT_PROOF, company=company, reason="a letter that may not be sent"):
        letter.save(force_insert=True)
        _record_refusal(letter, company, now, Actor.SYSTEM)


def _record_refusal(letter: Letter, company: Company, now: datetime, actor: Actor) -> None:
    record(
        company=company, operation=Operation.LETTER_REFUSED, clause="8.2", actor=actor, purpose=letter.purpose,
        subject=letter.subject_id, target=("letter", letter.pk), details={"template": letter.template}, now=now,
    )  # fmt: skip


def _is_permitted(subject: DataSubject, purpose: Purpose) -> bool:
    """As the database has it now: the caller's row may be older."""
    if terms_for(subject.company).find_purpose(purpose) is None:
        return False
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="may this letter be sent"):
        return may(DataSubject.objects.get(pk=subject.pk), purpose)


def _read_address(subject: DataSubject) -> str | None:
    """The person's own or, of one who is represented, the representative's, if they permit the purpose too (8.1-а)."""
    own = list(Profile.objects.filter(subject=subject))
    if own and own[0].email:
        return str(own[0].email)
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="who represents this person"):
        representatives = list(DataSubject.objects.filter(represented=subject.pk).values_list("pk", flat=True))
    profiles = Profile.objects.filter(subject__in=representatives).exclude(email_index=None)
    return next((str(profile.email) for profile in profiles), None)


def _defer_delivery(letter: Letter) -> None:
    """By our own connection, so that the job comes with the transaction also in the worker, which has another."""
    jobs = JobManager(DjangoConnector())
    configure_task(name=JOB, job_manager=jobs).defer(letter=str(letter.pk), company=letter.company_id)


def _first_site(subject: DataSubject) -> Site:
    return subject.company.sites.get(key=subject.site)
