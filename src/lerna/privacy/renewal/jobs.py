"""Periodic work of this room: publications that a kill cut short go on, and people are told."""

from itertools import islice

import structlog
from procrastinate.contrib.django import app

from lerna.kit import clock
from lerna.privacy.renewal.progress import continue_publication
from lerna.privacy.renewal.queries import list_unfinished

# Of a round: 2,000 people told. The letters themselves are sent in between, by the same worker.
MOST_STEPS = 10

_log = structlog.get_logger("lerna.renewal")


@app.periodic(cron="* * * * *")
@app.task(name="renewal.continue", queueing_lock="renewal.continue")
def continue_publications(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Takes every publication on; where there is none, this is one query of a table of publications."""
    for publication in list_unfinished():
        for done in islice(continue_publication(publication=publication, clock=clock.now), MOST_STEPS):
            _log.info("publication", company=publication.company.slug, step=done.step.value, count=done.count)
