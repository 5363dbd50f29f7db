"""Periodic work of this room."""

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.learning.assignments.files import sweep_files
from lerna.school.learning.assignments.reminding import remind_learners


@app.periodic(cron="*/5 * * * *")
@app.task(name="assignments.sweep", queueing_lock="assignments.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Deletes the bytes of files that no work has."""
    sweep_files(now=clock.now())


@app.periodic(cron="15 4 * * *")  # 09:15 in Kazakhstan, when nobody is woken by it
@app.task(name="assignments.remind", queueing_lock="assignments.remind")
def remind(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Reminds learners of last days."""
    for company in Company.objects.order_by("slug"):
        remind_learners(company=company, now=clock.now())
