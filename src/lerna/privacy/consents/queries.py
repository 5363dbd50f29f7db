"""Every read of this room that decides something. Each runs in the caller's block, mostly for CONSENT_PROOF."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from lerna.companies.models import Company
from lerna.kit.clock import ZONE
from lerna.kit.localized import LanguageCode
from lerna.privacy.consents.models import Cause, Consent, Ending
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing

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


def find_languages(people: Collection[UUID]) -> Mapping[UUID, LanguageCode]:
    """In which language each of them agreed last; who never agreed to anything is left out. One query."""
    found = Consent.objects.filter(subject__in=people).order_by("subject", "-given_at", "-pk").distinct("subject")
    # one of the three: a form speaks a site's language, and the loader checks those
    return {subject: cast("LanguageCode", code) for subject, code in found.values_list("subject", "language")}


def list_expired(now: datetime) -> Found:
    """(subject, consent) of what has run out and hasn't been ended, the oldest first, 500 at most. One query."""
    expired = Consent.objects.filter(expires_at__lte=now, ending__isnull=True).order_by("expires_at", "pk")
    return tuple(expired.values_list("subject_id", "pk")[:BATCH])


def find_lapsed(subject: DataSubject) -> Mapping[Purpose, Ending]:
    """The purposes whose latest end came by a rule and that no consent covers now, each with that end. One query.

    What the person withdrew isn't among them: that was their word, and nobody asks again.
    """
    return pick_lapsed(Consent.objects.filter(subject=subject).select_related("ending").defer("contents"))


def pick_lapsed(consents: Iterable[Consent]) -> Mapping[Purpose, Ending]:
    """The same of one person's consents that are loaded with their endings. No query."""
    latest: dict[Purpose, Ending] = {}
    covered: set[Purpose] = set()
    for consent in consents:
        purpose, ending = Purpose(consent.purpose), getattr(consent, "ending", None)
        if ending is None:
            covered.add(purpose)
        elif purpose not in latest or latest[purpose].ended_at <= ending.ended_at:
            latest[purpose] = ending
    return {
        purpose: ending
        for purpose, ending in latest.items()
        if ending.cause != Cause.WITHDRAWN and purpose not in covered
    }


def forecast_expiry(company: Company, since: datetime, until: datetime) -> tuple[tuple[date, int], ...]:
    """(first day of a month, how many consents end in it by their term) for this time, months without one left out;
    `until` not included. By the index of ends. One query.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="how many consents end soon"):
        ends = Consent.objects.filter(
            company=company, expires_at__gte=since, expires_at__lt=until, ending__isnull=True
        ).annotate(month=TruncMonth("expires_at", tzinfo=ZONE))
        counted = ends.values_list("month").annotate(count=Count("pk")).order_by("month")
        return tuple((month.date(), count) for month, count in counted)


def count_withdrawn(company: Company, since: datetime, until: datetime) -> int:
    """How many consents people took back in this time, `until` not included. One query."""
    with processing(Purpose.CONSENT_PROOF, company=company, reason="figures of the month"):
        return Ending.objects.filter(
            company=company, cause=Cause.WITHDRAWN, ended_at__gte=since, ended_at__lt=until
        ).count()
