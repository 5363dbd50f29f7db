"""Going round: every message that is due, company by company; a partner that doesn't answer holds up no other."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.models import Channel, Outgoing, State
from lerna.privacy.recipients.sending.lines import LINES
from lerna.privacy.recipients.sending.outgoing import Line, deliver
from lerna.privacy.recipients.wire.client import Answer, Post, post
from lerna.privacy.subjects.processing import processing

BATCH = 200


def list_due(company: Company, line: Line[Outgoing], now: datetime) -> tuple[tuple[UUID, int], ...]:
    """(message, recipient) of what is due to be sent to partners' interfaces, the oldest first. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which messages are due"):
        due = line.model.objects.filter(
            company=company, state=State.QUEUED, due_at__lte=now, recipient__channel=Channel.HTTPS
        )
        return tuple(due.order_by("due_at", line.order, "pk").values_list("pk", "recipient_id")[:BATCH])


def deliver_due(*, now: datetime, by: Post = post) -> Iterator[tuple[str, UUID, Answer]]:
    """One attempt at each due message, by its line's name, with how it ended.

    None more at a partner that this round didn't reach.
    """
    for company in Company.objects.order_by("slug"):
        away: set[int] = set()
        for line in LINES:
            for item_id, recipient_id in list_due(company, line, now):
                if recipient_id in away:
                    continue
                answer = deliver(line=line, company=company, item_id=item_id, now=now, by=by)
                if answer is None:
                    continue
                yield line.name, item_id, answer
                if not answer.reached:
                    away.add(recipient_id)
