"""Every write of this room: a curator gives longer, a learner makes and takes back the address of their calendar."""

import hashlib
import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lerna.kit.clock import local_day
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing
from lerna.school.learning.deadlines.due import Work
from lerna.school.learning.deadlines.models import Extension, FeedAddress
from lerna.school.learning.models import Enrollment
from lerna.school.learning.news.models import Kind
from lerna.school.learning.news.operations import tell
from lerna.school.learning.operations import CLAUSE

_TOKEN_BYTES = 32


class PastDayError(ValueError):
    """A last day that has passed already helps nobody."""


def extend(  # noqa: PLR0913 -- whose work, until when, why, and by whose word
    *, enrollment: Enrollment, work: Work, due_on: date, reason: str, given_by: UUID, now: datetime
) -> Extension:
    """The person has until the end of that day; they read why. Given again, the newest day counts. PastDayError."""
    if due_on < local_day(now):
        raise PastDayError
    company = enrollment.subject.company
    with transaction.atomic(), processing(Purpose.LEARNING, company=company, reason="a last day is moved"):
        known = Extension.objects.select_for_update(of=("self",)).filter(
            enrollment=enrollment, lesson=work.lesson, block=work.assignment.key
        )
        extension = known.first() or Extension(
            subject_id=enrollment.subject_id, enrollment=enrollment, lesson=work.lesson, block=work.assignment.key
        )
        extension.due_on, extension.reason, extension.given_by, extension.given_at = due_on, reason, given_by, now
        extension.save()
        record(
            company=company, operation=Operation.UPDATE, clause=CLAUSE, actor=Actor.STAFF, actor_id=given_by, now=now,
            purpose=Purpose.LEARNING, subject=enrollment.subject_id, target=("extension", extension.pk),
            details={"event": "last-day-moved", "due_on": due_on},
        )  # fmt: skip
        tell(
            enrollment=enrollment, lesson=work.lesson, block=work.assignment.key, kind=Kind.EXTENDED,
            title=work.assignment.title, due_on=due_on, now=now,
        )  # fmt: skip
        return extension


def make_address(*, subject: DataSubject, now: datetime) -> str:
    """A new secret of the person's calendar; the one before it opens nothing from now on."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a calendar is followed"):
        FeedAddress.objects.filter(subject=subject).delete()
        FeedAddress(subject=subject, token=token, digest=hash_token(token), made_at=now).save(force_insert=True)
        return token


def drop_address(*, subject: DataSubject) -> None:
    """Nobody follows the person's calendar any more."""
    with transaction.atomic(), processing(Purpose.LEARNING, company=subject.company, reason="a calendar is closed"):
        FeedAddress.objects.filter(subject=subject).delete()


def hash_token(token: str) -> bytes:
    """SHA-256; the token is random and long, so nothing slower is needed."""
    return hashlib.sha256(token.encode()).digest()
