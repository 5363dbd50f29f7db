"""What this room holds of people: longer last days, and their calendars' addresses, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.deadlines.models import Extension, FeedAddress

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that names nobody."
_STOLEN = "Whoever steals the person's archive could follow their calendar by it."


def _column(why: str, plain: str = "", secret: str = "") -> Column:
    return Column(
        category=Category.LEARNING,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        secret=secret,
    )


DATA_MAP = (
    Table(
        Extension,
        subject="subject",
        columns={
            "enrollment": _column("Whose studies it is about.", _NUMBER),
            "lesson": _column("In which lesson the work stands.", _NUMBER),
            "block": _column("Which work it is about.", "An author's key, which names nobody."),
            "due_on": _column("Until when the person may hand it in.", "A day; it names nobody."),
            "reason": _column("Why a curator gave longer; the person reads it."),
            "given_by": _column("Who of the staff answers for it.", _NUMBER),
            "given_at": _column("When the curator gave it.", _MOMENT),
        },
    ),
    Table(
        FeedAddress,
        subject="subject",
        columns={
            "token": _column("To show the person the address of their calendar again.", secret=_STOLEN),
            "digest": _column("To find whose calendar is asked for.", "SHA-256 of a random token.", _STOLEN),
            "made_at": _column("Since when the address works.", _MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
