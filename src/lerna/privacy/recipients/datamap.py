"""What this room holds of people: numbers and words of closed lists. What was passed is never kept here itself."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.models import Duty, Pseudonym, Transfer
from lerna.privacy.subjects.declarations import Column, Keep, Table

_READERS = (Purpose.CONSENT_PROOF, Purpose.REQUESTS, Purpose.STATE_BODIES)
# Past erasure these numbers show what went where, and by them a recipient is still told to destroy what it has.
_LAW = "Law No 94-V, articles 22(1)(5) and 25(2)(5): transfers to third parties are registered and proven"
_NUMBER = "A random number, which names nobody without the recipient's own records."
_WORD = "Words of closed lists, which name nobody without the profile."
_MOMENT = "A moment; it names nobody."


def _kept(why: str, plain: str) -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=_READERS,
        writes=(Purpose.CONSENT_PROOF,),
        erasure=Keep(law=_LAW, purpose=Purpose.CONSENT_PROOF),
        why=why,
        plain=plain,
    )


_OUTGOING = {
    "recipient": _kept("Who received the data, or has to act on them (clauses 8.4-в, 9.1).", _WORD),
    "state": _kept("Whether it has arrived there.", _WORD),
    "outcome": _kept("Why it didn't arrive, for whoever mends it.", _WORD),
    "digest": _kept("What the receipt must be of.", "The hash of an encrypted message, which tells nothing."),
    "attempts": _kept("How often it was tried, and so when to give up.", "A small number; it names nobody."),
    "created_at": _kept("When it was decided.", _MOMENT),
    "due_at": _kept("When the next attempt is due.", _MOMENT),
    "sent_at": _kept("When it was sent; the person is told within the term (law 94-V, art. 19).", _MOMENT),
    "ended_at": _kept("When it was received, or given up.", _MOMENT),
}

NOTHING_PERSONAL = {
    "Recipient": "Organizations with their contracts, and the addresses that they publish themselves; no person.",
    "PartnerKey": "Public keys and certificates of organizations, as they gave them.",
    "Position": "The number of an entry, up to which the evidence was read.",
    "SeenRequest": "Random numbers of organizations' requests, kept for minutes.",
}

DATA_MAP = (
    Table(
        Pseudonym,
        subject="subject",
        append_only=True,
        columns={
            "recipient": _kept("Who knows the person by this name (clause 9.4).", _WORD),
            "name": _kept("By what name the recipient is told to correct or destroy (clause 9.4).", _NUMBER),
            "given_at": _kept("Since when the recipient knows the person.", _MOMENT),
        },
    ),
    Table(
        Transfer,
        subject="subject",
        columns=_OUTGOING
        | {
            "purpose": _kept("For what they were passed (clause 9.1).", _WORD),
            "ground": _kept("What called for it (clause 9.6).", _WORD),
            "categories": _kept("Which data, as the policy names them (clause 9.1).", _WORD),
            "columns": _kept("Which data exactly, to be corrected or destroyed there too (clause 9.4).", _WORD),
            "rows": _kept("Which of several rows, such as one application of two.", _NUMBER),
            "country": _kept("Whether they left the country (law 94-V, art. 16).", _WORD),
            "consent": _kept("By which consent they were passed (clause 5.5).", _NUMBER),
            "abroad": _kept("By which consent they left the country (law 94-V, art. 16).", _NUMBER),
            "notify_by": _kept("By when the person is told (law 94-V, art. 19).", "A day; it names nobody."),
            "notified_at": _kept("When the person was told.", _MOMENT),
        },
    ),
    Table(
        Duty,
        subject="subject",
        columns=_OUTGOING
        | {
            "demand": _kept("What the recipient has to do (clause 9.4).", _WORD),
            "entry": _kept("What it follows from.", "The number of an entry of the evidence."),
            "purposes": _kept("About which of the passed data it is (clause 9.4).", _WORD),
            "columns": _kept("What has to be corrected there too (clause 6.6).", _WORD),
            "confirm_by": _kept("By when the recipient must have confirmed (clause 9.4).", "A day; it names nobody."),
        },
    ),
)
