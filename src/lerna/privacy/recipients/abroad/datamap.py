"""What this room holds of people: to which transfer abroad they agreed, by what way, and how it ended."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.recipients.abroad.models import AbroadConsent
from lerna.privacy.subjects.declarations import Column, Keep, Table

_READERS = (Purpose.CONSENT_PROOF, Purpose.REQUESTS, Purpose.STATE_BODIES)
_LAW = "Law No 94-V, articles 7(6) and 25(2)(5): the controller proves the separate consent"
_WORD = "A word of a closed list or a number, which names nobody without the profile."
_MOMENT = "A moment; it names nobody."


def _proof(why: str, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=_READERS,
        writes=(Purpose.CONSENT_PROOF,),
        erasure=Keep(law=_LAW, purpose=Purpose.CONSENT_PROOF),
        why=why,
        plain=plain,
        free_text=free_text,
    )


DATA_MAP = (
    Table(
        AbroadConsent,
        subject="subject",
        columns={
            "act": _proof("What was agreed to at one time belongs together.", _WORD),
            "recipient": _proof("Who may receive the data there (clause 4.1).", _WORD),
            "purpose": _proof("What they go there for (clause 4.1).", _WORD),
            "country": _proof("Where they go (law 94-V, art. 16).", _WORD),
            "policy": _proof("Under which version of the policy it was given.", _WORD),
            "text": _proof("The very words that stood beside the box.", "The hash of a text that everybody saw alike."),
            "substance": _proof("Whether it still means the same.", "The hash of the company's own terms."),
            "contents": _proof(
                "The eight contents that law 94-V, art. 8(4), demands.",
                free_text="Written by the software; the person's name is the only word of theirs in it.",
            ),
            "contents_sha256": _proof(
                "Shows that the contents are the ones that were sealed.",
                "A hash with a random salt, which stands among what is sealed.",
            ),
            "language": _proof("In which language the person read it.", _WORD),
            "site": _proof("On which site it was given (clause 3.4).", _WORD),
            "form": _proof("By which form it was given (clause 4.1).", _WORD),
            "channel": _proof("By what way it was given (clause 4.1).", _WORD),
            "hand": _proof("Who acted: the person or somebody for them.", _WORD),
            "given_at": _proof("When it was given (clause 6.1).", _MOMENT),
            "expires_at": _proof("When its term ends (clauses 6.1, 7.3).", _MOMENT),
            "cause": _proof("Why it ended (clause 6.1).", _WORD),
            "ended_at": _proof("From when on nothing may go there (6.5).", _MOMENT),
        },
    ),
)
