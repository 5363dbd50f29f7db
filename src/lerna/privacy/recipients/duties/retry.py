"""Trying a duty again before its pause is over, once somebody has spoken with the partner."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Channel, Duty, State
from lerna.privacy.subjects.processing import processing


class NothingToRetryError(Exception):
    """The recipient has confirmed it, or fetches it by itself, or there is no such duty."""


def retry_duty(*, company: Company, duty_id: UUID, now: datetime) -> None:
    """The next round, within a minute, tries it; what must be done before it stays before it (clause 9.4).

    It says nothing of anybody, so the evidence keeps the attempt alone. NothingToRetryError.
    """
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="a duty is tried again"):
        waiting = Duty.objects.filter(pk=duty_id, company=company, state=State.QUEUED, recipient__channel=Channel.HTTPS)
        if not waiting.update(due_at=now):
            raise NothingToRetryError
