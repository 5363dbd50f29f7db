"""Every read of this room that decides something. Each runs in the caller's block, mostly for CONSENT_PROOF."""

from datetime import datetime
from uuid import UUID

from lerna.companies.models import Company
from lerna.privacy.consents.models import Consent
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.recipients.models import Recipient
from lerna.privacy.subjects.models import DataSubject

BATCH = 500


def list_abroad(subject: DataSubject) -> tuple[AbroadConsent, ...]:
    """The person's consents to transfers abroad that haven't ended, the latest first. One query."""
    found = AbroadConsent.objects.filter(subject=subject, ended_at=None).select_related("recipient")
    return tuple(found.order_by("-given_at", "pk"))


def list_abroad_of_act(act: UUID) -> tuple[AbroadConsent, ...]:
    """What went with the consents of this act, ended or not, in the order of recipients. One query."""
    found = AbroadConsent.objects.filter(act=act).select_related("recipient", "text")
    return tuple(found.order_by("recipient__key", "purpose", "pk"))


def find_abroad(
    subject: DataSubject, recipient: Recipient, purpose: Purpose, consent: Consent | None, now: datetime
) -> AbroadConsent | None:
    """The one that holds for this transfer now, beside this consent to the purpose. One query."""
    found = AbroadConsent.objects.filter(subject=subject, recipient=recipient, purpose=purpose, ended_at=None)
    return next((one for one in found.order_by("pk") if holds(one, consent, now)), None)


def holds(abroad: AbroadConsent, consent: Consent | None, now: datetime) -> bool:
    """Whoever withdrew the purpose and allows it anew has not let the data go abroad anew (law 94-V, art. 7(6))."""
    return abroad.expires_at > now and (consent is None or abroad.given_at >= consent.given_at)


def list_expired_abroad(company: Company, now: datetime) -> tuple[AbroadConsent, ...]:
    """What has run out and hasn't been ended, the oldest first, 500 at most. One query."""
    found = AbroadConsent.objects.filter(company=company, expires_at__lte=now, ended_at=None)
    return tuple(found.select_related("recipient").order_by("expires_at", "pk")[:BATCH])
