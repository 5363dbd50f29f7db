"""Periodic work of this room."""

from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.privacy.evidence.seal.sealing import seal_entries


@app.periodic(cron="* * * * *")
@app.task(name="evidence.seal", queueing_lock="evidence.seal")
def seal(timestamp: int) -> None:
    """Seals what every company's ledger has gathered; once a day, at midnight UTC, looks for stragglers everywhere."""
    everything = timestamp % 86_400 < 60  # noqa: PLR2004 -- the run of the day's first minute
    for company in Company.objects.order_by("pk"):
        for _ in seal_entries(company=company, everything=everything):
            pass
