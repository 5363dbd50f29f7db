"""A measure: whatever isn't ordered by a law stops for everybody concerned, until it is known what happened (8.3)."""

from collections.abc import Collection
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.incidents.models import Happening, Incident
from lerna.privacy.incidents.operations import WrongStateError, find_stated_scope
from lerna.privacy.incidents.queries import hold_incident
from lerna.privacy.incidents.scope.counting import ask_again, find_concerned, iter_people
from lerna.privacy.incidents.timeline import Hand, add_step
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.blocks import register_holder, release_people
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block_people
from lerna.privacy.subjects.processing import processing

BATCH = 1000


def block_concerned(*, company: Company, incident_id: UUID, hand: Hand, now: datetime) -> int:
    """Blocks everybody in the scope who isn't blocked already, in one transaction; gives how many.

    WrongStateError where they are blocked, nobody counted whom it concerns, or the incident is closed.
    """
    with transaction.atomic():
        incident = hold_incident(company, incident_id)
        if incident.blocked_at is not None or incident.closed_at is not None:
            raise WrongStateError("People are blocked once, for an open incident.")
        question = ask_again(find_stated_scope(incident))
        people = chain.from_iterable(iter_people(company, question, batch=BATCH))
        blocked = block_people(company=company, people=people, actor=hand.actor, now=now)
        return _mark(incident, company, Happening.BLOCKED, hand, now, since=now, count=sum(map(len, blocked)))


def unblock_concerned(*, company: Company, incident_id: UUID, hand: Hand, now: datetime) -> int:
    """Gives back what was permitted to whom this incident held blocked, and no other room or incident holds.

    Gives how many. WrongStateError where it holds nobody.
    """
    with transaction.atomic():
        incident = hold_incident(company, incident_id)
        since = incident.blocked_at
        if since is None:
            raise WrongStateError("Nobody is blocked by this incident.")
        Incident.objects.filter(pk=incident.pk).update(blocked_at=None)
        question = ask_again(find_stated_scope(incident))
        count = sum(
            release_people(company=company, people=_blocked_since(company, part, since), actor=hand.actor, now=now)
            for part in iter_people(company, question, batch=BATCH)
        )
        return _mark(incident, company, Happening.UNBLOCKED, hand, now, since=None, count=count)


def find_held(company: Company, people: Collection[UUID]) -> set[UUID]:
    """Whom of these people an incident blocks now. A query, and two for each incident that blocks: seldom any."""
    blocking = Incident.objects.filter(company=company, blocked_at__isnull=False)
    return {
        subject
        for incident in blocking
        for subject in find_concerned(company, ask_again(find_stated_scope(incident)), people)
    }


register_holder(find_held)


def _blocked_since(company: Company, people: Collection[UUID], since: datetime) -> tuple[UUID, ...]:
    """Without whom somebody else had blocked before the incident did."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="whom an incident blocks"):
        found = DataSubject.objects.filter(pk__in=people, blocked_at__gte=since)
        return tuple(found.order_by("pk").values_list("pk", flat=True))


def _mark(  # noqa: PLR0913 -- a step of the timeline with what it changes
    incident: Incident, company: Company, happening: Happening, hand: Hand, now: datetime, *,
    since: datetime | None, count: int,
) -> int:  # fmt: skip
    incident.blocked_at = since
    incident.save(update_fields=["blocked_at"])
    add_step(incident=incident, company=company, happening=happening, hand=hand, now=now, count=count)
    return count
