"""A person makes out what an unclear letter demands; from then on the request is of that kind (clause 6.4)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.clocks.dues import list_dues, rule
from lerna.privacy.requests.models import DECIDED, Happening, Kind, Request, State
from lerna.privacy.requests.operations import WrongStateError, defer_work
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing


def name_kind(*, company: Company, request_id: UUID, kind: Kind, actor_id: UUID, now: datetime) -> Request:
    """Gives an unclear request its kind, with the terms of that kind counted from the receipt.

    Where it is known already who asks, the software does at once what it does by itself. WrongStateError for a request
    whose kind is known, or that is answered; NoSuchRequestError.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a letter's demand is made out"):
        request = hold_request(request_id)
        if request.kind != Kind.UNCLEAR or kind == Kind.UNCLEAR:
            raise WrongStateError("It is known already what this request demands.")
        if request.state in DECIDED:
            raise WrongStateError("The request is answered already.")
        request.kind = kind
        if request.state == State.WORKING:
            request.state = State.VERIFIED
        request.due_at = rule(list_dues(request))
        request.save(update_fields=["kind", "state", "due_at"])
        add_step(
            request=request, company=company, happening=Happening.NAMED, actor=Actor.STAFF, actor_id=actor_id, now=now,
            details={"kind": kind.value},
        )  # fmt: skip
        if request.state == State.VERIFIED:
            defer_work(request, company)
        return request
