"""What this room holds of people: that a letter was written to them, and until it is sent, what to whom."""

from lerna.privacy.letters.models import Letter
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table

# Each purpose that may use an address may write a letter. Under the proof of consent letters are sent off, refused and
# counted: that purpose rests on a law, so it sees also the letters that may no longer go.
WRITERS = (
    Purpose.CONSULTING,
    Purpose.PERSONAL_OFFERS,
    Purpose.MARKETING,
    Purpose.BANK_CREDIT,
    Purpose.PAYMENTS,
    Purpose.LEARNING,
    Purpose.STATE_BODIES,
    Purpose.SECURITY,
    Purpose.REQUESTS,
    Purpose.CONSENT_PROOF,
)
_CODES = "A code in it may still open something, and would be stolen with the archive; the letter itself brings it."


def _contact(why: str, *, plain: str = "", free_text: str = "", secret: str = "") -> Column:
    return Column(
        category=Category.CONTACT,
        purposes=WRITERS,
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
        secret=secret,
    )


NOTHING_PERSONAL = {
    "LastLetter": (
        "Whose it is nothing says any more: the number leads nowhere. What it tells and where it goes is sealed under a"
        " key of its own, which is destroyed with the sending; an act of destruction waits for that."
    ),
}

COMPANY_WALLS = ("LastLetter",)

DATA_MAP = (
    Table(
        Letter,
        subject="subject",
        columns={
            "site": _contact(
                "Whose name and address stand below the letter.", plain="The key of one of our own sites."
            ),
            "purpose": _contact(
                "What the person must permit for it to leave (clause 8.2).", plain="One word of a closed list."
            ),
            "template": _contact(
                "Which of our own texts it is; told to the person on request.", plain="A name of one of our texts."
            ),
            "language": _contact("In which language to write.", plain="One of three languages; it names nobody."),
            "address": _contact("Where it goes; emptied once it is sent, refused or hopeless."),
            "context": _contact(
                "What is filled into our text, such as a code; emptied once it is sent, refused or hopeless.",
                free_text="Only what a text names in braces, one line each; sealed, and gone when the letter is.",
                secret=_CODES,
            ),
            "state": _contact("Whether it is still to go.", plain="One word of a closed list."),
            "outcome": _contact(
                "Why it didn't go, for whoever mends it.", plain="A word or a reply code of a mail server."
            ),
            "attempts": _contact(
                "How often it was tried, and so when to give up.", plain="A small number; it names nobody."
            ),
            "created_at": _contact("When it was decided on.", plain="A moment; it names nobody."),
            "due_at": _contact("When the next attempt is due.", plain="A moment; it names nobody."),
            "ended_at": _contact("When it left, or was given up.", plain="A moment; it names nobody."),
        },
    ),
)
