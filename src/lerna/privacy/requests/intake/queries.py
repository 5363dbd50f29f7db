"""Every read of intake that decides something."""

from datetime import datetime, timedelta
from uuid import UUID

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.consents.models import Channel
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.identity.matching import find_known
from lerna.privacy.requests.intake.models import Fault, Problem, Taken
from lerna.privacy.requests.models import Happening, Request, Step
from lerna.privacy.requests.queries import BATCH
from lerna.privacy.subjects.processing import processing


def count_answers(company: Company, address: str, now: datetime) -> int:
    """How many automatic answers went to this sender today, by the clock of Astana. Two queries."""
    known = find_known(company, email=address, phone="")
    if not known:
        return 0
    with processing(Purpose.REQUESTS, company=company, reason="was this sender answered today"):
        asked = Step.objects.filter(
            subject=known[0],
            happening=Happening.IDENTITY_ASKED,
            at__gte=clock.start_of_day(clock.local_day(now)),
            request__channel=Channel.LETTER,
        )
        return asked.count()


def count_latest_answers(company: Company, now: datetime) -> int:
    """How many automatic answers went out within the last hour. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="how many letters were answered"):
        asked = Step.objects.filter(
            happening=Happening.IDENTITY_ASKED, at__gt=now - timedelta(hours=1), request__channel=Channel.LETTER
        )
        return asked.count()


def list_held(company: Company) -> tuple[Taken, ...]:
    """The letters whose automatic answer waits, the oldest first, at most BATCH. One query."""
    held = Taken.objects.filter(company=company, held_at__isnull=False)
    return tuple(held.order_by("held_at", "pk")[:BATCH])


def find_answered_request(company: Company, letter: UUID) -> Request | None:
    """The request that this letter of ours is about. One query."""
    with processing(Purpose.REQUESTS, company=company, reason="which request does a letter answer"):
        steps = list(Step.objects.filter(letter=letter).select_related("request__subject__company")[:1])
        return steps[0].request if steps else None


def list_to_move(company: Company, uid_validity: int) -> tuple[Taken, ...]:
    """What was taken and is still to be moved on the server. One query."""
    waiting = Taken.objects.filter(company=company, uid_validity=uid_validity, moved_at=None)
    return tuple(waiting.order_by("uid"))


def count_files(company: Company) -> int:
    """How many letters were taken from files so far; their numbers are counted up. One query."""
    return Taken.objects.filter(company=company, uid_validity=0).count()


def find_faults() -> list[str]:
    """A sentence for each mailbox that can't be read now, the company first. One query."""
    faults = Fault.objects.select_related("company").order_by("company__slug")
    return [f"{fault.company.slug}: {Problem(fault.problem).label}" for fault in faults]
