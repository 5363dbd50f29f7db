"""What this room holds of people: which state body demanded their data, and what it was given."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.disclosures.models import Disclosure
from lerna.privacy.subjects.declarations import Column, Keep, Table

_LAW = "Law No 94-V, articles 9 and 22(1)(5): what is given to state bodies without consent is registered"
_WORD = "Words of closed lists, which name nobody without the profile."
_MOMENT = "A day or a moment; it names nobody."
_CITED = "A line of the staff's about the demand; sealed, short, and gone when the law's own term has passed."
_STAFF = "The number of a member of staff, which names nobody by itself."


def _kept(why: str, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=(Purpose.STATE_BODIES,),
        erasure=Keep(law=_LAW, purpose=Purpose.STATE_BODIES),
        why=why,
        plain=plain,
        free_text=free_text,
    )


DATA_MAP = (
    Table(
        Disclosure,
        subject="subject",
        withheld="is_hidden",
        columns={
            "requester": _kept("Who demanded the data (clause 9.3).", free_text=_CITED),
            "ground": _kept("By which law they were demanded (clause 9.3).", free_text=_CITED),
            "document": _kept("By which document they were demanded (clause 9.3).", free_text=_CITED),
            "document_on": _kept("Of which day that document is.", _MOMENT),
            "columns": _kept("What was given, and nothing else (clause 9.3).", _WORD),
            "state": _kept("Whether it was given.", _WORD),
            "proposed_by": _kept("Who of the staff examined the demand (clause 9.3).", _STAFF),
            "proposed_at": _kept("When the demand was examined.", _MOMENT),
            "decided_by": _kept("Who else of the staff decided (clause 9.3).", _STAFF),
            "decided_at": _kept("When it was decided.", _MOMENT),
            "given_at": _kept("When the data were given.", _MOMENT),
            "is_hidden": _kept("Whether a law forbids to tell the person now.", _WORD),
            "hidden_law": _kept("Which law forbids to tell the person.", "A place in a law; it names nobody."),
            "review_on": _kept("Until when the person isn't told.", _MOMENT),
        },
    ),
)
