"""A look is opened: with its purpose, a reason of the list and words, before anything is shown (clauses 8.3, 11.1)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.accounts.looks.reasons import list_reasons, load_looks
from lerna.accounts.models import Look
from lerna.accounts.operations import record_looks
from lerna.accounts.queries import Account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

SCREEN = "person"


class NoReasonToLookError(Exception):
    """The role doesn't work for the purpose of this reason, or there is no such reason."""


def open_looks(*, account: Account, people: Iterable[UUID], reason: str, words: str, now: datetime) -> tuple[Look, ...]:
    """One look at each of these people, for the reason's purpose; it counts for a while. NoReasonToLookError."""
    chosen = next((known for known in list_reasons(account.user.role) if known.key == reason), None)
    if chosen is None:
        raise NoReasonToLookError
    company, people = account.subject.company, tuple(people)
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a look is opened"):
        looks = [
            Look(
                subject_id=person,
                company=company,
                actor_id=account.user.pk,
                role=account.user.role,
                purpose=chosen.purpose,
                reason=chosen.key,
                words=words,
                opened_at=now,
                expires_at=now + load_looks().lasts,
            )
            for person in people
        ]
        for look in looks:
            look.save(force_insert=True)
        record_looks(
            account=account, purpose=chosen.purpose, subjects=people, screen=SCREEN, now=now, reason=chosen.key
        )
    return tuple(looks)
