"""Periodic work of this room: codes, counts and log-ins go when their term ends (clause 7.3)."""

import calendar
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from lerna.accounts.models import Ceremony, Code, Look, SignIn, Throttle
from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

_YEAR = 12  # months


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.purge", queueing_lock="accounts.purge")
def purge(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each night."""
    for company in Company.objects.order_by("pk"):
        purge_due(company=company, now=clock.now())


def purge_due(*, company: Company, now: datetime) -> int:
    """Deletes what is past its term; gives how many rows. Of the blocked nothing goes (clause 6.5)."""
    with transaction.atomic():
        Throttle.objects.filter(until__lte=now).delete()
        with processing(Purpose.SECURITY, company=company, reason="old codes and log-ins go"):
            gone = [rows.delete()[0] for rows in _list_old(company, now)]
    return sum(gone)


def count_due(*, company: Company, now: datetime) -> int:
    """How many rows `purge_due` would delete; four queries."""
    with processing(Purpose.SECURITY, company=company, reason="how many codes and log-ins are old"):
        return sum(rows.count() for rows in _list_old(company, now))


def months_before(moment: datetime, months: int) -> datetime:
    """The same day and time so many months earlier, or the last day of a shorter month."""
    year, month = divmod(moment.year * _YEAR + moment.month - 1 - months, _YEAR)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _list_old(company: Company, now: datetime) -> "tuple[QuerySet[Any], ...]":
    """Codes, what was begun of second factors, looks, and log-ins, to which second factors belong."""
    codes, begun = (model.objects.filter(expires_at__lte=now, subject__blocked_at=None) for model in (Code, Ceremony))
    before = _end_of_log(company, now)
    looks = Look.objects.filter(opened_at__lte=before, subject__blocked_at=None)
    # The log of log-ins, and never while one is still in use.
    sign_ins = SignIn.objects.filter(created_at__lte=before, expires_at__lte=now, subject__blocked_at=None)
    return codes, begun, looks, sign_ins


def _end_of_log(company: Company, now: datetime) -> datetime:
    """What was logged before goes, as the purpose says (clause 7.1-и)."""
    own = terms_for(company).find_purpose(Purpose.SECURITY)
    return months_before(now, own.retention.months if own and own.retention else 0)
