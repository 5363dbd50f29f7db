"""What was done to a person's data and by whom, in words, from the evidence (clauses 2.4, 6.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lerna.accounts.queries import Acting
from lerna.doors.look.consent_form import read_language
from lerna.kit.clock import to_local
from lerna.privacy.evidence.queries import list_about, read_line
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.policy.narrowing import terms_for
from lerna.privacy.policy.purposes import Purpose

MOST = 100
DONE: Mapping[str, Promise] = {
    Operation.COLLECT: _("Collected by a form"),
    Operation.RECEIVE: _("Received from somebody else"),
    Operation.RECORD: _("Stored as it was stated"),
    Operation.SYSTEMATIZE: _("Put in order"),
    Operation.ACCUMULATE: _("Added to what is kept"),
    Operation.STORE: _("Kept"),
    Operation.UPDATE: _("Corrected"),
    Operation.EXTRACT: _("Taken out"),
    Operation.USE: _("Used"),
    Operation.TRANSFER: _("Passed to a recipient"),
    Operation.TRANSFER_REFUSED: _("Not passed on: something stood in the way"),
    Operation.RECIPIENT_TOLD: _("A recipient was told what to do with it"),
    Operation.RECIPIENT_CONFIRMED: _("A recipient confirmed"),
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
    Operation.POLICY_PUBLISHED, Operation.INCIDENT_FOUND, Operation.INCIDENT_REPORTED, Operation.INCIDENT_CLOSED,
    Operation.ACCESS_GRANTED, Operation.ACCESS_REVOKED, Operation.KEY_ROTATED, Operation.KEY_DROPPED,
    Operation.RESTORED, Operation.REQUEST_STEP, Operation.LETTER_FAILED,
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


def read_journal(acting: Acting) -> tuple[Event, ...]:
    """The latest of what was done, the newest first. One query."""
    subject, who = acting.subject, _WHO_FOR_ANOTHER if acting.is_for_another else _WHO
    terms, language = terms_for(subject.company), read_language()
    titles = {own.key: own.title.in_language(language) for own in terms.purposes}
    events = []
    for entry in list_about(subject.company, subject.pk, *map(Operation, DONE))[:MOST]:
        line = read_line(entry)
        purpose = titles.get(Purpose(line["purpose"]), "") if "purpose" in line else ""
        events.append(Event(to_local(entry.at), DONE[line["operation"]], who[line["actor"]], purpose))
    return tuple(events)
