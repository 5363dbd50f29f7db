"""What is done because time passes: reminders before a term ends, a word to the head after, and refusals of requests
whose sender never said who they are (clauses 6.2, 6.8).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lerna.companies.models import Company, Site
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.vocabulary import Actor
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.answers.answering import Hand, refuse_held
from lerna.privacy.requests.automatic.words import say_day
from lerna.privacy.requests.kinds.rules import UNVERIFIED, load_rules
from lerna.privacy.requests.models import Happening, Kind, Request, State, Step
from lerna.privacy.requests.queries import BATCH, hold_request
from lerna.privacy.requests.telling.staff import Occasion, list_staff
from lerna.privacy.requests.timeline import add_step
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

DESK = "desk/requests/"
MOST_LINES = 50  # of a letter; the desk shows all
MOST_NUMBERS = 3  # of its subject line

_log = structlog.get_logger("lerna.requests")


def list_to_remind(company: Company, now: datetime) -> tuple[Request, ...]:
    """What is due soon, and nobody was reminded of it, the most urgent first. One query."""
    until = now + timedelta(hours=load_rules().times.remind_hours_before)
    return _list(company, Request.objects.filter(due_at__gt=now, due_at__lte=until, reminded_at=None))


def list_late(company: Company, now: datetime) -> tuple[Request, ...]:
    """What should have been done by now, and nobody was told of it, the latest first. One query."""
    return _list(company, Request.objects.filter(due_at__lte=now, escalated_at=None))


def list_unverified(company: Company, now: datetime) -> tuple[Request, ...]:
    """Whose sender was asked by a letter, hasn't shown who they are, and whose term ends in some hours. One query.

    Not where nobody was asked, nor where nobody has made out yet what is demanded: that is for a person to end.
    """
    until = now + timedelta(hours=load_rules().times.refuse_hours_before)
    asked = Step.objects.filter(request=OuterRef("pk"), happening=Happening.IDENTITY_ASKED)
    waiting = Request.objects.filter(Exists(asked), state=State.RECEIVED, due_at__lte=until)
    return _list(company, waiting.exclude(kind=Kind.UNCLEAR))


def remind_staff(*, company: Company, now: datetime) -> int:
    """One letter to each of the staff who hear of it, about everything that is due soon; gives how many requests."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="the staff are reminded"):
        requests = list_to_remind(company, now)
        if not _tell(company, requests, Occasion.DUE, Happening.REMINDED, now):
            return 0
        Request.objects.filter(pk__in=[request.pk for request in requests]).update(reminded_at=now)
        return len(requests)


def escalate(*, company: Company, now: datetime) -> int:
    """One letter to the head about everything that is late, once for each request; gives how many requests."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="the head hears what is late"):
        requests = list_late(company, now)
        if not _tell(company, requests, Occasion.LATE, Happening.LATE, now):
            return 0
        Request.objects.filter(pk__in=[request.pk for request in requests]).update(escalated_at=now)
        return len(requests)


def refuse_unverified(*, company: Company, now: datetime) -> int:
    """Refuses in time, with the reason, what nobody has confirmed (clause 6.8); gives how many. A transaction each."""
    with processing(Purpose.REQUESTS, company=company, reason="which requests nobody confirmed"):
        waiting = [request.pk for request in list_unverified(company, now)]
    count = 0
    for request_id in waiting:
        with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="a request stays unconfirmed"):
            request = hold_request(request_id)
            if request.state == State.RECEIVED:
                refuse_held(
                    request=request, company=company, ground=UNVERIFIED, text="", hand=Hand(Actor.JOB), now=now
                )  # fmt: skip
                count += 1
    return count


def _list(company: Company, rows: "QuerySet[Request]") -> tuple[Request, ...]:
    """In the block of the requests' purpose; rows of one company, each with its sealed texts left alone."""
    open_ones = rows.filter(company=company, closed_at=None).select_for_update(of=("self",), skip_locked=True)
    return tuple(open_ones.order_by("due_at", "number")[:BATCH])


def _tell(
    company: Company, requests: Sequence[Request], occasion: Occasion, happening: Happening, now: datetime
) -> bool:
    """A letter to each of the staff concerned, and a step of each request; False where there is nothing or nobody."""
    staff = list_staff(company, occasion) if requests else ()
    if requests and not staff:
        _log.warning("nobody to tell", company=company.slug, occasion=occasion.value, requests=len(requests))
    if not staff:
        return False
    for request in requests:
        add_step(request=request, company=company, happening=happening, actor=Actor.JOB, now=now)
    site = company.sites.order_by("place")[0]
    for person in staff:
        _write(person, site, requests, occasion, now)
    return True


def _write(person: DataSubject, site: Site, requests: Sequence[Request], occasion: Occasion, now: datetime) -> None:
    language = cast("LanguageCode", site.default_language)  # one of the three, by the loader's check
    numbers = ", ".join(request.number for request in requests[:MOST_NUMBERS])
    send_letter(
        subject=person,
        purpose=Purpose.REQUESTS,
        template=occasion.value,
        context={
            "numbers": numbers + (" …" if len(requests) > MOST_NUMBERS else ""),
            "due": [
                f"{request.number}: {say_day(clock.last_day_before(request.due_at), language)}"
                for request in requests[:MOST_LINES]
                if request.due_at is not None
            ],
            "desk": build_home(site, language) + DESK,
        },
        now=now,
        language=language,
        site=site,
    )
