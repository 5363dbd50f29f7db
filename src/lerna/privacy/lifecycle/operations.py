"""What else is done to a person's data on the way: it is corrected; the person says farewell or thinks better of it.

Blocking and unblocking are the room of subjects' own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lerna.companies.models import Company
from lerna.privacy.consents.queries import find_lapsed
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.erasing.plan import wish_mask
from lerna.privacy.lifecycle.erasure import start_erasure
from lerna.privacy.lifecycle.models import ErasureRun, Farewell, Ground
from lerna.privacy.lifecycle.queries import list_planned
from lerna.privacy.lifecycle.times import read_times
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import LegalBasis, Purpose
from lerna.privacy.subjects.models import DataSubject, Profile
from lerna.privacy.subjects.operations import forbid, permit
from lerna.privacy.subjects.permissions import purposes_of
from lerna.privacy.subjects.processing import processing

CORRECTABLE = ("name", "surname", "email", "phone")


class FarewellError(Exception):
    """The person can't say farewell now, or it is too late to come back; the sentence says why."""


def correct_profile(*, subject: DataSubject, actor: Actor, now: datetime, **values: str) -> tuple[str, ...]:
    """Puts right what the person says is wrong, and tells which fields changed (clause 6.6): name, surname, email,
    phone.

    An empty text takes the value away. Old values go with it: nothing keeps them.
    """
    with transaction.atomic():
        with processing(Purpose.REQUESTS, company=subject.company, reason="a person corrects their data"):
            profile = Profile.objects.select_for_update(of=("self",)).get(subject=subject)
            changed = tuple(
                name for name in CORRECTABLE if name in values and (getattr(profile, name) or "") != values[name]
            )
            for name in changed:
                setattr(profile, name, values[name] or None)
            if changed:
                profile.changed_at = now
                profile.save()
        for name in changed:
            record(company=subject.company, operation=Operation.UPDATE, clause="6.6", actor=actor, now=now,
                   subject=subject.pk, details={"field": name})  # fmt: skip
        return changed


def say_farewell(*, subject: DataSubject, now: datetime, actor: Actor = Actor.PERSON) -> Farewell:
    """The person deletes their account, or their representative does: everything stops at once and goes when the time
    to change one's mind is over (8.4-е).

    FarewellError for a blocked person, whose data may not go. Safe to repeat: the first moment counts.
    """
    due_at = now + timedelta(hours=read_times().change_of_mind_hours)
    with transaction.atomic():
        with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a person deletes their account"):
            person = DataSubject.objects.select_for_update(of=("self",)).get(pk=subject.pk)
        if person.blocked_at is not None:
            raise FarewellError(
                "The data are blocked while something about them is examined; nothing may be destroyed."
            )
        granted = person.granted & wish_mask(terms_for(subject.company))
        farewell, is_new = Farewell.objects.get_or_create(
            subject=subject.pk,
            defaults={"company": subject.company, "asked_at": now, "due_at": due_at, "granted": granted},
        )
        if is_new:
            forbid(subject=subject, purposes=purposes_of(granted))
            record(company=subject.company, operation=Operation.REQUEST_RECEIVED, clause="8.4-е", actor=actor,
                   now=now, subject=subject.pk, details={"due_on": due_at.date()})  # fmt: skip
        return farewell


def stay_after_all(*, subject: DataSubject, now: datetime, actor: Actor = Actor.PERSON) -> None:
    """The person changed their mind in time: what they permitted stands again, but for what ended meanwhile by a rule.

    A consent that ran out or was outdated by a new policy while they were away doesn't stand up again (clauses 6.1,
    11.5). FarewellError where it is too late.
    """
    with transaction.atomic():
        farewell = Farewell.objects.select_for_update().filter(subject=subject.pk, due_at__gt=now).first()
        if farewell is None:
            raise FarewellError("There is nothing to take back: no account is being deleted, or the time is over.")
        with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a person stays after all"):
            lapsed = find_lapsed(subject)
        before = purposes_of(farewell.granted)
        permit(
            subject=subject,
            purposes=[
                own.key
                for own in terms_for(subject.company).purposes
                if own.key in before and (own.basis is not LegalBasis.CONSENT or own.key not in lapsed)
            ],
        )
        farewell.delete()
        record(company=subject.company, operation=Operation.CONSENT_RENEWED, clause="6.1", actor=actor, now=now,
               subject=subject.pk, details={"all": True})  # fmt: skip


def end_farewells(*, company: Company, now: datetime) -> ErasureRun | None:
    """An erasure for everybody whose time to change their mind is over; None where there is nobody.

    Left out are the blocked, whose farewell waits, and whom an erasure that was interrupted has in its manifest.
    """
    due = Farewell.objects.filter(company=company, due_at__lte=now).order_by("due_at", "subject")
    planned = list_planned(company)
    people = [subject for subject in due.values_list("subject", flat=True) if subject not in planned]
    with transaction.atomic():
        run = start_erasure(company=company, people=people, ground=Ground.ACCOUNT_DELETED, actor=Actor.PERSON, now=now)
        if run.batches.exists():
            return run
        run.delete()
        return None


def depersonalize_people(*, company: Company, people: Sequence[UUID], actor: Actor, now: datetime) -> ErasureRun:
    """The company needs no person behind these data any more: what the data maps count is counted, then all of it goes.

    Irreversible: no key, no hash, no row is left (law 94-V, art. 17). Of whoever withdrew or is leaving nothing is
    counted (8.4-ж). The caller takes the run to its end (`continue_erasure`).
    """
    return start_erasure(company=company, people=people, ground=Ground.DEPERSONALIZED, actor=actor, now=now)
