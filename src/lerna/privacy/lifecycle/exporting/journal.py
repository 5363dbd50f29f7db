"""What was done to a person's data and by whom, in words, from the evidence (clauses 2.4, 6.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.companies.models import Company
from lerna.kit.clock import to_local
from lerna.kit.localized import LanguageCode
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.models import DataSubject

MOST = 100
DONE: Mapping[str, Promise] = {
    Operation.COLLECT: _("Collected by a form"),
    Operation.RECEIVE: _("Received from somebody else"),
    Operation.RECORD: _("Stored as it was stated"),
    Operation.SYSTEMATIZE: _("Put in order"),
    Operation.ACCUMULATE: _("Added to what is kept"),
    Operation.STORE: _("Kept"),
    Operation.UPDATE: _("Corrected"),
    Operation.USE: _("Used"),
    Operation.TRANSFER: _("Passed to a recipient"),
    Operation.TRANSFER_REFUSED: _("Not passed on: something stood in the way"),
    Operation.RECIPIENT_TOLD: _("A recipient was told what to do with it"),
    Operation.RECIPIENT_CONFIRMED: _("A recipient confirmed"),
    Operation.EXTRACT: _("An extract was made on paper"),
    Operation.DEPERSONALIZE: _("Depersonalized"),
    Operation.BLOCK: _("Blocked"),
    Operation.UNBLOCK: _("Unblocked"),
    Operation.DELETE: _("Deleted"),
    Operation.DESTROY: _("Destroyed"),
    Operation.LOOK: _("Looked at by staff"),
    Operation.EXPORT: _("Downloaded"),
    Operation.CONSENT_GIVEN: _("Consent given"),
    Operation.CONSENT_WITHDRAWN: _("Consent withdrawn"),
    Operation.CONSENT_RENEWED: _("Consent renewed"),
    Operation.CONSENT_EXPIRED: _("Consent ended"),
    Operation.CHANGE_ANNOUNCED: _("Told of a new policy"),
    Operation.LETTER_SENT: _("Letter sent"),
    Operation.LETTER_REFUSED: _("Letter not sent: not permitted"),
    Operation.REQUEST_RECEIVED: _("Request received"),
    Operation.REQUEST_VERIFIED: _("Request: shown who asks"),
    Operation.REQUEST_ANSWERED: _("Request answered"),
    Operation.REQUEST_REFUSED: _("Request refused"),
    Operation.REQUEST_CLOSED: _("Request closed"),
    Operation.DISCLOSED: _("Given to a state body"),
    Operation.INCIDENT_TOLD: _("Told of an incident"),
    Operation.REPRESENTATIVE_APPOINTED: _("A representative acts for the person"),
    Operation.REPRESENTATIVE_ENDED: _("Nobody acts for the person any more"),
    Operation.HOLD_SET: _("Kept because a law orders it"),
    Operation.HOLD_LIFTED: _("No longer kept by that law"),
    Operation.FACTOR_ADDED: _("Second step added"),
    Operation.FACTOR_REMOVED: _("Second step removed"),
    Operation.FACTOR_REFUSED: _("Second step refused: there may be a copy of it"),
}
# Of the company and not of a person; what has a page of its own, step by step; and what nobody is left to read of.
LEFT_OUT = frozenset({
    Operation.POLICY_PUBLISHED, Operation.DOCUMENT_APPROVED, Operation.INCIDENT_FOUND, Operation.INCIDENT_STEP,
    Operation.INCIDENT_REPORTED, Operation.INCIDENT_CLOSED, Operation.ACCESS_GRANTED, Operation.ACCESS_REVOKED,
    Operation.KEY_ROTATED, Operation.KEY_DROPPED, Operation.RESTORED, Operation.REQUEST_STEP, Operation.LETTER_FAILED,
})  # fmt: skip
_WHO: Mapping[str, Promise] = {
    Actor.PERSON: _("you"),
    Actor.REPRESENTATIVE: _("your representative"),
    Actor.STAFF: _("a member of staff"),
    Actor.SYSTEM: _("the site"),
    Actor.JOB: _("the site"),
    Actor.OPERATOR: _("the operator"),
}
_WHO_FOR_ANOTHER = {**_WHO, Actor.PERSON: _("the person"), Actor.REPRESENTATIVE: _("you, for the person")}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the journal."""

    at: datetime
    done: Promise
    who: Promise
    purpose: str


def read_journal(subject: DataSubject, language: LanguageCode, *, is_for_another: bool) -> tuple[Event, ...]:
    """The latest of what was done, the newest first, told to the person or to who acts for them. One query."""
    lines = [read_line(entry) for entry in list_about(subject.company, subject.pk, *map(Operation, DONE))[:MOST]]
    return say_lines(lines, subject.company, language, is_for_another=is_for_another)


def say_lines(
    lines: Iterable[Mapping[str, Any]], company: Company, language: LanguageCode, *, is_for_another: bool
) -> tuple[Event, ...]:
    """Entries of the evidence in words, but for those that are the company's own."""
    who = _WHO_FOR_ANOTHER if is_for_another else _WHO
    titles = {own.key: own.title.in_language(language) for own in terms_for(company).purposes}
    return tuple(
        Event(
            at=to_local(datetime.fromisoformat(line["at"]).replace(tzinfo=UTC)),
            done=DONE[line["operation"]],
            who=who[line["actor"]],
            purpose=titles.get(Purpose(line["purpose"]), "") if "purpose" in line else "",
        )
        for line in lines
        if line["operation"] in DONE
    )
