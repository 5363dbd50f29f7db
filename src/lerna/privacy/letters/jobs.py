"""Work of this room: each letter once at once, and every minute whatever is due again."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.letters.dispatch import deliver_letter
from lerna.privacy.letters.last import JOB as LAST
from lerna.privacy.letters.last import deliver_last_letter
from lerna.privacy.letters.operations import JOB
from lerna.privacy.letters.sweep import deliver_due

_log = structlog.get_logger("lerna.letters")


@app.task(name=JOB)
def deliver(letter: str, company: int) -> None:
    """The first attempt, right after the transaction that decided on the letter."""
    result = deliver_letter(company=Company.objects.get(pk=company), letter_id=UUID(letter), now=clock.now())
    if result is not None:
        _log.info("letter", letter=letter, end=result.end.value, word=result.word)


@app.task(name=LAST)
def deliver_last(letter: str, company: int) -> None:
    """The same for the last letter to somebody of whom nothing else is left."""
    result = deliver_last_letter(company=Company.objects.get(pk=company), letter_id=UUID(letter), now=clock.now())
    if result is not None:
        _log.info("last letter", letter=letter, end=result.end.value, word=result.word)


@app.periodic(cron="* * * * *")
@app.task(name="letters.deliver_due", queueing_lock="letters.deliver_due")
def deliver_all_due(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Further attempts, and the first one of a letter whose job was killed."""
    for company, letter_id, result in deliver_due(now=clock.now()):
        _log.info("letter", letter=str(letter_id), company=company.slug, end=result.end.value, word=result.word)
