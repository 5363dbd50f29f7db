"""Work of this room: a package that was sent is brought in, and what was left behind is swept."""

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.school.exchange.arrivals.operations import JOB
from lerna.school.exchange.arrivals.operations import bring_in as bring_in_package
from lerna.school.exchange.arrivals.sweep import sweep_arrivals


@app.task(name=JOB)
def bring_in(arrival: int, company: int) -> None:
    """Right after the package was sent."""
    bring_in_package(company=Company.objects.get(pk=company), arrival_id=arrival, now=clock.now())


@app.periodic(cron="50 * * * *")
@app.task(name="arrivals.sweep", queueing_lock="arrivals.sweep")
def sweep(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Each hour."""
    for company in Company.objects.order_by("slug"):
        sweep_arrivals(company=company, now=clock.now())
