"""What a log-in has begun of its second factor: it alone finishes that, once, and within minutes."""

from datetime import datetime, timedelta

from django.db import transaction

from lerna.accounts.models import Ceremony, CeremonyKind
from lerna.accounts.queries import Account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing


def begin(*, account: Account, kind: CeremonyKind, secret: str, life: timedelta, now: datetime) -> None:
    """Keeps what was given out; what the log-in began of this kind before can be finished no more."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        Ceremony.objects.filter(sign_in=account.sign_in, kind=kind).delete()
        Ceremony(
            subject=account.subject,
            company=account.subject.company,
            sign_in=account.sign_in,
            kind=kind,
            secret=secret,
            expires_at=now + life,
        ).save(force_insert=True)


def look_up(account: Account, kind: CeremonyKind, *, now: datetime) -> str | None:
    """What this log-in was given and hasn't finished yet. In the block of SECURITY; one query."""
    found = list(Ceremony.objects.filter(sign_in=account.sign_in, kind=kind, expires_at__gt=now))
    return str(found[0].secret) if found else None


def take(*, account: Account, kind: CeremonyKind, now: datetime) -> str | None:
    """The same, and it is gone: whatever comes of the answer, there is no second one. Of two at once one gets it."""
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        rows = Ceremony.objects.filter(sign_in=account.sign_in, kind=kind)
        found = list(rows.select_for_update(of=("self",)))
        secret = str(found[0].secret) if found and found[0].expires_at > now else None
        rows.delete()
        return secret
