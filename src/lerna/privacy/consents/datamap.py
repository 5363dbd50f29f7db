"""What this room holds of people: to what they agreed, by what way, and how it ended."""

from lerna.privacy.consents.models import Consent, Ending
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Keep, Table

_READERS = (Purpose.CONSENT_PROOF, Purpose.REQUESTS, Purpose.STATE_BODIES)
_LAW = "Law No 94-V, article 25(2)(5): the controller proves the consent"
_WORD = "A word of a closed list or a number, which names nobody without the profile."


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


NOTHING_PERSONAL = {
    "ShownText": "Texts of the company, the same for everybody who saw them.",
    "Settlement": "Which version of the policy has been worked through; it knows no person.",
}

DATA_MAP = (
    Table(
        Consent,
        subject="subject",
        append_only=True,
        columns={
            "act": _proof("What was agreed to at one time belongs together.", plain=_WORD),
            "purpose": _proof("What the consent permits (clause 4.1).", plain=_WORD),
            "policy": _proof("Under which version of the policy it was given.", plain=_WORD),
            "text": _proof(
                "The very words that stood beside the box.", plain="The hash of a text that everybody saw alike."
            ),
            "substance": _proof(
                "Whether a later policy still means the same.", plain="The hash of the company's own terms."
            ),
            "contents": _proof(
                "The eight contents that law 94-V, art. 8(4), demands.",
                free_text="Written by the software; the person's name is the only word of theirs in it.",
            ),
            "contents_sha256": _proof(
                "Shows that the contents are the ones that were sealed.",
                plain="A hash with a random salt, which stands among what is sealed.",
            ),
            "language": _proof("In which language the person read it.", plain=_WORD),
            "site": _proof("On which site it was given (clause 3.4).", plain=_WORD),
            "form": _proof("By which form it was given (clause 4.1).", plain=_WORD),
            "channel": _proof("By what way it was given (clause 4.1).", plain=_WORD),
            "hand": _proof("Who acted: the person or somebody for them.", plain=_WORD),
            "given_at": _proof("When it was given (clause 6.1).", plain="A moment; it names nobody."),
            "expires_at": _proof("When its term ends (clauses 6.1, 7.3).", plain="A moment; it names nobody."),
        },
    ),
    Table(
        Ending,
        subject="subject",
        append_only=True,
        columns={
            "consent": _proof("Which consent has ended.", plain=_WORD),
            "cause": _proof("Withdrawn, expired or outdated (clause 6.1).", plain=_WORD),
            "channel": _proof("By what way the withdrawal came.", plain=_WORD),
            "hand": _proof("Who withdrew it, or that a rule ended it.", plain=_WORD),
            "ended_at": _proof("From when on nothing is permitted (6.5).", plain="A moment; it names nobody."),
        },
    ),
)
