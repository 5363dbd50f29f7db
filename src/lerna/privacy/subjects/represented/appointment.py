"""Who acts for a person under 18 or without capacity, until the day when they need nobody (clauses 2.1, 8.1-а)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lerna.companies.models import Site
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.crypto.blind import name_tokens
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.operations import appoint_representative, create_subject
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """Who acts for another, as a form asks it, and by what right."""

    name: str = field(repr=False)
    basis: RepresentativeBasis


@dataclass(frozen=True, slots=True)
class Represented:
    """For whom somebody acts; `is_new` where nothing is known of them yet but that."""

    subject: DataSubject
    is_new: bool


def represent(  # noqa: PLR0913 -- the facts of an appointment
    *, representative: DataSubject, name: str, surname: str, basis: RepresentativeBasis, site: Site, now: datetime
) -> Represented:
    """For whom of this name the person acts: whom they represent already, else a new person whom they represent now.

    The name itself is stored by the caller, by the purpose of the form. RepresentativeError for one who is represented.
    """
    with transaction.atomic():
        known = find_represented(representative, name=name, surname=surname)
        if known is not None:
            return Represented(known, is_new=False)
        subject = create_subject(company=representative.company, site=site, now=now)
        appoint_representative(subject=subject, representative=representative, basis=basis)
        _record(subject, representative, Operation.REPRESENTATIVE_APPOINTED, Actor.REPRESENTATIVE, basis, now)
        return Represented(subject, is_new=True)


def end_representation(*, subject: DataSubject, actor: Actor, now: datetime) -> None:
    """The person speaks for themselves from now on; their representative reaches nothing of theirs any more."""
    with transaction.atomic(), processing(Purpose.CONSENT_PROOF, company=subject.company, reason="of age"):
        held = DataSubject.objects.select_for_update(of=("self",)).select_related("representative").get(pk=subject.pk)
        if held.representative is None:
            return
        basis = RepresentativeBasis(held.representative_basis)
        DataSubject.objects.filter(pk=subject.pk).update(representative=None, representative_basis="")
        _record(subject, held.representative, Operation.REPRESENTATIVE_ENDED, actor, basis, now)


def find_represented(representative: DataSubject, *, name: str, surname: str) -> DataSubject | None:
    """The one whom of this name the person represents already; None also where that could be several. One query.

    Letters' case doesn't matter, and a surname counts where both are known. Nobody who is blocked is meant.
    """
    with processing(Purpose.CONSENT_PROOF, company=representative.company, reason="is the represented person known"):
        profiles = Profile.objects.filter(subject__representative=representative, subject__blocked_at=None)
        found = [
            profile.subject
            for profile in profiles.order_by("pk").select_related("subject__company")
            if _is_named(profile, name, surname)
        ]
        return found[0] if len(found) == 1 else None


def _is_named(profile: Profile, name: str, surname: str) -> bool:
    known = name_tokens(profile.surname or "")
    return name_tokens(profile.name or "") == name_tokens(name) and (
        not known or not surname or known == name_tokens(surname)
    )


def _record(  # noqa: PLR0913, PLR0917 -- the facts of an entry
    subject: DataSubject,
    representative: DataSubject,
    operation: Operation,
    actor: Actor,
    basis: RepresentativeBasis,
    now: datetime,
) -> None:
    record(
        company=subject.company, operation=operation, clause="8.1-а", actor=actor, now=now, subject=subject.pk,
        target=("representative", representative.pk), details={"reason": basis.value},
    )  # fmt: skip
