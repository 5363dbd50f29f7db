"""Sending off: an attempt is claimed before and marked after, so that a kill in between repeats and never loses."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.datafile import DataFileError
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.operations import refuse_letter
from lerna.privacy.letters.texts import UnknownTextError
from lerna.privacy.letters.wire.delivery import End, Post, Result, post
from lerna.privacy.letters.wire.message import compose
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose, PurposeTerms
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

# An attempt that hasn't marked its end by then was killed. Longer than any server is waited for.
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MOST_ATTEMPTS = len(PAUSES) + 1


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A letter that is being sent by nobody else, ready for the wire."""

    letter: Letter
    terms: PurposeTerms
    message: EmailMultiAlternatives


def deliver_letter(*, company: Company, letter_id: UUID, now: datetime, by: Post = post) -> Result | None:
    """One attempt at a queued letter that is due; None where there's nothing to do: sent, refused, being sent, gone.

    Three steps: claimed in a transaction that looks at the permission once more and opens the values for the letter's
    own purpose; sent outside of any; marked in another. Killed after sending, it is sent again under its Message-ID.
    """
    claimed = _claim(company, letter_id, now)
    if claimed is None:
        return None
    result = by(letter_id, company.slug, claimed.message)
    with (
        transaction.atomic(),
        processing(Purpose.CONSENT_PROOF, company=company, reason="how a letter's sending ended"),
    ):
        _mark(claimed.letter, claimed.terms, company, result, now)
    return result


def _claim(company: Company, letter_id: UUID, now: datetime) -> _Claimed | None:
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="send a letter"):
        queued = Letter.objects.filter(pk=letter_id, state=State.QUEUED, due_at__lte=now)
        found = list(queued.select_for_update(of=("self",), skip_locked=True))
        if not found:
            return None
        letter = found[0]
        purpose = Purpose(letter.purpose)
        terms = terms_for(company).find_purpose(purpose)
        if terms is None or not may(letter, purpose):
            refuse_letter(letter, company, now)
            return None
        letter.attempts, letter.due_at = letter.attempts + 1, now + LEASE
        Letter.objects.filter(pk=letter.pk).update(attempts=letter.attempts, due_at=letter.due_at)
        try:
            return _Claimed(letter, terms, _compose(letter_id, company, purpose, terms))
        except MissingKeyError:
            _end(letter, State.FAILED, "no-key", now)
        except (UnknownTextError, DataFileError, KeyError):
            # The words were taken away or changed since; whoever puts them back can try the letter again.
            _end(letter, State.FAILED, "no-text", now, empties=False)
        return None


def _compose(letter_id: UUID, company: Company, purpose: Purpose, terms: PurposeTerms) -> EmailMultiAlternatives:
    """In the purpose's own block: PostgreSQL shows it the row only where the person permits it."""
    with processing(purpose, company=company, reason="write a letter out"):
        letter = Letter.objects.get(pk=letter_id)
        return compose(letter, site=company.sites.get(key=letter.site), terms=terms)


def _mark(letter: Letter, terms: PurposeTerms, company: Company, result: Result, now: datetime) -> None:
    match result.end:
        case End.ACCEPTED:
            _end(letter, State.SENT, "", now)
            record(
                company=company, operation=Operation.LETTER_SENT, clause=terms.clause, actor=Actor.JOB,
                purpose=letter.purpose, subject=letter.subject_id, target=("letter", letter.pk), now=now,
                details={"template": letter.template, "language": letter.language},
            )  # fmt: skip
        case End.NEVER:
            _end(letter, State.FAILED, result.word, now)
        case End.LATER if letter.attempts >= MOST_ATTEMPTS:
            _end(letter, State.FAILED, result.word, now, empties=False)
        case End.LATER:
            due_at = now + PAUSES[letter.attempts - 1]
            Letter.objects.filter(pk=letter.pk, state=State.QUEUED).update(outcome=result.word, due_at=due_at)


def _end(letter: Letter, state: State, word: str, now: datetime, *, empties: bool = True) -> None:
    """Marks the end, and empties what was only needed to send it. Where the letter was erased meanwhile, nothing."""
    emptied = {"address": None, "context": None} if empties else {}
    Letter.objects.filter(pk=letter.pk).update(state=state, outcome=word, ended_at=now, **emptied)
