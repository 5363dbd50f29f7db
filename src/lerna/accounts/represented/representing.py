"""Acting for another: who is added, what an account opens of theirs, and that nobody is left behind (clause 8.1-а).

A represented person has no log-in: they study under that of their representative, and what is theirs belongs to their
own data subject.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lerna.accounts.limits import PEOPLE, count_try
from lerna.accounts.queries import Account, Acting
from lerna.accounts.turns import take_turns
from lerna.companies.models import Site
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.lifecycle.models import Farewell
from lerna.privacy.lifecycle.operations import say_farewell, stay_after_all
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject, Profile, RepresentativeBasis
from lerna.privacy.subjects.operations import state_profile
from lerna.privacy.subjects.permissions import may
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.represented.appointment import find_represented, represent

FORM = "sign-up"


class NoConsentError(Exception):
    """The person hasn't agreed to what an account needs; nothing of it may be stored (clause 4.1)."""


class KnownPersonError(Exception):
    """The account acts for a person of this name already, or their data are just being deleted."""


class RepresentingError(Exception):
    """Who acts for somebody leaves after them: else nobody would be left to speak for that person."""


def list_acting(account: Account) -> tuple[Acting, ...]:
    """For whom this person acts, in the order they came. One query."""
    with processing(Purpose.REQUESTS, company=account.subject.company, reason="for whom does somebody act"):
        return _read_acting(account)


def find_acting(account: Account, person: UUID) -> Acting | None:
    """This person, if the account acts for them. One query."""
    with processing(Purpose.REQUESTS, company=account.subject.company, reason="does somebody act for this person"):
        found = _read_acting(account, subject=person)
        return found[0] if found else None


def add_person(  # noqa: PLR0913 -- what the form asks
    *,
    account: Account,
    site: Site,
    name: str,
    surname: str,
    basis: RepresentativeBasis,
    statements: Sequence[Statement],
    now: datetime,
) -> DataSubject:
    """Adds a person for whom the account's owner acts, with the consent given for them (clauses 4.1, 8.1-а).

    Who is known from an application stays one person. NoConsentError, KnownPersonError, RepresentingError,
    StaleTextError, TooOftenError; then nothing is stored.
    """
    check_consent(statements)
    count_try(PEOPLE, str(account.subject.pk), now=now)
    with transaction.atomic():
        _check_owner_stays(account)
        known = find_represented(account.subject, name=name, surname=surname)
        if known and (may(known, Purpose.LEARNING) or _is_leaving(known)):
            raise KnownPersonError
        return take_represented(
            representative=account.subject, name=name, surname=surname, basis=basis,
            statements=statements, channel=Channel.CABINET, site=site, now=now,
        )  # fmt: skip


def take_represented(  # noqa: PLR0913 -- the facts of an appointment and of a consent
    *,
    representative: DataSubject,
    name: str,
    surname: str,
    basis: RepresentativeBasis,
    statements: Sequence[Statement],
    channel: Channel,
    site: Site,
    now: datetime,
) -> DataSubject:
    """The person of this name whom somebody represents, with consents by the representative's hand. Their profile holds
    the name alone: they are reached through the representative.
    """
    with transaction.atomic():
        person = represent(
            representative=representative, name=name, surname=surname, basis=basis, site=site, now=now
        )  # fmt: skip
        full_name = f"{name} {surname}".strip()
        agree(
            subject=person.subject, person=full_name, hand=Hand.REPRESENTATIVE,
            statements=statements, channel=channel, site=site, now=now,
        )  # fmt: skip
        if person.is_new:
            with processing(Purpose.LEARNING, company=site.company, reason="a person is added by their representative"):
                state_profile(subject=person.subject, actor=Actor.REPRESENTATIVE, now=now, name=name, surname=surname)
        return person.subject


def agree(  # noqa: PLR0913 -- the facts of the proof
    *,
    subject: DataSubject,
    person: str,
    hand: Hand,
    statements: Sequence[Statement],
    channel: Channel,
    site: Site,
    now: datetime,
) -> None:
    """Keeps the consents that an account needs, and that this form collected the data (clauses 2.4, 4.1)."""
    with transaction.atomic():
        occasion = Occasion(site=site.key, form=FORM, channel=channel, hand=hand)
        give_consents(subject=subject, statements=statements, occasion=occasion, person=person, now=now)
        actor = Actor.REPRESENTATIVE if hand is Hand.REPRESENTATIVE else Actor.PERSON
        record(
            company=site.company, operation=Operation.COLLECT, clause="4.1", actor=actor, now=now,
            purpose=Purpose.LEARNING, subject=subject.pk, policy_version=statements[0].policy_version, site=site.key,
            details={"form": FORM},
        )  # fmt: skip


def check_consent(statements: Sequence[Statement]) -> None:
    """NoConsentError where the one is missing that an account can't do without."""
    if Purpose.LEARNING not in {statement.purpose for statement in statements}:
        raise NoConsentError("An account needs the consent to processing.")


def leave(*, acting: Acting, now: datetime) -> None:
    """Deletes an account, or the data of somebody it acts for, after a time to change one's mind (clause 8.4-е).

    RepresentingError, FarewellError.
    """
    with transaction.atomic():
        take_turns(f"{acting.account.subject.pk}:acting")
        if not acting.is_for_another and list_staying(acting.account):
            raise RepresentingError
        say_farewell(subject=acting.subject, actor=acting.actor, now=now)


def change_mind(*, acting: Acting, now: datetime) -> None:
    """Takes that back while there is time; the representative first. RepresentingError, FarewellError."""
    with transaction.atomic():
        if acting.is_for_another:
            _check_owner_stays(acting.account)
        stay_after_all(subject=acting.subject, actor=acting.actor, now=now)


def list_staying(account: Account) -> tuple[Acting, ...]:
    """For whom this person acts and whose data aren't being deleted. Two queries."""
    people = list_acting(account)
    going = set(
        Farewell.objects.filter(subject__in=[one.subject.pk for one in people]).values_list("subject", flat=True)
    )
    return tuple(one for one in people if one.subject.pk not in going)


def _check_owner_stays(account: Account) -> None:
    """RepresentingError where the account's owner is leaving; till the end of the transaction they don't begin to."""
    take_turns(f"{account.subject.pk}:acting")
    if _is_leaving(account.subject):
        raise RepresentingError


def _is_leaving(subject: DataSubject) -> bool:
    return Farewell.objects.filter(subject=subject.pk).exists()


def _read_acting(account: Account, **only: UUID) -> tuple[Acting, ...]:
    profiles = Profile.objects.filter(subject__representative=account.subject, **only)
    return tuple(
        Acting(
            account,
            profile.subject,
            f"{profile.name} {profile.surname or ''}".strip(),
            RepresentativeBasis(profile.subject.representative_basis),
        )
        for profile in profiles.order_by("subject__created_at", "pk").select_related("subject__company")
    )
