"""Legal holds: a law orders to keep what one purpose needs of one person; nothing that serves it may end."""

# ruff: noqa: S608 -- what is put into statements comes from our code, never from anybody's input

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from lerna.companies.models import Company
from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.erasing.people import NAMED
from lerna.privacy.lifecycle.models import Hold
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.permissions import BITS

_HELD = f"""
select subject, purpose from lifecycle_hold
where company_id = %s and subject = {NAMED} and lifted_at is null and (until is null or until >= %s)
"""


class HoldError(Exception):
    """There can be no such hold; the sentence says why."""


def set_hold(  # noqa: PLR0913 -- what a hold consists of
    *,
    company: Company,
    subject: UUID,
    purpose: Purpose,
    law: str,
    actor: Actor,
    now: datetime,
    until: date | None = None,
) -> Hold:
    """Keeps what the purpose needs of the person, until the day given, that day included, or until lifted (clause 7.3).

    HoldError for a purpose that rests on no law (only a law can order to keep), and where no law is cited.
    """
    terms = terms_for(company).find_purpose(purpose)
    if terms is None or terms.basis is not LegalBasis.LAW:
        raise HoldError(f"“{purpose}” rests on no law, so no law orders to keep data for it.")
    if not law.strip():
        raise HoldError("A hold cites the law that orders it.")
    with transaction.atomic():
        hold = Hold.objects.create(company=company, subject=subject, purpose=purpose, law=law, set_at=now, until=until)
        details = {"held_until": until} if until else {}
        record(company=company, operation=Operation.HOLD_SET, clause=terms.clause, actor=actor, now=now,
               purpose=purpose, subject=subject, target=("hold", hold.pk), details=details)  # fmt: skip
        return hold


def lift_hold(*, hold: Hold, actor: Actor, now: datetime) -> None:
    """Ends a hold; what it alone kept is due from now on. Safe to repeat."""
    with transaction.atomic():
        lifted = Hold.objects.filter(pk=hold.pk, lifted_at=None).update(lifted_at=now)
        if not lifted:
            return
        terms = terms_for(hold.company).find_purpose(Purpose(hold.purpose))
        record(company=hold.company, operation=Operation.HOLD_LIFTED, clause=terms.clause if terms else "7.3",
               actor=actor, now=now, purpose=hold.purpose, subject=hold.subject, target=("hold", hold.pk))  # fmt: skip


def find_held(cursor: CursorWrapper, company: Company, now: datetime) -> dict[UUID, int]:
    """The purposes that holds keep in force, as bits, for each who has any. One query, in `acting_for` the people."""
    held: dict[UUID, int] = defaultdict(int)
    cursor.execute(_HELD, [company.pk, local_day(now)])
    for subject, purpose in cursor.fetchall():
        held[subject] |= BITS[Purpose(purpose)]
    return dict(held)


def list_holds(company: Company, people: Sequence[UUID], now: datetime) -> tuple[Hold, ...]:
    """The holds that stand for these people now. One query."""
    standing = Q(until=None) | Q(until__gte=local_day(now))
    rows = Hold.objects.filter(standing, company=company, subject__in=list(people), lifted_at=None)
    return tuple(rows.order_by("set_at", "pk"))
