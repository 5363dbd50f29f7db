"""What this room holds of people: their certificates, for as long as they wish the school to keep them."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.certificates.models import Certificate

_AS_A_FILE = "The file itself is on the page of certificates; as text it can't be read."
_FACT = "A fact of the course or of the paper; it names nobody without the holder."


def _column(
    why: str, plain: str = "", category: Category = Category.LEARNING, free_text: str = "", secret: str = ""
) -> Column:
    return Column(
        category=category,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
        secret=secret,
    )


NOTHING_PERSONAL = {
    "StatusList": "Places of revoked certificates in a public list; whose they are stands in the certificates alone.",
}

# A certificate goes with its person, at the latest with the purpose of learning: whoever needs the paper longer has
# it, its signature included, and the school keeps no register of people for the sake of their employers.
DATA_MAP = (
    Table(
        Certificate,
        subject="subject",
        columns={
            "enrollment": _column("For which study it was issued (clause 7.1-з).", plain=_FACT),
            "number": _column(
                "By which whoever holds the paper checks it.",
                plain="A random number, which stands on the paper and names nobody.",
            ),
            "holder": _column("Whose it is, as the paper says it.", category=Category.IDENTITY),
            "course_key": _column("Which course was finished.", plain=_FACT),
            "course_title": _column("How the course was called then.", plain=_FACT),
            "hours": _column("How long the course takes.", plain=_FACT),
            "mark": _column("What was reached, of 100.", plain=_FACT),
            "language": _column("In which language the paper is written.", plain=_FACT),
            "site": _column("Which site issued it (clause 3.4).", plain=_FACT),
            "issued_at": _column("When it was issued, as the paper says.", plain="A moment; it names nobody."),
            "digest": _column("By which a changed file is told from the one that was issued.", plain=_FACT),
            "paper": _column(
                "The file itself, so that it is the same whenever it is downloaded.",
                free_text="The very paper that was issued; it goes with its certificate.",
                secret=_AS_A_FILE,
            ),
            "is_shown": _column("Whether whoever has the number may see it.", plain=_FACT),
            "part": _column("Where it stands in the list of revoked badges.", plain=_FACT),
            "place": _column("Where it stands in the list of revoked badges.", plain=_FACT),
            "revoked_at": _column("Since when it no longer stands.", plain="A moment; it names nobody."),
            "reason": _column("Why it no longer stands.", plain="A word of a closed list."),
        },
    ),
)
