"""A measure: whatever isn't ordered by a law stops for everybody concerned, until it is known what happened (8.3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.incidents.models import Happening, Incident
from lerna.privacy.incidents.operations import WrongStateError, find_stated_scope
from lerna.privacy.incidents.queries import hold_incident
from lerna.privacy.incidents.scope.counting import ask_again, iter_people
from lerna.privacy.incidents.timeline import Hand, add_step
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import block, unblock
from lerna.privacy.subjects.processing import processing

BATCH = 500


def block_people(*, company: Company, incident_id: UUID, hand: Hand, now: datetime) -> int:
    """Blocks everybody in the scope who isn't blocked already, in one transaction; gives how many.

    Whom this incident blocked is known again by the moment. WrongStateError where they are blocked, or it is closed.
    """
    with transaction.atomic():
        incident = hold_incident(company, incident_id)
        if incident.blocked_at is not None or incident.closed_at is not None:
            raise WrongStateError("People are blocked once, for an open incident.")
        people = _list_people(company, incident)
        for person in people:
            block(subject=person, actor=hand.actor, now=now)
        incident.blocked_at = now
        incident.save(update_fields=["blocked_at"])
        add_step(
            incident=incident, company=company, happening=Happening.BLOCKED, hand=hand, now=now, count=len(people)
        )  # fmt: skip
        return len(people)


def unblock_people(*, company: Company, incident_id: UUID, hand: Hand, now: datetime) -> int:
    """Gives back what was permitted to whom this incident blocked, and nobody else; gives how many. WrongStateError."""
    with transaction.atomic():
        incident = hold_incident(company, incident_id)
        if incident.blocked_at is None:
            raise WrongStateError("Nobody is blocked by this incident.")
        people = _list_people(company, incident)
        for person in people:
            unblock(subject=person, actor=hand.actor, now=now)
        incident.blocked_at = None
        incident.save(update_fields=["blocked_at"])
        add_step(
            incident=incident, company=company, happening=Happening.UNBLOCKED, hand=hand, now=now, count=len(people)
        )  # fmt: skip
        return len(people)


def _list_people(company: Company, incident: Incident) -> list[DataSubject]:
    """Who is concerned and stands as the incident left them: not blocked, or blocked by it."""
    question = ask_again(find_stated_scope(incident))
    found: list[DataSubject] = []
    for numbers in iter_people(company, question, batch=BATCH):
        with processing(Purpose.CONSENT_PROOF, company=company, reason="whom an incident blocks"):
            people = DataSubject.objects.filter(pk__in=numbers, blocked_at=incident.blocked_at)
            found += people.select_related("company").order_by("pk")
    return found
