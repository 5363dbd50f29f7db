"""Who received a person's data, and what they must do with it, in the words of the page (clauses 6.2, 9.1, 9.4)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from lerna.doors.look.consent_form import read_language
from lerna.kit.clock import to_local
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.recipients.disclosures.queries import DisclosureAbout, list_disclosures_about
from lerna.privacy.recipients.models import State
from lerna.privacy.recipients.paper.queries import PaperAbout, list_paper_about
from lerna.privacy.recipients.queries import DutyAbout, TransferAbout, list_duties_about, list_transfers_about
from lerna.privacy.recipients.register.countries import load_countries
from lerna.privacy.recipients.sending.columns import find_columns, list_categories
from lerna.privacy.subjects.models import DataSubject


@dataclass(frozen=True, slots=True)
class Received:
    """One transfer: to whom, which data, for what, where, when, and whether it arrived."""

    transfer: TransferAbout
    recipient: str
    data: str
    purpose: str
    country: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one recipient was told to do with it since, and whether it has confirmed."""

    duty: DutyAbout
    recipient: str
    demand: str
    at: datetime
    state: str


def read_told(subject: DataSubject) -> tuple[Told, ...]:
    """Everything that recipients had to do with this person's data, the newest first. One query."""
    language = read_language()
    return tuple(
        Told(
            duty=one,
            recipient=one.recipient.in_language(language),
            demand=str(one.demand.label),
            at=to_local(one.ended_at or one.created_at),
            state=gettext("confirmed") if one.state is State.CONFIRMED else gettext("not confirmed yet"),
        )
        for one in list_duties_about(subject.company, subject.pk)
        if one.state is not State.CANCELED
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """What is on paper, or was done by hand."""

    kind: str
    data: str
    purpose: str
    about: PaperAbout


def read_paper(subject: DataSubject) -> tuple[Paper, ...]:
    """What of the person is or was on paper, the newest first (clauses 8.4-б, 8.4-д). One query."""
    language, terms = read_language(), terms_for(subject.company)
    purposes = {own.key: own.title.in_language(language) for own in terms.purposes}
    categories = {own.key: own.title.in_language(language) for own in terms.categories}
    return tuple(
        Paper(
            kind=str(one.kind.label),
            data=", ".join(categories[key] for key in one.categories),
            purpose=purposes.get(one.purpose, one.purpose),
            about=one,
        )
        for one in list_paper_about(subject.company, subject.pk)
    )


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a state body was given, by the categories that the policy names."""

    about: DisclosureAbout
    data: str


def read_disclosed(subject: DataSubject) -> tuple[Disclosed, ...]:
    """What state bodies were given, the newest first, and nothing that a law hides (clause 9.3). One query."""
    language, terms = read_language(), terms_for(subject.company)
    titles = {own.key: own.title.in_language(language) for own in terms.categories}
    return tuple(
        Disclosed(one, ", ".join(titles[key] for key in list_categories(find_columns(one.columns))))
        for one in list_disclosures_about(subject.company, subject.pk)
    )


def read_received(subject: DataSubject) -> tuple[Received, ...]:
    """Everything that was passed or is to be, the newest first. One query."""
    language, terms = read_language(), terms_for(subject.company)
    purposes = {own.key: own.title.in_language(language) for own in terms.purposes}
    categories = {own.key: own.title.in_language(language) for own in terms.categories}
    countries = load_countries()
    return tuple(
        Received(
            transfer=one,
            recipient=one.recipient.in_language(language),
            data=", ".join(categories[key] for key in one.categories),
            purpose=purposes.get(one.purpose, one.purpose),
            country=countries[one.country].in_language(language),
            at=to_local(one.sent_at or one.created_at),
            state=str(one.state.label),
        )
        for one in list_transfers_about(subject.company, subject.pk)
    )


def write_received(received: tuple[Received, ...]) -> list[dict[str, Any]]:
    """The same for a program to read; columns too, and never a value."""
    return [
        {
            "id": str(one.transfer.id),
            "recipient": one.transfer.recipient.en,
            "purpose": one.transfer.purpose.value,
            "categories": [category.value for category in one.transfer.categories],
            "columns": list(one.transfer.columns),
            "country": one.transfer.country,
            "created_at": to_local(one.transfer.created_at).isoformat(),
            "sent_at": to_local(one.transfer.sent_at).isoformat() if one.transfer.sent_at else None,
            "state": one.transfer.state.value,
        }
        for one in received
    ]


def write_told(told: tuple[Told, ...]) -> list[dict[str, Any]]:
    """The same for a program to read."""
    return [
        {
            "id": str(one.duty.id),
            "recipient": one.duty.recipient.en,
            "act": one.duty.demand.value,
            "created_at": to_local(one.duty.created_at).isoformat(),
            "confirmed_at": to_local(one.duty.ended_at).isoformat() if one.duty.ended_at else None,
        }
        for one in told
    ]
