"""Periodic work of this room: attempts whose time is over end."""

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.learning.quizzes.operations import end_overdue


@app.periodic(cron="* * * * *")
@app.task(name="quizzes.end_overdue", queueing_lock="quizzes.end_overdue")
def end_all_overdue(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each minute."""
    for company in Company.objects.order_by("slug"):
        end_overdue(company=company, now=clock.now())
