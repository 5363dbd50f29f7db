"""Which exceptions are signs: data were asked for that may not be seen, or stored values don't open (8.3, 11.1)."""

from collections.abc import Callable
from typing import Any

from django.db import ProgrammingError
from django.db.models import QuerySet
from procrastinate import JobContext
from procrastinate.worker import Worker
from psycopg.errors import InsufficientPrivilege

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.incidents.rules import Signal
from lerna.privacy.incidents.signals.tallies import count_sign
from lerna.privacy.subjects.crypto.envelope import SealError
from lerna.privacy.subjects.crypto.keyring import MissingKeyError
from lerna.privacy.subjects.processing import NoPurposeError, PurposeError

_WATCHED = (NoPurposeError, PurposeError, ProgrammingError, SealError, MissingKeyError)


def recognize(error: BaseException) -> Signal | None:
    """Which signal an exception is; None for any other."""
    if isinstance(error, NoPurposeError | PurposeError):
        return Signal.REFUSED_READS
    if isinstance(error, ProgrammingError) and isinstance(error.__cause__, InsufficientPrivilege):
        return Signal.REFUSED_READS
    if isinstance(error, SealError | MissingKeyError):
        return Signal.FAILED_DECRYPTIONS
    return None


def watch_job(call_next: Callable[[], Any], context: JobContext, _worker: Worker) -> Any:  # noqa: ANN401 -- any job's
    """Around each job of the worker: counts what it raised, for the company that it names, and lets it fail.

    A job that goes round all companies names none, and stopped at nobody knows which: each of them is to look.
    """
    try:
        return call_next()
    except _WATCHED as error:
        signal = recognize(error)
        if signal is not None:
            for company in _list_concerned(context.job.task_kwargs.get("company")):
                count_sign(company=company, signal=signal, now=clock.now())
        raise


def _list_concerned(named: object) -> QuerySet[Company]:
    """Jobs name a company by its number."""
    companies = Company.objects.order_by("pk")
    return companies.filter(pk=named) if isinstance(named, int) else companies
