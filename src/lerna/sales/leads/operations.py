"""Every write of this room: an application comes in, with its consents and its letters, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from lerna.companies.models import Site
from lerna.privacy.consents.contents import Occasion
from lerna.privacy.consents.models import Channel, Consent, Hand
from lerna.privacy.consents.operations import give_consents
from lerna.privacy.consents.statement import Statement
from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.letters.operations import send_letter
from lerna.privacy.letters.receipts import send_receipt
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.abroad.operations import give_abroad
from lerna.privacy.recipients.abroad.statement import AbroadStatement
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.operations import create_subject, state_profile
from lerna.privacy.subjects.processing import processing
from lerna.privacy.subjects.represented.appointment import Representative, Represented, represent
from lerna.sales.leads.models import Lead
from lerna.sales.leads.queries import find_subject

FORM = "application"


class NoConsentError(Exception):
    """The person hasn't agreed to what an application needs; nothing of it may be stored (clause 4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What was typed. With a representative, `name` is the represented person's, e-mail and phone the representative's.

    `direction` and `course_key` are keys of the site's own lists or empty, `course` the name of either.
    """

    name: str = field(repr=False)
    surname: str = field(default="", repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    comment: str = field(default="", repr=False)
    direction: str = ""
    course_key: str = ""
    course: str = field(default="", repr=False)
    representative: Representative | None = field(default=None, repr=False)

    @property
    def full_name(self) -> str:
        """As the consent names the person."""
        return f"{self.name} {self.surname}".strip()

    @property
    def actor(self) -> Actor:
        """Whose hand filled in the form."""
        return Actor.REPRESENTATIVE if self.representative else Actor.PERSON


@dataclass(frozen=True, slots=True)
class Received:
    """The stored application and the consents that came with it."""

    lead: Lead
    consents: tuple[Consent, ...]


@dataclass(frozen=True, slots=True)
class _Agreed:
    """What was ticked in one form."""

    site: Site
    statements: tuple[Statement, ...]
    abroad: tuple[AbroadStatement, ...]

    def keep(self, subject: DataSubject, hand: Hand, person: str, now: datetime) -> tuple[Consent, ...]:
        """The proof of all of it, for one person."""
        occasion = Occasion(site=self.site.key, form=FORM, channel=Channel.SITE, hand=hand)
        consents = give_consents(
            subject=subject, statements=self.statements, occasion=occasion, person=person, now=now
        )  # fmt: skip
        for chosen in self.abroad:
            give_abroad(
                subject=subject, chosen=chosen, occasion=occasion, person=person, now=now, act=consents[0].act
            )  # fmt: skip
        return consents


def receive_application(
    *,
    site: Site,
    application: Application,
    statements: Sequence[Statement],
    now: datetime,
    abroad: Sequence[AbroadStatement] = (),
) -> Received:
    """Store an application with the consents whose boxes were ticked (clauses 4.1, 7.1-а), those to transfers abroad
    among them.

    Whoever is known by this e-mail or else this phone, in any spelling, stays one person; their profile isn't touched.
    NoConsentError without the consent to consulting, StaleTextError where the policy or the register has changed since
    the form was shown, NotPermittedError for a transfer abroad without its purpose, RepresentativeError for one who is
    represented too; then nothing is stored.
    """
    if Purpose.CONSULTING not in {statement.purpose for statement in statements}:
        raise NoConsentError("An application needs the consent to be answered.")
    agreed = _Agreed(site, tuple(statements), tuple(abroad))
    with transaction.atomic():
        hand = Hand.REPRESENTATIVE if application.representative else Hand.PERSON
        person = _find_or_create(agreed, application, now)
        consents = agreed.keep(person.subject, hand, application.full_name, now)
        with processing(Purpose.CONSULTING, company=site.company, reason="an application"):
            if person.is_new:
                _state(person.subject, application, now)
            lead = _store(person.subject, site, application, consents, now)
        _record(lead, site, application.actor, statements[0].policy_version, now)
        _answer(lead.subject, agreed, application, consents, now)
        return Received(lead, consents)


def _find_or_create(agreed: _Agreed, application: Application, now: datetime) -> Represented:
    site = agreed.site
    if application.representative is None:
        return _take(site, application, now)
    adult = Application(name=application.representative.name, email=application.email, phone=application.phone)
    representative = _take(site, adult, now)
    # Name and contacts of the representative are data too: what was ticked, they ticked for themselves as well.
    agreed.keep(representative.subject, Hand.PERSON, adult.full_name, now)
    if representative.is_new:
        with processing(Purpose.CONSULTING, company=site.company, reason="an application for another person"):
            _state(representative.subject, adult, now)
    return represent(
        representative=representative.subject, name=application.name, surname=application.surname,
        basis=application.representative.basis, site=site, now=now,
    )  # fmt: skip


def _take(site: Site, application: Application, now: datetime) -> Represented:
    known = find_subject(site.company, email=application.email, phone=application.phone)
    if known is not None:
        return Represented(known, is_new=False)
    return Represented(create_subject(company=site.company, site=site, now=now), is_new=True)


def _state(subject: DataSubject, application: Application, now: datetime) -> None:
    """A represented person is reached through the representative, so their own profile holds the name alone."""
    is_reached = application.representative is None
    state_profile(
        subject=subject,
        actor=application.actor,
        now=now,
        name=application.name,
        surname=application.surname,
        email=application.email if is_reached else "",
        phone=application.phone if is_reached else "",
    )


def _store(
    subject: DataSubject, site: Site, application: Application, consents: tuple[Consent, ...], now: datetime
) -> Lead:
    lead = Lead(
        subject=subject,
        company=site.company,
        name=application.name,
        surname=application.surname or None,
        email=None if application.representative else application.email,
        phone=None if application.representative else application.phone,
        comment=application.comment or None,
        direction=application.direction,
        course_key=application.course_key,
        site=site.key,
        language=consents[0].language,
        act=consents[0].act,
        received_at=now,
    )
    lead.save(force_insert=True)
    return lead


def _answer(
    subject: DataSubject, agreed: _Agreed, application: Application, consents: Sequence[Consent], now: datetime
) -> None:
    """Says that the application came, and sends the copy of the consent (clause 4.1), both to the address as typed."""
    site, statements = agreed.site, agreed.statements
    send_letter(
        subject=subject,
        purpose=Purpose.CONSULTING,
        template="application-received",
        context={"received_at": now, "course": application.course or "—"},
        now=now,
        language=statements[0].language,
        site=site,
        to=application.email,
    )
    send_receipt(
        subject=subject, statements=statements, consents=consents, site=site, now=now, to=application.email,
        also=[(chosen.title, chosen.statement) for chosen in agreed.abroad],
    )  # fmt: skip


def _record(lead: Lead, site: Site, actor: Actor, policy_version: int, now: datetime) -> None:
    record(
        company=site.company,
        operation=Operation.COLLECT,
        clause="4.1",
        actor=actor,
        now=now,
        purpose=Purpose.CONSULTING,
        subject=lead.subject_id,
        policy_version=policy_version,
        site=site.key,
        target=("lead", lead.pk),
        details={"form": FORM},
    )
