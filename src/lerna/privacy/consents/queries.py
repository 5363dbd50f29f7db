"""Every read of this room that decides something. Each runs in the caller's block, mostly for CONSENT_PROOF."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from lerna.privacy.consents.models import Cause, Consent, Ending
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject

BATCH = 500

Found = tuple[tuple[UUID, UUID], ...]


def list_active(subject: DataSubject) -> tuple[Consent, ...]:
    """The person's consents that haven't ended, the latest first. One query."""
    return tuple(Consent.objects.filter(subject=subject, ending__isnull=True).order_by("-given_at", "purpose"))


def list_all(subject: DataSubject) -> tuple[Consent, ...]:
    """Every consent of the person with its ending, the latest first. One query."""
    return tuple(
        Consent.objects.filter(subject=subject).select_related("ending", "text").order_by("-given_at", "purpose")
    )


def list_of_act(act: UUID) -> tuple[Consent, ...]:
    """What was agreed to at one time, in the order of the purposes; nothing of another company's. One query."""
    found = Consent.objects.filter(act=act).select_related("ending", "text", "subject", "policy")
    order = {purpose.value: place for place, purpose in enumerate(Purpose)}
    return tuple(sorted(found, key=lambda consent: order[consent.purpose]))


def list_expired(now: datetime) -> Found:
    """(subject, consent) of what has run out and hasn't been ended, the oldest first, 500 at most. One query."""
    expired = Consent.objects.filter(expires_at__lte=now, ending__isnull=True).order_by("expires_at", "pk")
    return tuple(expired.values_list("subject_id", "pk")[:BATCH])


def find_lapsed(subject: DataSubject) -> Mapping[Purpose, Ending]:
    """The purposes whose latest end came by a rule and that no consent covers now, each with that end. Two queries.

    What the person withdrew isn't among them: that was their word, and nobody asks again.
    """
    latest: dict[str, Ending] = {}
    ended = Ending.objects.filter(subject=subject).select_related("consent").defer("consent__contents")
    for ending in ended.order_by("-ended_at", "-consent__given_at"):
        latest.setdefault(ending.consent.purpose, ending)
    covered = {consent.purpose for consent in list_active(subject)}
    return {
        Purpose(purpose): ending
        for purpose, ending in latest.items()
        if ending.cause != Cause.WITHDRAWN and purpose not in covered
    }
