"""Consents that end by a rule, many people at once: their term has passed, or the policy outdates them (6.1, 11.5)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.clock import Clock
from lerna.privacy.consents.models import Cause, Consent, Ending, Hand, Settlement
from lerna.privacy.consents.operations import CLAUSES
from lerna.privacy.consents.outdated import find_outdated, hash_terms, list_outdated
from lerna.privacy.consents.queries import Found
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.operations import record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.document import Document
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.policy.queries import read_document
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import let_lapse
from lerna.privacy.subjects.permissions import mask_of, purposes_of
from lerna.privacy.subjects.processing import processing


def end_by_rule(*, company: Company, found: Found, cause: Cause, now: datetime) -> int:
    """End these consents, (subject, consent) each, with whatever no other consent permits; gives how many it ended.

    One transaction, whose queries don't grow with the people. One that has ended meanwhile is left as it is. What rests
    on a contract is permitted by that, and goes on until its own term passes.
    """
    chosen = {consent for _, consent in found}
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="the end of consents"):
        people = {subject for subject, _ in found}
        # In one order, so that two batches never wait for each other.
        list(DataSubject.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk"))
        active = Consent.objects.filter(subject__in=people, ending__isnull=True).defer("contents")
        ending, going_on = [], set()
        for consent in active.order_by("pk"):
            if consent.pk in chosen:
                ending.append(consent)
            else:
                going_on.add((consent.subject_id, consent.purpose))
        _keep_endings(company, ending, cause, now)
        lost = [one for one in ending if (one.subject_id, one.purpose) not in going_on]
        for purposes, members in _group(company, lost):
            let_lapse(company=company, people=members, purposes=purposes)
        return len(ending)


def stop_outdated(*, company: Company, document: Document, clock: Clock) -> Iterator[int]:
    """End whatever this text outdates, in batches, each a transaction of its own; gives how many after each.

    The text may be one that isn't in force yet. Killed at any point it goes on where it was, because what has ended is
    no longer found. What is agreed to meanwhile is left to `settle`.
    """
    with processing(Purpose.CONSENT_PROOF, company=company, reason="which consents a text outdates"):
        groups = find_outdated(company, document)
    after: UUID | None = None
    while True:
        with processing(Purpose.CONSENT_PROOF, company=company, reason="which consents a text outdates"):
            found = list_outdated(groups, after)
        if not found:
            return
        yield end_by_rule(company=company, found=found, cause=Cause.OUTDATED, now=clock())
        after = found[-1][1]


def settle(*, version: PolicyVersion, now: datetime) -> int:
    """End what the version still outdates, while nobody can agree to anything, and keep that all of it is done.

    One transaction: few are left where `stop_outdated` went before. Gives how many.
    """
    company = version.company
    with transaction.atomic():
        # Waits for every consent that is being given, and lets the next one in only when this is over (`hold_version`).
        Company.objects.select_for_update(no_key=True).get(pk=company.pk)
        count = sum(stop_outdated(company=company, document=read_document(version), clock=lambda: now))
        kept = {"version": version, "terms_sha256": hash_terms(company), "settled_at": now}
        Settlement.objects.update_or_create(company=company, defaults=kept)
        return count


def _keep_endings(company: Company, ending: Sequence[Consent], cause: Cause, now: datetime) -> None:
    Ending.objects.bulk_create(
        Ending(
            subject_id=consent.subject_id,
            company=company,
            consent=consent,
            cause=cause,
            channel="",
            hand=Hand.SYSTEM,
            ended_at=now,
        )
        for consent in ending
    )
    acts = [
        Act(
            operation=Operation.CONSENT_EXPIRED,
            clause=CLAUSES[cause],
            actor=Actor.SYSTEM,
            purpose=consent.purpose,
            subject=consent.subject_id,
            target=("consent", consent.pk),
            details={"reason": cause.value},
        )
        for consent in ending
    ]
    record_many(company=company, acts=acts, now=now)


def _group(company: Company, lost: Sequence[Consent]) -> Iterator[tuple[tuple[Purpose, ...], list[UUID]]]:
    """Purposes that are permitted no more, with everybody who loses just these."""
    terms = terms_for(company)
    masks: dict[UUID, int] = defaultdict(int)
    for consent in lost:
        own = terms.find_purpose(Purpose(consent.purpose))
        if own is None or own.basis is LegalBasis.CONSENT:
            masks[consent.subject_id] |= mask_of([Purpose(consent.purpose)])
    groups: dict[int, list[UUID]] = defaultdict(list)
    for subject, mask in masks.items():
        groups[mask].append(subject)
    for mask, members in groups.items():
        yield purposes_of(mask), members
