"""Every read of this room that decides something."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.letters.models import Letter, State
from lerna.privacy.letters.wire.addresses import read_stop_token
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose, PurposeTerms
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

BATCH = 200


class NoSuchLetterError(LookupError):
    """There is no such letter, or no longer: it went with the person's data."""


class NotStoppableError(Exception):
    """This letter's purpose doesn't rest on consent, so there is nothing to withdraw."""


def list_due(company: Company, now: datetime) -> tuple[UUID, ...]:
    """The letters of this company whose time has come, the oldest first, at most BATCH. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which letters are due"):
        due = Letter.objects.filter(company=company, state=State.QUEUED, due_at__lte=now)
        return tuple(due.order_by("due_at").values_list("pk", flat=True)[:BATCH])


def list_failed(company: Company) -> tuple[Letter, ...]:
    """The letters that were given up, the newest first; neither address nor values are loaded. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which letters failed"):
        failed = Letter.objects.filter(company=company, state=State.FAILED).defer("address", "context")
        return tuple(failed.order_by("-ended_at"))


def count_failed(company: Company) -> int:
    """How many letters were given up. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="how many letters failed"):
        return Letter.objects.filter(company=company, state=State.FAILED).count()


def count_waiting(subject: DataSubject) -> int:
    """How many letters to this person are still to go; erasure may want to wait for the last one. One query."""
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="does a letter wait"):
        return Letter.objects.filter(subject=subject, state=State.QUEUED).count()


def find_stoppable(company: Company, token: str) -> tuple[Letter, PurposeTerms]:
    """The letter of this company whose link this is, and its purpose's terms.

    WrongTokenError, NoSuchLetterError, NotStoppableError. Another company's letter is none: a link works at home alone.
    """
    letter_id, company_id = read_stop_token(token)
    if company_id != company.pk:
        raise NoSuchLetterError("The letter isn't this company's.")
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which letter carried a link"):
        found = list(Letter.objects.filter(pk=letter_id).select_related("company"))
    if not found:
        raise NoSuchLetterError("The letter is gone with the person's data.")
    terms = terms_for(company).find_purpose(Purpose(found[0].purpose))
    if terms is None or terms.basis is not LegalBasis.CONSENT:
        raise NotStoppableError("The letter wasn't sent by a consent.")
    return found[0], terms


def find_company_of(letter_id: UUID) -> Company | None:
    """The company that wrote this letter; asks each in turn."""
    for company in iter_companies():
        with processing(Purpose.CONSENT_PROOF, company=company, reason="whose letter is this"):
            if Letter.objects.filter(pk=letter_id).exists():
                return company
    return None


def iter_companies() -> Iterator[Company]:
    """Each company, in a steady order."""
    yield from Company.objects.order_by("slug")
