"""A person's consents and what an erasure would take, in the words of the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lerna.kit.clock import to_local
from lerna.kit.localized import LanguageCode, Localized
from lerna.privacy.consents.queries import list_all
from lerna.privacy.lifecycle.exporting.words import load_words
from lerna.privacy.lifecycle.queries import Preview
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.recipients.queries import list_transfers_about
from lerna.privacy.subjects.discovery import db_table
from lerna.privacy.subjects.models import DataSubject
from lerna.privacy.subjects.processing import processing


@dataclass(frozen=True, slots=True)
class ShownConsent:
    """One consent: to what, since when, until when; `ended_at` None while it stands."""

    purpose: str
    given_at: datetime
    expires_at: datetime
    ended_at: datetime | None


def read_consents(subject: DataSubject, language: LanguageCode) -> tuple[ShownConsent, ...]:
    """Every consent of the person, the latest first. One query."""
    titles = {own.key.value: own.title.in_language(language) for own in terms_for(subject.company).purposes}
    with processing(Purpose.CONSENT_PROOF, company=subject.company, reason="a member of staff checks consents"):
        return tuple(
            ShownConsent(
                purpose=titles.get(consent.purpose, consent.purpose),
                given_at=to_local(consent.given_at),
                expires_at=to_local(consent.expires_at),
                ended_at=to_local(ending.ended_at) if (ending := getattr(consent, "ending", None)) else None,
            )
            for consent in list_all(subject)
        )


@dataclass(frozen=True, slots=True)
class ShownTransfer:
    """One transfer: to whom, for what, when, how far."""

    recipient: str
    purpose: str
    at: datetime
    state: str


def read_transfers(subject: DataSubject, language: LanguageCode) -> tuple[ShownTransfer, ...]:
    """What of the person went to whom, the latest first. One query."""
    titles = {own.key: own.title.in_language(language) for own in terms_for(subject.company).purposes}
    return tuple(
        ShownTransfer(
            recipient=one.recipient.in_language(language),
            purpose=titles.get(one.purpose, one.purpose),
            at=to_local(one.sent_at or one.created_at),
            state=str(one.state.label),
        )
        for one in list_transfers_about(subject.company, subject.pk)
    )


def list_going(preview: Preview) -> list[Localized]:
    """What would be destroyed, by the names that people read; numbers of people say nothing and are left out."""
    words, numbers = load_words(), db_table(DataSubject)
    names = [one.name for one in preview.tables if one.rows and one.going and one.name != numbers]
    return [title for name in names if (title := words.find_table(name))]


def show_kept(preview: Preview) -> Iterator[dict[str, object]]:
    """What a law keeps: for what, by which law, until which day."""
    terms = terms_for(preview.company)
    for kept in preview.kept:
        own = terms.find_purpose(kept.purpose)
        yield {
            "title": own.title if own else None,
            "law": own.law.title if own and own.law else None,
            "until": kept.until,
        }
