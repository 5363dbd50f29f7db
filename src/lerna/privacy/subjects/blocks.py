"""Several rooms may hold one person blocked, each for its own reason; the block ends with the last of them (6.5)."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import unblock_people
from lerna.privacy.subjects.processing import processing

FindHeld = Callable[[Company, Collection[UUID]], Iterable[UUID]]

_rooms: list[FindHeld] = []


def register_holder(find: FindHeld) -> None:
    """A room says whom of these people it holds blocked now."""
    if find not in _rooms:
        _rooms.append(find)


def forget_holder(find: FindHeld) -> None:
    """Undoes that; for tests."""
    _rooms.remove(find)


def release_people(*, company: Company, people: Collection[UUID], actor: Actor, now: datetime) -> int:
    """Lifts the block from whom no room holds any more; gives from how many. The caller's room holds them no longer.

    Of the others the block stands from now on: whoever lets them go knows by the moment that it wasn't there before.
    """
    with transaction.atomic():
        held = {subject for find in _rooms for subject in find(company, people)}
        free = [subject for subject in people if subject not in held]
        released = sum(len(part) for part in unblock_people(company=company, people=free, actor=actor, now=now))
        if held:
            with processing(Purpose.CONSENT_PROOF, company=company, reason="another room holds the block"):
                DataSubject.objects.filter(pk__in=held, blocked_at__isnull=False).update(blocked_at=now)
        return released
