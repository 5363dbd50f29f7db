"""What was left behind on the way in: imports that were cut off, bytes that nothing waits for, news that is old."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from lerna.companies.models import Company
from lerna.school.exchange.arrivals.models import PACKAGES, Arrival, State

_LONGEST = timedelta(hours=3)  # no package takes as long; whatever brought it in has died
_KEPT = timedelta(days=30)  # how long authors see that an import failed; reports stay
_OPEN = Q(state__in=[State.WAITING, State.RUNNING])


def sweep_arrivals(*, company: Company, now: datetime) -> int:
    """End imports that were cut off, forget old ones, delete bytes that nothing waits for; how many in all."""
    with transaction.atomic():
        ended = _find_stalled(company, now).update(state=State.FAILED, faults=[], seen_at=now)
        forgotten, _ = _find_old(company, now).delete()
    loose = list(_list_loose(company, now))
    for path in loose:
        default_storage.delete(path)
    return ended + forgotten + len(loose)


def count_swept(*, company: Company, now: datetime) -> int:
    """How many `sweep_arrivals` would end, forget and delete."""
    held = _find_stalled(company, now).count() + _find_old(company, now).count()
    return held + len(list(_list_loose(company, now)))


def _find_stalled(company: Company, now: datetime) -> QuerySet[Arrival]:
    return Arrival.objects.filter(_OPEN, company=company, seen_at__lt=now - _LONGEST)


def _find_old(company: Company, now: datetime) -> QuerySet[Arrival]:
    return Arrival.objects.filter(~_OPEN, company=company, seen_at__lt=now - _KEPT)


def _list_loose(company: Company, now: datetime) -> Iterator[str]:
    """Bytes that no package on its way names; those of an upload that isn't committed yet are younger."""
    folder = f"{PACKAGES}/{company.pk}"
    if not default_storage.exists(folder):
        return
    named = {str(pk) for pk in Arrival.objects.filter(_OPEN, company=company).values_list("pk", flat=True)}
    for name in default_storage.listdir(folder)[1]:
        path = f"{folder}/{name}"
        if name not in named and default_storage.get_modified_time(path) < now - _LONGEST:
            yield path
