"""Each step of a request: a line of its timeline and an entry of evidence, in one transaction (clause 2.4)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.evidence.acts import Value
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.kinds.rules import rules_of
from lerna.privacy.requests.models import Happening, Request, Step

_OPERATIONS = {
    Happening.RECEIVED: Operation.REQUEST_RECEIVED,
    Happening.VERIFIED: Operation.REQUEST_VERIFIED,
    Happening.ANSWERED: Operation.REQUEST_ANSWERED,
    Happening.REFUSED: Operation.REQUEST_REFUSED,
    Happening.CLOSED: Operation.REQUEST_CLOSED,
}
_OF_IDENTITY = {Happening.IDENTITY_ASKED, Happening.VERIFIED, Happening.REFUSED}


def add_step(  # noqa: PLR0913 -- who did what, when, and what else is known of it
    *,
    request: Request,
    company: Company,
    happening: Happening,
    actor: Actor,
    now: datetime,
    actor_id: UUID | None = None,
    note: str = "",
    letter: UUID | None = None,
    details: Mapping[str, Value] | None = None,
) -> Step:
    """Writes both, in the block of the requests' purpose, of a request that is new or held.

    `note` is for people and stays out of the evidence.
    """
    step = Step(
        subject_id=request.subject_id,
        company=company,
        request=request,
        place=Step.objects.filter(request=request).count() + 1,
        happening=happening,
        at=now,
        actor=actor,
        actor_id=actor_id,
        note=note or None,
        letter=letter,
    )
    step.save(force_insert=True)
    operation = _OPERATIONS.get(happening, Operation.REQUEST_STEP)
    event: dict[str, Value] = {} if happening in _OPERATIONS else {"event": happening.value}
    record(
        company=company,
        operation=operation,
        clause="6.8" if happening in _OF_IDENTITY else rules_of(request.kind).clause,
        actor=actor,
        now=now,
        purpose=Purpose.REQUESTS,
        subject=request.subject_id,
        actor_id=actor_id,
        site=request.site,
        target=("request", request.pk),
        details={**event, **(details or {})},
    )
    return step
