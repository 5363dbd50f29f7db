"""Every write of this room. Permission changes in the same transaction as the consent, so they can't disagree."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from lerna.companies.models import Company
from lerna.kit.terms import Term, Unit, due_at
from lerna.kit.workdays import WorkCalendar, load_calendar
from lerna.privacy.consents.contents import Occasion, hash_contents, write_contents
from lerna.privacy.consents.models import Cause, Channel, Consent, Ending, Hand, ShownText
from lerna.privacy.consents.obligations import Obligation, list_obligations
from lerna.privacy.consents.queries import find_lapsed, list_active
from lerna.privacy.consents.statement import Statement, hash_substance
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.models import PolicyVersion
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.policy.queries import hold_version
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import forbid, permit
from lerna.privacy.subjects.permissions import purposes_of
from lerna.privacy.subjects.processing import processing

ACTORS = {
    Hand.PERSON: Actor.PERSON,
    Hand.REPRESENTATIVE: Actor.REPRESENTATIVE,
    Hand.STAFF: Actor.STAFF,
    Hand.SYSTEM: Actor.SYSTEM,
}
CLAUSES = {Cause.WITHDRAWN: "6.3", Cause.EXPIRED: "6.1", Cause.OUTDATED: "11.5"}


class StaleTextError(Exception):
    """The text that was agreed to is no longer the company's; it has to be read and agreed to anew."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal did: purposes that ended at once, and what stands in the way of the others."""

    ended: tuple[Purpose, ...]
    refused: tuple[Obligation, ...]


def give_consents(
    *, subject: DataSubject, statements: Sequence[Statement], occasion: Occasion, person: str, now: datetime
) -> tuple[Consent, ...]:
    """Keep the proof that the person ticked the box of each of these statements, and permit their purposes (4.1, 6.1).

    `person` is their name as they stated it, for the eight contents. Where a rule had ended their last consent to the
    purpose, this one renews it, and the evidence says so (11.5). StaleTextError where a newer policy was published
    since, or the terms mean something else; PermissionStateError for a purpose that the company doesn't have. Then
    nothing is kept.
    """
    company = subject.company
    with transaction.atomic():
        newest = hold_version(company)  # no other is published until this consent is kept, and then sees it
        if newest is None or not all(_is_current(statement, newest, company) for statement in statements):
            raise StaleTextError("The policy has changed since the text was shown.")
        with processing(Purpose.CONSENT_PROOF, company=company, reason="a consent is given"):
            _lock(subject)
            act, lapsed = uuid.uuid4(), find_lapsed(subject)
            consents = tuple(_keep(subject, act, statement, occasion, person, now) for statement in statements)
            for statement, consent in zip(statements, consents, strict=True):
                _record_given(statement, consent, lapsed.get(statement.purpose), now)
        permit(subject=subject, purposes=[statement.purpose for statement in statements])
        return consents


def withdraw(  # noqa: PLR0913 -- the facts of an act, each a column of its proof
    *,
    subject: DataSubject,
    channel: Channel,
    hand: Hand,
    site: str,
    now: datetime,
    purposes: Iterable[Purpose] | None = None,
    act: uuid.UUID | None = None,
) -> Withdrawal:
    """End the person's consents to these purposes, or to all; the next query for one of them no longer sees the person.

    With `act` only what was agreed to at that time ends, and a purpose that another consent permits goes on. What an
    obligation needs is refused with its reasons, and everything else is stopped (clauses 6.3, 6.5, 6.8).
    """
    wanted = None if purposes is None else frozenset(purposes)
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a withdrawal"):
        _lock(subject)
        refused = tuple(one for one in list_obligations(subject) if wanted is None or one.purpose in wanted)
        kept = {obligation.purpose for obligation in refused}
        active = [
            consent
            for consent in list_active(subject)
            if (act is None or consent.act == act)
            and (wanted is None or consent.purpose in wanted)
            and Purpose(consent.purpose) not in kept
        ]
        ended = _end(subject, active, channel=channel, hand=hand, site=site, now=now)
        if act is None:
            _forbid_unproven(subject, wanted, kept)
        for obligation in refused:
            _record_refusal(subject, obligation, site, now)
        return Withdrawal(ended, refused)


def _keep(  # noqa: PLR0913, PLR0917 -- the facts of the proof
    subject: DataSubject, act: uuid.UUID, statement: Statement, occasion: Occasion, person: str, now: datetime
) -> Consent:
    """One consent with its text."""
    ShownText.objects.bulk_create([ShownText(sha256=statement.sha256, text=statement.text)], ignore_conflicts=True)
    key, expires_at = uuid.uuid4(), _count_term(statement.months, now)
    contents = write_contents(
        consent=key, statement=statement, occasion=occasion, person=person, given_at=now, expires_at=expires_at
    )
    consent = Consent(
        id=key,
        subject=subject,
        company=subject.company,
        act=act,
        purpose=statement.purpose,
        policy_id=statement.policy_id,
        text_id=statement.sha256,
        substance=statement.substance,
        contents=contents,
        contents_sha256=hash_contents(contents),
        language=statement.language,
        site=occasion.site,
        form=occasion.form,
        channel=occasion.channel,
        hand=occasion.hand,
        given_at=now,
        expires_at=expires_at,
    )
    consent.save(force_insert=True)
    return consent


def _record_given(statement: Statement, consent: Consent, lapsed: Ending | None, now: datetime) -> None:
    record(
        company=consent.company,
        operation=Operation.CONSENT_RENEWED if lapsed else Operation.CONSENT_GIVEN,
        clause=CLAUSES[Cause(lapsed.cause)] if lapsed else "4.1",
        actor=ACTORS[Hand(consent.hand)],
        now=now,
        purpose=statement.purpose,
        subject=consent.subject_id,
        policy_version=statement.policy_version,
        site=consent.site,
        target=("consent", consent.pk),
        details={"text": statement.sha256, "document": consent.contents_sha256, "form": consent.form,
                 "channel": Channel(consent.channel).value, "language": statement.language},
    )  # fmt: skip


def _is_current(statement: Statement, version: PolicyVersion, company: Company) -> bool:
    """Whether the text that was shown is of this version, and the terms still mean what it said."""
    terms = terms_for(company)
    if terms.find_purpose(statement.purpose) is None:
        return True  # `permit` says what is wrong with it
    means = hash_substance(company, terms, statement.purpose)
    return statement.policy_id == version.pk and statement.substance == means


def _end(  # noqa: PLR0913 -- as above
    subject: DataSubject, consents: Sequence[Consent], *, channel: Channel, hand: Hand, site: str, now: datetime
) -> tuple[Purpose, ...]:
    """An ending for each, and no permission for what no other consent covers. The subject is locked."""
    for consent in consents:
        Ending(
            subject=subject,
            company=subject.company,
            consent=consent,
            cause=Cause.WITHDRAWN,
            channel=channel,
            hand=hand,
            ended_at=now,
        ).save(force_insert=True)
        record(
            company=subject.company,
            operation=Operation.CONSENT_WITHDRAWN,
            clause=CLAUSES[Cause.WITHDRAWN],
            actor=ACTORS[hand],
            now=now,
            purpose=consent.purpose,
            subject=subject.pk,
            site=site,
            target=("consent", consent.pk),
            details={"reason": Cause.WITHDRAWN.value, "channel": channel.value},
        )
    covered = {consent.purpose for consent in list_active(subject)}
    purposes = tuple(dict.fromkeys(Purpose(one.purpose) for one in consents if one.purpose not in covered))
    if purposes:
        forbid(subject=subject, purposes=purposes)
    return purposes


def _forbid_unproven(subject: DataSubject, wanted: frozenset[Purpose] | None, kept: set[Purpose]) -> None:
    """What rests on consent and stands permitted without one, as after an import, ends with a withdrawal too."""
    terms = terms_for(subject.company)
    covered = {consent.purpose for consent in list_active(subject)}
    lost = [
        purpose
        for purpose in purposes_of(subject.granted)
        if (wanted is None or purpose in wanted)
        and purpose not in kept
        and purpose not in covered
        and ((own := terms.find_purpose(purpose)) is None or own.basis is LegalBasis.CONSENT)
    ]
    if lost:
        forbid(subject=subject, purposes=lost)


def _record_refusal(subject: DataSubject, obligation: Obligation, site: str, now: datetime) -> None:
    until = {"held_until": obligation.ends_on} if obligation.ends_on else {}
    record(
        company=subject.company,
        operation=Operation.REQUEST_REFUSED,
        clause="6.8",
        actor=Actor.SYSTEM,
        now=now,
        purpose=obligation.purpose,
        subject=subject.pk,
        site=site,
        details={"reason": obligation.key, **until},
    )


def _lock(subject: DataSubject) -> None:
    """Two withdrawals at once, or one and a new consent, take turns: the later sees what the earlier left."""
    locked = DataSubject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    subject.granted, subject.permitted = locked.granted, locked.permitted


def _count_term(months: int, now: datetime) -> datetime:
    """The first moment at which the consent no longer holds; no holiday stretches a limit on keeping data (7.3)."""
    return due_at(now, Term(months, Unit.MONTHS, moves=False), _calendar(settings.LERNA_POLICIES / "calendar.toml"))


@cache
def _calendar(path: Path) -> WorkCalendar:
    return load_calendar(path)
