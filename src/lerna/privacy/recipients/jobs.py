"""Work of this room: each transfer once at once, and every minute whatever is due again."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from lerna.companies.models import Company
from lerna.kit import clock
from lerna.privacy.recipients.abroad.operations import end_expired_abroad
from lerna.privacy.recipients.duties.derive import derive_duties
from lerna.privacy.recipients.duties.fence import move_fence
from lerna.privacy.recipients.keys.requests import forget_requests
from lerna.privacy.recipients.operations import JOB
from lerna.privacy.recipients.sending.files import expire_files
from lerna.privacy.recipients.sending.notices import tell_people
from lerna.privacy.recipients.sending.outgoing import deliver
from lerna.privacy.recipients.sending.sweep import deliver_due
from lerna.privacy.recipients.sending.transfers import TRANSFERS

_log = structlog.get_logger("lerna.recipients")


@app.task(name=JOB)
def deliver_transfer(transfer: str, company: int) -> None:
    """The first attempt, right after the transaction that decided on the transfer."""
    answer = deliver(line=TRANSFERS, company=Company.objects.get(pk=company), item_id=UUID(transfer), now=clock.now())
    if answer is not None:
        _log.info("transfer", item=transfer, end=answer.end.value, word=answer.word)


@app.periodic(cron="* * * * *")
@app.task(name="recipients.deliver_due", queueing_lock="recipients.deliver_due")
def deliver_all_due(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """What follows from the evidence since; further attempts; the first one of a transfer whose job was killed."""
    for company in Company.objects.order_by("slug"):
        for count in derive_duties(company=company, up_to=move_fence(company), now=clock.now()):
            _log.info("duties", company=company.slug, count=count)
    for name, item, answer in deliver_due(now=clock.now()):
        _log.info(name, item=str(item), end=answer.end.value, word=answer.word)


@app.periodic(cron="11 * * * *")
@app.task(name="recipients.expire_files", queueing_lock="recipients.expire_files")
def expire_all_files(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Ends files not fetched in time and consents abroad that ran out, and forgets the numbers of old requests."""
    now = clock.now()
    forget_requests(now=now)
    for company in Company.objects.order_by("slug"):
        for transfer in expire_files(company=company, now=now):
            _log.warning("transfer expired", item=str(transfer), company=company.slug)
        for consent in end_expired_abroad(company=company, now=now):
            _log.info("consent abroad expired", item=str(consent), company=company.slug)


@app.periodic(cron="20 5 * * *")  # 10:20 in Kazakhstan
@app.task(name="recipients.tell", queueing_lock="recipients.tell")
def tell_everybody(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate gives it
    """Writes to whoever's data were passed since yesterday."""
    now = clock.now()
    for company in Company.objects.order_by("slug"):
        for letter in tell_people(company=company, now=now):
            _log.info("told of transfers", letter=str(letter.pk), company=company.slug)
