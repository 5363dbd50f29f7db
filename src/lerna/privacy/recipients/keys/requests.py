"""A partner's own requests: each signed for one method and path, good once and for five minutes (after RFC 9449).

No header of a proxy is trusted: whoever can reach the application past it could write one. A signature can't be.
"""

from datetime import datetime

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.recipients.models import Channel, Recipient, SeenRequest
from lerna.privacy.recipients.sending.outgoing import sender_of
from lerna.privacy.recipients.wire.jose import UntrustedError
from lerna.privacy.recipients.wire.messages import LIFE, read_request, read_sender


def admit_request(*, company: Company, token: str, method: str, path: str, now: datetime) -> Recipient:
    """Whose request it is. UntrustedError for a stranger's, a forged, an old one, and for one that came before."""
    name, audience = read_sender(token)
    with transaction.atomic():
        found = list(
            Recipient.objects.filter(company=company, key=name, channel=Channel.FILE).select_related("company")
        )
        if not found or audience != company.bin:
            raise UntrustedError("No partner of this company fetches files by this name.")
        number = read_request(token, sender=sender_of(found[0]), method=method, path=path, now=now)
        _, is_new = SeenRequest.objects.get_or_create(
            recipient=found[0], number=number, defaults={"until": now + 2 * LIFE}
        )
        if not is_new:
            raise UntrustedError("This request was made before.")
        return found[0]


def forget_requests(*, now: datetime) -> int:
    """Forgets what would be too old by now anyway; how many."""
    with transaction.atomic():
        forgotten, _ = SeenRequest.objects.filter(until__lte=now).delete()
    return forgotten
