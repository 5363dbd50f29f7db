"""Periodic work of this room."""

from collections.abc import Iterable
from datetime import datetime

import structlog
from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.lifecycle.endings import export_endings
from lerna.privacy.lifecycle.erasing.verify import RemainsError
from lerna.privacy.lifecycle.erasure import continue_erasure
from lerna.privacy.lifecycle.models import ErasureRun
from lerna.privacy.lifecycle.notices import warn_people
from lerna.privacy.lifecycle.operations import end_farewells
from lerna.privacy.lifecycle.queries import list_unfinished
from lerna.privacy.lifecycle.retention import run_retention

_log = structlog.get_logger("lerna.lifecycle")


@app.periodic(cron="*/5 * * * *")
@app.task(name="lifecycle.continue", queueing_lock="lifecycle.continue")
def continue_erasures(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Ends the accounts whose time is over, and takes every erasure that was interrupted to its end."""
    now = clock.now()
    for company in Company.objects.order_by("slug"):
        end_farewells(company=company, now=now)
    _take_to_the_end(list_unfinished(), now)


@app.periodic(cron="30 21 * * *")  # 02:30 in Kazakhstan
@app.task(name="lifecycle.retention", queueing_lock="lifecycle.retention")
def retain(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Erases what is due today."""
    now = clock.now()
    for company in Company.objects.order_by("slug"):
        _take_to_the_end(run_retention(company=company, now=now, on=clock.local_day(now)), now)


@app.periodic(cron="0 5 * * *")  # 10:00 in Kazakhstan
@app.task(name="lifecycle.warn", queueing_lock="lifecycle.warn")
def warn(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Writes to everybody whose term passes soon."""
    now = clock.now()
    for company in Company.objects.order_by("slug"):
        for _ in warn_people(company=company, now=now):
            pass


@app.periodic(cron="* * * * *")
@app.task(name="lifecycle.endings", queueing_lock="lifecycle.endings")
def write_endings(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Writes outside the database who was erased, withdrew or was blocked, for the day when a backup is restored."""
    for company in Company.objects.order_by("slug"):
        export_endings(company)


def _take_to_the_end(runs: Iterable[ErasureRun], now: datetime) -> None:
    """Each of them; one in which something is left holds up no other, and is tried again with the next round."""
    for run in runs:
        try:
            for _ in continue_erasure(run=run, now=now):
                pass
        except RemainsError as error:
            _log.error("remains", run=str(run.pk), places=[remains.place for remains in error.remains])
