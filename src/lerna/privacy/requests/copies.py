"""The copy of everything that is held of a person, as the answer to an access request promised it (GDPR 15, 20)."""

import io
from datetime import datetime
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.export import export_person
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.file import archive_until
from lerna.privacy.requests.models import Happening
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing


class NoCopyError(Exception):
    """This request has no copy to take, or no longer; the sentence says why."""


def take_copy(*, company: Company, request_id: UUID, now: datetime) -> bytes:
    """A ZIP with `my-data.json`, built anew each time, so that no copy lies about. NoCopyError, NoSuchRequestError."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a person takes their copy"):
        request = hold_request(request_id)
        until = archive_until(request)
        if until is None or clock.local_day(now) > until:
            raise NoCopyError("There is no copy to take, or the days for it are over.")
        add_step(request=request, company=company, happening=Happening.TAKEN, actor=Actor.PERSON, now=now)
        exported = export_person(subject=request.subject_id, actor=Actor.PERSON, now=now)
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", exported.to_json())
    return content.getvalue()
