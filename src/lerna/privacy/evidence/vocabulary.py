"""The words that an entry may use. Closed lists: what stands in evidence for years must mean one thing."""

from enum import StrEnum


class Operation(StrEnum):
    """What was done. The first block are the verbs of clause 2.4, in its order."""

    COLLECT = "collect"
    RECEIVE = "receive"
    RECORD = "record"
    SYSTEMATIZE = "systematize"
    ACCUMULATE = "accumulate"
    STORE = "store"
    UPDATE = "update"
    EXTRACT = "extract"
    USE = "use"
    TRANSFER = "transfer"
    DEPERSONALIZE = "depersonalize"
    BLOCK = "block"
    DELETE = "delete"
    DESTROY = "destroy"

    UNBLOCK = "unblock"
    LOOK = "look"  # a member of staff saw a person's data (8.3, 11.1)
    EXPORT = "export"  # the person took their own data away (6.2)
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_RENEWED = "consent_renewed"
    CONSENT_EXPIRED = "consent_expired"
    POLICY_PUBLISHED = "policy_published"
    DOCUMENT_APPROVED = "document_approved"  # a record or list that a law has the company keep (5.6)
    CHANGE_ANNOUNCED = "change_announced"  # a person is told of a new version (11.5)
    LETTER_SENT = "letter_sent"
    LETTER_FAILED = "letter_failed"  # the last one, of which nothing else tells
    LETTER_REFUSED = "letter_refused"  # the person had not permitted its purpose
    REQUEST_RECEIVED = "request_received"
    REQUEST_VERIFIED = "request_verified"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REFUSED = "request_refused"
    REQUEST_STEP = "request_step"  # something else on a request's way; the detail `event` says what
    REQUEST_CLOSED = "request_closed"
    INCIDENT_FOUND = "incident_found"
    INCIDENT_STEP = "incident_step"  # something else on an incident's way; the detail `event` says what
    INCIDENT_REPORTED = "incident_reported"  # to the authority (law 94-V, 25(2)(8))
    INCIDENT_TOLD = "incident_told"  # a person, of what endangers them (GDPR, 34); `act` is the incident
    INCIDENT_CLOSED = "incident_closed"
    TRANSFER_REFUSED = "transfer_refused"  # something stood in the way; nothing passed (8.4-в)
    RECIPIENT_TOLD = "recipient_told"  # to correct, stop, block, unblock or destroy what it has (9.4)
    RECIPIENT_CONFIRMED = "recipient_confirmed"
    DISCLOSED = "disclosed"  # to a state body or a court (9.3)
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    ACCESS_GRANTED = "access_granted"
    ACCESS_REVOKED = "access_revoked"
    REPRESENTATIVE_APPOINTED = "representative_appointed"  # of a person under 18 or without capacity (8.1)
    REPRESENTATIVE_ENDED = "representative_ended"
    FACTOR_ADDED = "factor_added"  # a second factor of a member of staff (8.3)
    FACTOR_REMOVED = "factor_removed"
    FACTOR_REFUSED = "factor_refused"  # its counter went back: there may be a copy of it
    KEY_ROTATED = "key_rotated"
    KEY_DROPPED = "key_dropped"
    RESTORED = "restored"  # from a backup


class Actor(StrEnum):
    """What kind of hand did it."""

    PERSON = "person"  # the data subject
    REPRESENTATIVE = "representative"  # who acts for the data subject by law (8.1)
    STAFF = "staff"
    SYSTEM = "system"  # a rule, inside somebody's request
    JOB = "job"
    OPERATOR = "operator"  # whoever types commands on the machine


class Kind(StrEnum):
    """What a detail's value may be."""

    COUNT = "count"  # a whole number from 0 to 999 999 999, which is too short for a phone number or an IIN
    FLAG = "flag"
    WORD = "word"  # of a closed list of the room that records: small letters, digits, . _ -
    ID = "id"
    WORDS = "words"  # several, such as the columns that were passed
    HASH = "hash"  # SHA-256 as 64 hexadecimal digits
    DATE = "date"


# Each key says what its values are, everywhere. A room that needs another key adds it here, with its reader in mind.
DETAILS: dict[str, Kind] = {
    "act": Kind.ID,
    "all": Kind.FLAG,
    "automated": Kind.FLAG,
    "batch": Kind.COUNT,
    "category": Kind.WORD,
    "channel": Kind.WORD,
    "columns": Kind.WORDS,
    "count": Kind.COUNT,
    "country": Kind.WORD,
    "document": Kind.HASH,
    "drill": Kind.FLAG,  # everything about it was invented
    "due_on": Kind.DATE,
    "event": Kind.WORD,
    "field": Kind.WORD,
    "form": Kind.WORD,
    "ground": Kind.WORD,
    "held_until": Kind.DATE,
    "key": Kind.HASH,
    "kind": Kind.WORD,
    "language": Kind.WORD,
    "outcome": Kind.WORD,
    "reason": Kind.WORD,
    "recipient": Kind.ID,
    "rows": Kind.COUNT,
    "screen": Kind.WORD,
    "template": Kind.WORD,
    "text": Kind.HASH,
    "version": Kind.COUNT,
    "without_automation": Kind.FLAG,
}
