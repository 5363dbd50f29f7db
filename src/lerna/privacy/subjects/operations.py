"""Every write of this room: a person appears, what may be done with their data changes, they state who they are."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import BigIntegerField, Case, F, Q, When
from django.db.models.expressions import CombinedExpression

from lerna.companies.models import Company, Site
from lerna.privacy.evidence.acts import Act
from lerna.privacy.evidence.operations import record, record_many
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.keys.operations import create_data_key
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.permissions import law_mask, mask_of
from lerna.privacy.subjects.processing import need_processing, processing

_BATCH = 1000  # people in a transaction


class PermissionStateError(Exception):
    """This can't be permitted or forbidden; the sentence says why."""


class RepresentativeError(Exception):
    """This person can't act for that one; the sentence says why."""


def create_subject(*, company: Company, site: Site, now: datetime) -> DataSubject:
    """A new person of this company who came by this site, with a key of their own; permitted is what a law orders.

    KeyProviderError where the company has no key; ValueError where the site is another company's.
    """
    if site.company_id != company.pk:
        raise ValueError(f"The site {site.key} isn't of {company.slug}.")
    subject_id, mask = uuid4(), law_mask(terms_for(company))
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="a person appears") as work:
        work.keyring.add(subject_id, create_data_key(company=company, subject=subject_id, now=now))
        return DataSubject.objects.create(
            id=subject_id, company=company, site=site.key, created_at=now, granted=mask, permitted=mask
        )


def permit(*, subject: DataSubject, purposes: Iterable[Purpose]) -> None:
    """Permits these purposes from this transaction on: the next query for one of them sees the person (clause 6.1).

    The evidence is the caller's, who knows by what consent or contract.

    PermissionStateError for a purpose that the company's terms don't have, or that works on depersonalized data alone.
    """
    purposes = tuple(purposes)
    terms = terms_for(subject.company)
    for purpose in purposes:
        own = terms.find_purpose(purpose)
        if own is None:
            raise PermissionStateError(f"{subject.company.slug} has switched “{purpose}” off.")
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="permit"):
        mask = mask_of(purposes)
        _set_granted(subject.company, [subject.pk], F("granted").bitor(mask), F("lapsed").bitand(~mask))
        _refresh(subject)


def forbid(*, subject: DataSubject, purposes: Iterable[Purpose]) -> None:
    """Forbids these purposes: the next query made for one of them no longer sees the person (clause 6.5).

    The evidence is the caller's, who knows by what withdrawal or term.

    PermissionStateError for a purpose that a law orders: nobody's wish ends that.
    """
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="forbid"):
        _check_forbidding(subject.company, purposes := tuple(purposes))
        _set_granted(subject.company, [subject.pk], F("granted").bitand(~mask_of(purposes)), F("lapsed"))
        _refresh(subject)


def let_lapse(*, company: Company, people: Collection[UUID], purposes: Iterable[Purpose]) -> None:
    """The same by a rule, for many people of one company and by one statement; that they may be asked anew is kept."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason="forbid"):
        _check_forbidding(company, purposes := tuple(purposes))
        mask = mask_of(purposes)
        lapsed = CombinedExpression(F("lapsed"), "|", F("granted").bitand(mask))
        _set_granted(company, people, F("granted").bitand(~mask), lapsed)


def block(*, subject: DataSubject, actor: Actor, now: datetime) -> None:
    """Stops everything but what a law orders, until unblocked; what was permitted is remembered (clause 6.5)."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="block"):
        list(block_people(company=subject.company, people=[subject.pk], actor=actor, now=now))
        _refresh(subject)


def unblock(*, subject: DataSubject, actor: Actor, now: datetime) -> None:
    """Gives back what was permitted before, less what was forbidden meanwhile."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="unblock"):
        list(unblock_people(company=subject.company, people=[subject.pk], actor=actor, now=now))
        _refresh(subject)


def block_people(
    *, company: Company, people: Iterable[UUID], actor: Actor, now: datetime
) -> Iterator[tuple[UUID, ...]]:
    """The same for very many people of one company: a transaction for each thousand, which gives who is blocked by it.

    Whoever is blocked already is passed over, so what was interrupted is simply called again.
    """
    mask = law_mask(terms_for(company))
    for part in _in_parts(people):
        yield _switch(
            company, part, Operation.BLOCK, actor, now,
            of=Q(blocked_at=None), to={"blocked_at": now, "permitted": F("granted").bitand(mask)},
        )  # fmt: skip


def unblock_people(
    *, company: Company, people: Iterable[UUID], actor: Actor, now: datetime
) -> Iterator[tuple[UUID, ...]]:
    """Lifts the block from very many people, likewise."""
    for part in _in_parts(people):
        yield _switch(
            company, part, Operation.UNBLOCK, actor, now,
            of=Q(blocked_at__isnull=False), to={"blocked_at": None, "permitted": F("granted")},
        )  # fmt: skip


def appoint_representative(*, subject: DataSubject, representative: DataSubject, basis: RepresentativeBasis) -> None:
    """Records who acts for a person under 18 or without capacity, and by what right (clauses 2.1, 8.1-а).

    RepresentativeError for somebody of another company, for oneself, and for one who is represented too.
    """
    if representative.company_id != subject.company_id or representative.pk == subject.pk:
        raise RepresentativeError("A representative is another person of the same company.")
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="representative"):
        held = DataSubject.objects.select_for_update(of=("self",)).filter(pk__in=[subject.pk, representative.pk])
        states = {row.pk: row.representative_id for row in held}
        if states.get(representative.pk) is not None:
            raise RepresentativeError("Who is represented can't represent another.")
        DataSubject.objects.filter(pk=subject.pk).update(representative=representative, representative_basis=basis)
        subject.representative, subject.representative_basis = representative, basis


def state_profile(  # noqa: PLR0913 -- what a form asks
    *,
    subject: DataSubject,
    actor: Actor,
    now: datetime,
    name: str,
    surname: str = "",
    email: str = "",
    phone: str = "",
) -> Profile:
    """Stores what the person stated of themselves, taken as stated (clause 8.1), in the block of the caller's purpose.

    PurposeError where that purpose may not write one of these; PostgreSQL refuses it where the person hasn't permitted.
    """
    with transaction.atomic():
        stored = list(Profile.objects.filter(subject=subject).select_for_update(of=("self",)))
        profile = stored[0] if stored else Profile(subject=subject)
        profile.name, profile.surname = name, surname or None
        profile.email, profile.phone = email or None, phone or None
        profile.changed_at = now
        profile.save()
        record(
            company=subject.company,
            operation=Operation.UPDATE if stored else Operation.RECORD,
            clause="6.6" if stored else "8.1",
            actor=actor,
            now=now,
            purpose=need_processing("Profile").purpose,
            subject=subject.pk,
        )
        return profile


def _check_forbidding(company: Company, purposes: Iterable[Purpose]) -> None:
    terms = terms_for(company)
    for purpose in purposes:
        own = terms.find_purpose(purpose)
        if own is not None and own.basis is LegalBasis.LAW:
            raise PermissionStateError(
                f"“{purpose}” (clause {own.clause}) rests on a law and isn't the person's to end."
            )


def _set_granted(
    company: Company, people: Collection[UUID], granted: CombinedExpression, lapsed: CombinedExpression | F
) -> None:
    """Also what may be done now, which for a blocked person is what a law orders alone."""
    mask = law_mask(terms_for(company))
    allowed = Case(When(blocked_at=None, then=granted), default=granted.bitand(mask), output_field=BigIntegerField())
    DataSubject.objects.filter(pk__in=people).update(granted=granted, permitted=allowed, lapsed=lapsed)


def _switch(  # noqa: PLR0913 -- whose, from what to what, by whom, when
    company: Company, people: Sequence[UUID], operation: Operation, actor: Actor, now: datetime,
    *, of: Q, to: Mapping[str, object],
) -> tuple[UUID, ...]:  # fmt: skip
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=company, reason=operation):
        rows = DataSubject.objects.filter(of, pk__in=people).order_by("pk")
        switched = tuple(rows.select_for_update().values_list("pk", flat=True))
        DataSubject.objects.filter(pk__in=switched).update(**to)
        acts = (Act(operation=operation, clause="6.5", actor=actor, subject=subject) for subject in switched)
        record_many(company=company, acts=acts, now=now)
    return switched


def _in_parts(people: Iterable[UUID]) -> Iterator[tuple[UUID, ...]]:
    rest = iter(people)
    while part := tuple(islice(rest, _BATCH)):
        yield part


def _refresh(subject: DataSubject) -> None:
    subject.refresh_from_db(fields=["granted", "permitted", "lapsed", "blocked_at"])
