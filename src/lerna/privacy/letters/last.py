"""The last letter to a person, which outlives their data by minutes and leaves nothing behind.

It is sealed as the rows go, under a key of its own that is committed first, and released when the erasure is verified.
Its end is marked, then its key destroyed and its row deleted, so that a kill repeats a step and not the letter. Killed
between sending and marking, it goes again under its Message-ID, like every letter.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from lerna.companies.models import Company, Site
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.dispatch import LEASE, MOST_ATTEMPTS, PAUSES
from lerna.privacy.letters.models import LastLetter, Letter
from lerna.privacy.letters.texts import load_text
from lerna.privacy.letters.values import Context, check_line, write_context
from lerna.privacy.letters.wire.delivery import End, Post, Result, post
from lerna.privacy.letters.wire.message import compose
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.subjects.crypto.envelope import Place, seal, unseal
from lerna.privacy.subjects.crypto.keyring import Keyring, MissingKeyError
from lerna.privacy.subjects.keys.operations import create_data_key, destroy_data_keys
from lerna.privacy.subjects.keys.queries import count_keys

JOB = "letters.deliver_last"
PURPOSE = Purpose.REQUESTS  # a law orders to tell the person, who permits nothing any more


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is told and how; neither the address nor anything else shows in a log."""

    subject: UUID
    address: str
    language: LanguageCode
    site: Site

    def __repr__(self) -> str:
        return f"<addressee {self.subject}>"


def keep_last_letter(*, to: Addressee, act: UUID, template: str, context: Context, now: datetime) -> None:
    """Seals the letter in the caller's transaction, which ends the person's rows; it waits to be released.

    Its key is committed at once, and an attempt that was killed has left it: then that one serves. UnknownTextError,
    LetterValueError, KeyProviderError.
    """
    company, number = to.site.company, last_letter_number(act, to.subject)
    if not count_keys(company.pk, [number]):
        create_data_key(company=company, subject=number, now=now)
    content = {
        "address": check_line("address", to.address),
        "context": write_context(load_text(template), context),
    }
    key = Keyring(company.pk, company.slug).key_of(number)
    LastLetter.objects.create(
        id=number, company=company, subject=to.subject, act=act, site=to.site.key, template=template,
        language=to.language, sealed=seal(json.dumps(content), key=key, place=_place(company, number)), created_at=now,
    )  # fmt: skip


def release_last_letters(*, act: UUID, now: datetime) -> None:
    """They leave when the caller's transaction is committed. Safe to repeat."""
    with transaction.atomic():
        waiting = LastLetter.objects.filter(act=act, due_at=None).select_for_update()
        for letter in waiting:
            configure_task(name=JOB, job_manager=JobManager(DjangoConnector())).defer(
                letter=str(letter.pk), company=letter.company_id
            )
        waiting.update(due_at=now)


def deliver_last_letter(*, company: Company, letter_id: UUID, now: datetime, by: Post = post) -> Result | None:
    """One attempt; None where there is nothing to do: not due, being sent, gone."""
    claimed = _claim(company, letter_id, now)
    if claimed is None:
        return None
    letter, message, terms = claimed
    result = by(letter_id, company.slug, message) if message else None
    if result is not None and not _mark(letter, terms, result, now):
        return result
    _leave_nothing(company, [letter_id])
    return result


def deliver_last_letters(
    *, company: Company, now: datetime, act: UUID | None = None, by: Post = post
) -> Iterator[Result]:
    """One attempt at each that is due, of one erasure or of all. Stops where nobody answers."""
    due = LastLetter.objects.filter(company=company, due_at__lte=now)
    for letter_id in (due.filter(act=act) if act else due).order_by("due_at").values_list("pk", flat=True):
        result = deliver_last_letter(company=company, letter_id=letter_id, now=now, by=by)
        if result is not None:
            yield result
            if result.is_server_away:
                return


def count_last_letters(act: UUID) -> int:
    """How many of an erasure are still on their way. One query."""
    return LastLetter.objects.filter(act=act).count()


def forget_last_letters(company: Company) -> int:
    """Destroys all that wait: a backup that was restored knows letters that have long left. How many."""
    found = list(LastLetter.objects.filter(company=company).values_list("pk", flat=True))
    _leave_nothing(company, found)
    return len(found)


def last_letter_number(act: UUID, subject: UUID) -> UUID:
    """The letter's number, and its key's."""
    return uuid5(act, f"last-letter:{subject.hex}")


def _claim(
    company: Company, letter_id: UUID, now: datetime
) -> tuple[LastLetter, EmailMultiAlternatives | None, PurposeTerms] | None:
    """The letter with its message, which is None where it has had its end already, or opens for nobody."""
    terms = terms_for(company).find_purpose(PURPOSE)
    with transaction.atomic():
        due = LastLetter.objects.filter(pk=letter_id, company=company, due_at__lte=now)
        found = list(due.select_for_update(of=("self",), skip_locked=True))
        if not found or terms is None:
            return None
        letter = found[0]
        letter.attempts, letter.due_at = letter.attempts + 1, now + LEASE
        letter.save(update_fields=["attempts", "due_at"])
    try:
        return letter, _compose(letter, company, terms), terms
    except MissingKeyError:
        return letter, None, terms


def _compose(letter: LastLetter, company: Company, terms: PurposeTerms) -> EmailMultiAlternatives | None:
    if letter.sealed is None:
        return None
    key = Keyring(company.pk, company.slug).key_of(letter.pk)
    content = json.loads(unseal(bytes(letter.sealed), key=key, place=_place(company, letter.pk)))
    # Never stored: a letter of the outbox belongs to a person, and this one has none any more.
    written = Letter(id=letter.pk, template=letter.template, language=letter.language, created_at=letter.created_at)
    written.address, written.context = content["address"], content["context"]
    return compose(written, site=company.sites.get(key=letter.site), terms=terms)


def _mark(letter: LastLetter, terms: PurposeTerms, result: Result, now: datetime) -> bool:
    """True where this was the letter's end, which the evidence says; else it is tried again later."""
    if result.end is End.LATER and letter.attempts < MOST_ATTEMPTS:
        LastLetter.objects.filter(pk=letter.pk).update(due_at=now + PAUSES[letter.attempts - 1])
        return False
    is_sent = result.end is End.ACCEPTED
    with transaction.atomic():
        if LastLetter.objects.filter(pk=letter.pk, sealed__isnull=False).update(sealed=None, due_at=now):
            record(
                company=letter.company, operation=Operation.LETTER_SENT if is_sent else Operation.LETTER_FAILED,
                clause=terms.clause, actor=Actor.JOB, purpose=PURPOSE, subject=letter.subject, now=now,
                target=("last-letter", letter.pk),
                details={"template": letter.template, "language": letter.language, "act": letter.act},
            )  # fmt: skip
    return True


def _leave_nothing(company: Company, letters: list[UUID]) -> None:
    destroy_data_keys(company=company, subjects=letters)
    LastLetter.objects.filter(pk__in=letters).delete()


def _place(company: Company, number: UUID) -> Place:
    return Place(company.pk, LastLetter._meta.db_table, "sealed", number, str(number))
