"""Work of intake: each minute each company's mailbox, one job for each, so that a slow server holds up no other's.

A job never waits for letters to come: one that slept in IDLE would keep the worker from everything else. Whoever wants
letters within a second runs `./lerna requests read-mail --watch` beside it.
"""

from contextlib import suppress

import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.requests.intake.answering import answer_held
from lerna.privacy.requests.intake.imap.account import find_account
from lerna.privacy.requests.intake.imap.connection import MailboxError
from lerna.privacy.requests.intake.rounds import read_mailbox

JOB = "requests.read_mail"

_log = structlog.get_logger("lerna.intake")


@app.task(name=JOB)
def read_mail(company: int) -> None:
    """One company's mailbox. What goes wrong with it is noted, and tried again in a minute."""
    with suppress(MailboxError):
        for taken in read_mailbox(Company.objects.get(pk=company)):
            _log.info("letter taken", uid=taken.uid, outcome=taken.outcome, reason=taken.reason)


@app.periodic(cron="* * * * *")
@app.task(name="requests.read_all_mail", queueing_lock="requests.read_all_mail")
def read_all_mail(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each company that has a mailbox."""
    for company in Company.objects.order_by("slug"):
        if find_account(company.slug) is not None:
            with suppress(AlreadyEnqueued):
                read_mail.configure(queueing_lock=f"{JOB}.{company.pk}").defer(company=company.pk)


@app.periodic(cron="17 * * * *")
@app.task(name="requests.answer_held", queueing_lock="requests.answer_held")
def answer_all_held(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each hour: automatic answers that were held back, and may go now."""
    for company in Company.objects.order_by("slug"):
        answer_held(company=company, now=clock.now())
