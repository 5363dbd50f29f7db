"""The copy of everything that is held of a person, as the answer to an access request promised it (GDPR 15, 20)."""

from collections.abc import Iterator
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.lifecycle.exporting.archive import write_archive
from lerna.privacy.lifecycle.exporting.read import export_person
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.file import archive_until
from lerna.privacy.requests.models import Happening
from lerna.privacy.requests.queries import hold_request
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.processing import processing


class NoCopyError(Exception):
    """This request has no copy to take, or no longer; the sentence says why."""


def take_copy(*, company: Company, request_id: UUID, now: datetime) -> Iterator[bytes]:
    """The archive, written anew each time it is sent, so that no copy lies about. NoCopyError, NoSuchRequestError."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a person takes their copy"):
        request = hold_request(request_id)
        until = archive_until(request)
        if until is None or clock.local_day(now) > until:
            raise NoCopyError("There is no copy to take, or the days for it are over.")
        add_step(request=request, company=company, happening=Happening.TAKEN, actor=Actor.PERSON, now=now)
        language = cast("LanguageCode", request.language)  # one of the three, by a constraint
        exported = export_person(subject=request.subject_id, actor=Actor.PERSON, now=now)
    with translation.override(language):
        return write_archive(exported, language, title=_("My data"))
