"""Data are blocked while a request about them is examined, or because the person wants it (law 94-V, art. 1, 25(2)(8)).

A person may have several such requests; the block ends with the last of them.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import list_dues, rule
from lerna.privacy.requests.models import Happening, Kind, Request
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.blocks import register_holder, release_people
from lerna.privacy.subjects.operations import block
from lerna.privacy.subjects.processing import processing


def begin_block(*, request: Request, company: Company, actor: Actor, now: datetime) -> None:
    """From now on only what a law orders goes on. The request is held, in the block of the requests' purpose."""
    block(subject=request.subject, actor=actor, now=now)
    request.blocked_at = now
    request.due_at = rule(list_dues(request))
    Request.objects.filter(pk=request.pk).update(blocked_at=now, due_at=request.due_at)
    add_step(request=request, company=company, happening=Happening.BLOCKED, actor=actor, now=now)


def end_block(*, request: Request, company: Company, actor: Actor, now: datetime) -> bool:
    """Gives back what was permitted, unless another request or room blocks it; False where this one doesn't block.

    The request is held, in the block of the requests' purpose.
    """
    if request.blocked_at is None:
        return False
    request.blocked_at = None
    Request.objects.filter(pk=request.pk).update(blocked_at=None)
    release_people(company=company, people=[request.subject_id], actor=actor, now=now)
    request.subject.refresh_from_db(fields=["granted", "permitted", "blocked_at"])
    add_step(request=request, company=company, happening=Happening.UNBLOCKED, actor=actor, now=now)
    return True


def find_held(company: Company, people: Collection[UUID]) -> tuple[UUID, ...]:
    """Whom of these people a request blocks now. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="whom requests block"):
        held = Request.objects.filter(subject__in=people, blocked_at__isnull=False)
        return tuple(held.values_list("subject", flat=True))


register_holder(find_held)


def lift_restriction(*, company: Company, request_id: UUID, actor: Actor, now: datetime) -> Request:
    """The person wants everything back as it was. WrongStateError where nothing was stopped by this request."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="processing may go on"):
        request = hold_request(request_id)
        if request.kind != Kind.RESTRICTION or not end_block(request=request, company=company, actor=actor, now=now):
            raise WrongStateError("This request stops no processing.")
        return request
