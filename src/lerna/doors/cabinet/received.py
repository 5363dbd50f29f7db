"""Who received a person's data, in the words of the page (clauses 6.2, 9.1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lerna.doors.look.consent_form import read_language
from lerna.kit.clock import to_local
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.recipients.queries import TransferAbout, list_transfers_about
from lerna.privacy.recipients.register.countries import load_countries
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
