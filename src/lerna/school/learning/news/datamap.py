"""What this room holds of people: what they were told of their studies, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.news.models import Notice, SiteOnly

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that names nobody."
_WORD = "A word of a closed list, or an author's key, which names nobody."


def _column(why: str, plain: str) -> Column:
    return Column(category=Category.LEARNING, purposes=(Purpose.LEARNING,), erasure=Destroy(), why=why, plain=plain)


DATA_MAP = (
    Table(
        Notice,
        subject="subject",
        columns={
            "enrollment": _column("Which studies it is about.", _NUMBER),
            "lesson": _column("Which lesson it is about.", _NUMBER),
            "block": _column("Which work it is about.", _WORD),
            "kind": _column("What the person is told.", _WORD),
            "due_on": _column("The last day that it speaks of.", "A day; it names nobody."),
            "told_at": _column("When the person was told.", _MOMENT),
            "read_at": _column("So that what is new is told from what was seen.", _MOMENT),
        },
    ),
    Table(
        SiteOnly,
        subject="subject",
        columns={
            "kind": _column("What the person doesn't want by letter.", _WORD),
            "chosen_at": _column("When the person chose so.", _MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
