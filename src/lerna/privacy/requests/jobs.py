"""Work of this room: each request once at once, and every minute whatever still waits."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.lifecycle.erasure import continue_erasure
from lerna.privacy.lifecycle.models import ErasureRun
from lerna.privacy.requests.answers.finishing import finish_request
from lerna.privacy.requests.automatic.work import work_on
from lerna.privacy.requests.models import Request
from lerna.privacy.requests.operations import JOB
from lerna.privacy.requests.queries import list_open_ended
from lerna.privacy.requests.telling.terms import escalate, refuse_unverified, remind_staff

_SOON = 10  # seconds; by then the letter has mostly left


@app.task(name=JOB)
def tend(request: str, company: int, is_first: bool = True) -> None:  # noqa: FBT001, FBT002 -- a job's arguments
    """Right after it was seen who asks, once more when its letter should have left, and every minute while something
    about the request waits.
    """
    tended = tend_to(company=Company.objects.get(pk=company), request_id=UUID(request), now=clock.now())
    if is_first and tended.answered_at is not None and tended.closed_at is None:
        tend.configure(schedule_in={"seconds": _SOON}).defer(request=request, company=company, is_first=False)


@app.periodic(cron="* * * * *")
@app.task(name="requests.tend_all", queueing_lock="requests.tend_all")
def tend_all(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """What was interrupted, and what waited for a letter to leave or an erasure to end: a job each, so that no fault of
    one request holds up the others.
    """
    for company in Company.objects.order_by("slug"):
        for request_id in list_open_ended(company):
            with suppress(AlreadyEnqueued):
                tend.configure(queueing_lock=f"{JOB}.{request_id}").defer(
                    request=str(request_id), company=company.pk, is_first=False
                )


@app.periodic(cron="4 * * * *")
@app.task(name="requests.terms", queueing_lock="requests.terms")
def keep_terms(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each hour: refuses what nobody confirmed, reminds the staff, tells the head what is late."""
    for company in Company.objects.order_by("slug"):
        now = clock.now()
        refuse_unverified(company=company, now=now)
        remind_staff(company=company, now=now)
        escalate(company=company, now=now)


def tend_to(*, company: Company, request_id: UUID, now: datetime) -> Request:
    """Takes the request as far as it can go now. Killed at any point, the next call goes on from there."""
    work_on(company=company, request_id=request_id, now=now)
    request = finish_request(company=company, request_id=request_id, now=now)
    if request.run is not None and request.closed_at is None:
        for _ in continue_erasure(run=ErasureRun.objects.get(pk=request.run), now=now):
            pass
        request = finish_request(company=company, request_id=request_id, now=now)
    return request
