"""Work of this room: each hour the terms of complaints are looked at."""

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.feedback.appeals.telling import escalate, remind_staff


@app.periodic(cron="6 * * * *")
@app.task(name="appeals.terms", queueing_lock="appeals.terms")
def keep_terms(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Reminds the staff of what is due, tells the head what is late."""
    for company in Company.objects.order_by("slug"):
        now = clock.now()
        remind_staff(company=company, now=now)
        escalate(company=company, now=now)
