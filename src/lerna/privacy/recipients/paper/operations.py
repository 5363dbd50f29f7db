"""Paper is recorded as it is made, and again as it is destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.clocks import add_months, months_of
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.paper.models import TEXT_LENGTH, Kind, Manner, PaperRecord
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing

_CLAUSES = {Kind.EXTRACT: "8.4-д", Kind.BY_HAND: "8.4-б"}
_OPERATIONS = {Kind.EXTRACT: Operation.EXTRACT, Kind.BY_HAND: Operation.USE}


class PaperError(Exception):
    """This can't be recorded, because it may not be; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is on the paper or was done by hand: for what, which data, why so, on which day; where the paper lies, and
    until which day.
    """

    purpose: Purpose
    categories: Sequence[Category]
    reason: str
    happened_on: date
    place: str = ""
    keep_until: date | None = None


def register_paper(*, subject: DataSubject, kind: Kind, sheet: Sheet, staff: UUID, now: datetime) -> PaperRecord:
    """An extract was made, or something was done by hand. PaperError for what the person doesn't permit, and for more
    than the purpose needs.
    """
    company = subject.company
    _check(company, kind, sheet, local_day(now))
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="paper is recorded"):
        if not may(DataSubject.objects.get(pk=subject.pk), sheet.purpose):
            raise PaperError(_("The person doesn't permit this purpose, or no longer does."))
        kept = PaperRecord.objects.create(
            subject=subject,
            company=company,
            kind=kind,
            purpose=sheet.purpose,
            categories=list(sheet.categories),
            reason=sheet.reason,
            place=sheet.place or None,
            staff=staff,
            happened_on=sheet.happened_on,
            keep_until=sheet.keep_until,
            recorded_at=now,
        )
        _record(kept, company, _OPERATIONS[kind], staff, now)
        return kept


def destroy_paper(*, company: Company, record_id: UUID, manner: Manner, staff: UUID, now: datetime) -> PaperRecord:
    """The paper of an extract was destroyed. PaperError where there is none any longer."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="paper is destroyed"):
        rows = PaperRecord.objects.filter(pk=record_id, company=company, kind=Kind.EXTRACT, destroyed_on=None)
        found = list(rows.select_for_update(of=("self",)))
        if not found:
            raise PaperError(_("There is no such extract, or its paper was destroyed before."))
        kept = found[0]
        kept.destroyed_on, kept.destroyed_by, kept.destroyed_how = local_day(now), staff, manner
        kept.save(update_fields=["destroyed_on", "destroyed_by", "destroyed_how"])
        _record(kept, company, Operation.DELETE, staff, now)
        return kept


def _check(company: Company, kind: Kind, sheet: Sheet, today: date) -> None:
    own = terms_for(company).find_purpose(sheet.purpose)
    if own is None or own.depersonalized_only:
        raise PaperError(_("The company doesn't process data for this purpose."))
    if not sheet.categories or not set(sheet.categories) <= set(own.categories):
        raise PaperError(_("The purpose has no use for something that is on the paper."))
    if not sheet.reason.strip() or (kind is Kind.EXTRACT and not sheet.place.strip()):
        raise PaperError(_("Say why it takes paper, and where the paper lies."))
    if len(sheet.reason) > TEXT_LENGTH or len(sheet.place) > TEXT_LENGTH:
        raise PaperError(_("Each of these is a line of at most %(most)s characters.") % {"most": TEXT_LENGTH})
    if sheet.happened_on > today:
        raise PaperError(_("That day hasn't come yet."))
    latest = add_months(sheet.happened_on, months_of(own))
    if kind is Kind.EXTRACT and (sheet.keep_until is None or not sheet.happened_on <= sheet.keep_until <= latest):
        raise PaperError(_("Paper is kept until a day, and no longer than the data themselves for this purpose."))
    if kind is Kind.BY_HAND and sheet.keep_until is not None:
        raise PaperError(_("What was done by hand left no paper; for paper, choose an extract."))


def _record(kept: PaperRecord, company: Company, operation: Operation, staff: UUID, now: datetime) -> None:
    # Where the paper goes it is no DESTROY, nor under the person's number: that would say that the person was erased.
    subject = None if operation is Operation.DELETE else kept.subject_id
    record(
        company=company, operation=operation, clause=_CLAUSES[Kind(kept.kind)], actor=Actor.STAFF, actor_id=staff,
        now=now, purpose=kept.purpose, subject=subject, target=("paper", kept.pk),
        details={"without_automation": True},
    )  # fmt: skip
