"""What this room holds of people: that something of theirs is on paper, where, and why."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.paper.models import PaperRecord
from lerna.privacy.subjects.declarations import Blank, Column, Keep, Table

_READERS = (Purpose.CONSENT_PROOF, Purpose.REQUESTS, Purpose.STATE_BODIES)
# Past an erasure somebody still has to take the paper and destroy it.
_LAW = "Law No 94-V, articles 18 and 25(2)(5): destruction reaches every medium, and the company proves it"
_WORD = "Words of closed lists, which name nobody without the profile."
_DAY = "A day or a moment; it names nobody."
_STAFF = "The number of a member of staff, which names nobody by itself."


def _kept(why: str, plain: str) -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=_READERS,
        writes=(Purpose.CONSENT_PROOF,),
        erasure=Keep(law=_LAW, purpose=Purpose.CONSENT_PROOF),
        why=why,
        plain=plain,
    )


def _told(why: str) -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=_READERS,
        writes=(Purpose.CONSENT_PROOF,),
        erasure=Blank(),
        why=why,
        free_text="A line of the staff's about the paper; sealed, short, and gone with the person's data.",
    )


DATA_MAP = (
    Table(
        PaperRecord,
        subject="subject",
        columns={
            "kind": _kept("Whether paper was made, or something done by hand (clauses 8.4-б, 8.4-д).", _WORD),
            "purpose": _kept("What it was for (clause 8.4-д).", _WORD),
            "categories": _kept("Which data are on it (clause 8.4-д).", _WORD),
            "reason": _told("Why it couldn't be done without paper (clause 8.4-д)."),
            "place": _told("Where the paper lies, to be found and destroyed."),
            "staff": _kept("Who made it (clause 8.4-д).", _STAFF),
            "happened_on": _kept("When it was made (clause 8.4-д).", _DAY),
            "recorded_at": _kept("When that was recorded.", _DAY),
            "keep_until": _kept("Until which day the paper may lie (clause 8.4-е).", _DAY),
            "destroyed_on": _kept("When the paper was destroyed (law 94-V, art. 18).", _DAY),
            "destroyed_how": _kept("How the paper was destroyed (law 94-V, art. 18).", _WORD),
            "destroyed_by": _kept("Who destroyed the paper.", _STAFF),
        },
    ),
)
