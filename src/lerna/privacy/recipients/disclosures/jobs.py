"""Periodic work of this room: each day what is no longer hidden is shown, and who has to review is reminded."""

import structlog
from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.recipients.disclosures.operations import reveal_due
from lerna.privacy.recipients.disclosures.reminders import remind_reviewers

_log = structlog.get_logger("lerna.disclosures")


@app.periodic(cron="2 19 * * *")  # 00:02 in Kazakhstan
@app.task(name="disclosures.reveal", queueing_lock="disclosures.reveal")
def reveal(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Shows people what is no longer hidden from them."""
    for company in Company.objects.order_by("slug"):
        for disclosure in reveal_due(company=company, now=clock.now()):
            _log.info("disclosure shown", disclosure=str(disclosure), company=company.slug)


@app.periodic(cron="40 3 * * 1-5")  # 08:40 in Kazakhstan
@app.task(name="disclosures.remind", queueing_lock="disclosures.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Reminds the staff of what has to be reviewed soon."""
    for company in Company.objects.order_by("slug"):
        for letter in remind_reviewers(company=company, now=clock.now()):
            _log.info("reminded of reviews", letter=str(letter.pk), company=company.slug)
