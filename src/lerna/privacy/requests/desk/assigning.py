"""To whom of the staff a request is given."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.models import DECIDED, Happening, Request
from lerna.privacy.requests.operations import WrongStateError
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing


def assign(*, company: Company, request_id: UUID, to: UUID, actor_id: UUID, now: datetime) -> Request:
    """Gives the request to a member of staff, by the number of their account. WrongStateError once it is answered."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request is given to somebody"):
        request = hold_request(request_id)
        if request.state in DECIDED:
            raise WrongStateError("The request is answered already.")
        if request.assigned_to == to:
            return request
        request.assigned_to = to
        Request.objects.filter(pk=request.pk).update(assigned_to=to)
        add_step(
            request=request, company=company, happening=Happening.ASSIGNED, actor=Actor.STAFF, actor_id=actor_id,
            now=now,
        )  # fmt: skip
        return request
