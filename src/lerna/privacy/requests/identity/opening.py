"""A request's file is opened by a code as well: who has the link alone sees how far it is, and nothing of anybody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.codes import WrongCodeError, make_code, use_code
from lerna.privacy.requests.identity.matching import find_address
from lerna.privacy.requests.letters import language_of
from lerna.privacy.requests.models import Happening, State
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing

TEMPLATE = "confirmation-code"


def send_opening_code(*, company: Company, request_id: UUID, now: datetime) -> bool:
    """A code to the address on file; False where there is none, of which whoever asks is told nothing.

    NoMoreCodesError, NoSuchRequestError.
    """
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request's file is asked for"):
        request = hold_request(request_id)
        address = find_address(request.subject)
        if address is None or request.state == State.RECEIVED:
            return False
        code, until = make_code(request=request, now=now)
        letter = send_letter(
            subject=request.subject,
            purpose=Purpose.REQUESTS,
            template=TEMPLATE,
            context={"code": code, "until": until},
            now=now,
            language=language_of(request),
            site=company.sites.get(key=request.site),
            to=address,
        )
        add_step(
            request=request, company=company, happening=Happening.IDENTITY_ASKED, actor=Actor.SYSTEM, now=now,
            letter=letter.pk,
        )  # fmt: skip
        return True


def open_with_code(*, company: Company, request_id: UUID, typed: str, now: datetime) -> None:
    """Takes the code. WrongCodeError, also for a request of which it isn't known yet who asks; the try is counted."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request's file is opened"):
        request = hold_request(request_id)
        try:
            use_code(request=request, typed=typed, now=now)
            is_right = request.state != State.RECEIVED
        except WrongCodeError:
            is_right = False
    if not is_right:
        raise WrongCodeError  # outside, so that the try stays counted
