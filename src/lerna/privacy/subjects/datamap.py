"""What this room holds of people: the person as a number, and who that is."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Blank, Coarse, Column, Destroy, Table
from lerna.privacy.subjects.discovery import SELF
from lerna.privacy.subjects.models import DataSubject, Profile

_KNOWN_BY_NAME = (
    Purpose.CONSULTING,
    Purpose.PERSONAL_OFFERS,
    Purpose.MARKETING,
    Purpose.BANK_CREDIT,
    Purpose.PAYMENTS,
    Purpose.LEARNING,
    Purpose.ACCOUNTING,
    Purpose.STATE_BODIES,
    Purpose.SECURITY,
    Purpose.REQUESTS,
    Purpose.CONSENT_PROOF,
)
_REACHED = tuple(purpose for purpose in _KNOWN_BY_NAME if purpose is not Purpose.ACCOUNTING)
_EVERYONE = (*_KNOWN_BY_NAME, Purpose.SITE_QUALITY)
# Who has the person's word for it: the first form, the cabinet, the course, the payer's form, a request to correct, and
# the account, whose address changes when the code that was sent there is typed in.
_STATED = (
    Purpose.CONSULTING,
    Purpose.LEARNING,
    Purpose.PAYMENTS,
    Purpose.BANK_CREDIT,
    Purpose.REQUESTS,
    Purpose.SECURITY,
    Purpose.CONSENT_PROOF,
)


def _identity(why: str, plain: str = "") -> Column:
    return Column(
        category=Category.IDENTITY,
        purposes=_KNOWN_BY_NAME,
        writes=_STATED,
        erasure=Destroy(),
        why=why,
        plain=plain,
    )


def _contact(why: str) -> Column:
    return Column(category=Category.CONTACT, purposes=_REACHED, writes=_STATED, erasure=Destroy(), why=why)


_REPRESENTED = (Purpose.CONSENT_PROOF, Purpose.REQUESTS, Purpose.LEARNING, Purpose.CONSULTING)

DATA_MAP = (
    Table(
        DataSubject,
        subject=SELF,
        columns={
            "representative": Column(
                category=Category.IDENTITY,
                purposes=_REPRESENTED,
                writes=(Purpose.CONSENT_PROOF,),
                erasure=Blank(),
                why="Who acts for a person under 18 or without capacity (clause 8.1-а).",
                plain="A pseudonymous number; who it is stands sealed in the profile.",
            ),
            "representative_basis": Column(
                category=Category.IDENTITY,
                purposes=_REPRESENTED,
                writes=(Purpose.CONSENT_PROOF,),
                erasure=Blank(),
                why="By what right they act, which a refusal of consent would turn on (clause 8.1-а).",
                plain="One word of five, which says nothing of the person without the profile.",
            ),
        },
        frame_for=_EVERYONE,
        frame_writes=(Purpose.CONSENT_PROOF,),
        research={"site": Coarse.WORD, "created_at": Coarse.MOMENT},
    ),
    Table(
        Profile,
        subject="subject",
        columns={
            "name": _identity("How to address the person (clause 5.3-а)."),
            "surname": _identity("Given by choice; on certificates and receipts (clause 5.3-а)."),
            "email": _contact("Where letters go, and by what the person logs in (clause 5.3-б)."),
            "phone": _contact("Where to call, and the second way to log in (clause 5.3-б)."),
            "name_tokens": _identity("Finds a person by name at the desk."),
            "surname_tokens": _identity("Finds a person by surname at the desk."),
            "email_index": _contact("Finds a person by the exact address."),
            "phone_index": _contact("Finds a person by the exact number."),
            "changed_at": _identity("How fresh the statement is (clause 8.2-е).", plain="A moment; it names nobody."),
        },
    ),
)
