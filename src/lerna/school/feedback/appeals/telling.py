"""What is done because time passes: a letter to the staff before a complaint's term ends, one to the head after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

import structlog
from django.db import transaction
from django.db.models import QuerySet

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.kit.localized import LanguageCode
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.requests.automatic.words import say_day
from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.telling.staff import Occasion, list_staff
from lerna.privacy.subjects.processing import processing
from lerna.school.feedback.appeals.models import Complaint

DESK = "desk/talk/complaints/"
MOST = 50  # complaints of one letter; the desk shows all

_log = structlog.get_logger("lerna.appeals")


def list_to_remind(company: Company, now: datetime) -> tuple[Complaint, ...]:
    """What is due soon, and nobody was reminded of it, the most urgent first. In the block of the purpose."""
    until = now + timedelta(hours=load_rules().times.remind_hours_before)
    return _list(company, Complaint.objects.filter(due_at__gt=now, due_at__lte=until, reminded_at=None))


def list_late(company: Company, now: datetime) -> tuple[Complaint, ...]:
    """What should have been answered by now, and nobody was told of it. In the block of the purpose."""
    return _list(company, Complaint.objects.filter(due_at__lte=now, escalated_at=None))


def remind_staff(*, company: Company, now: datetime) -> int:
    """One letter to each of the staff who hear what is due, about every complaint that is soon; gives how many."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="the staff are reminded"):
        complaints = list_to_remind(company, now)
        if not _tell(company, complaints, Occasion.DUE, "complaint-due", now):
            return 0
        return Complaint.objects.filter(pk__in=[one.pk for one in complaints]).update(reminded_at=now)


def escalate(*, company: Company, now: datetime) -> int:
    """One letter to the head about everything that is late, once for each complaint; gives how many."""
    with transaction.atomic(), processing(Purpose.REQUESTS, company=company, reason="the head hears what is late"):
        complaints = list_late(company, now)
        if not _tell(company, complaints, Occasion.LATE, "complaint-late", now):
            return 0
        return Complaint.objects.filter(pk__in=[one.pk for one in complaints]).update(escalated_at=now)


def _list(company: Company, rows: QuerySet[Complaint]) -> tuple[Complaint, ...]:
    held = rows.filter(company=company, answered_at=None).select_for_update(of=("self",), skip_locked=True)
    return tuple(held.defer("text", "name", "email", "answer").order_by("due_at", "number")[:MOST])


def _tell(company: Company, complaints: Sequence[Complaint], occasion: Occasion, template: str, now: datetime) -> bool:
    """False where there is nothing to tell or nobody to hear it."""
    staff = list_staff(company, occasion) if complaints else ()
    if complaints and not staff:
        _log.warning("nobody to tell", company=company.slug, occasion=occasion.value, complaints=len(complaints))
    site = company.sites.order_by("place")[0]
    language = cast("LanguageCode", site.default_language)  # one of the three, by the loader's check
    for person in staff:
        send_letter(
            subject=person,
            purpose=Purpose.REQUESTS,
            template=template,
            context={
                "due": [f"{one.number}: {say_day(clock.last_day_before(one.due_at), language)}" for one in complaints],
                "desk": build_home(site, language) + DESK,
            },
            now=now,
            language=language,
            site=site,
        )
    return bool(staff)
