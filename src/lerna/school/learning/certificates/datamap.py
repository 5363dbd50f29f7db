"""What this room holds of people: their certificates, for as long as they wish the school to keep them."""

from lerna.privacy.policy.purposes import Category
from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.certificates.models import Certificate
from lerna.school.learning.declaring import study_column

_AS_A_FILE = "The file itself is on the page of certificates; as text it can't be read."
_FACT = "A fact of the course or of the paper; it names nobody without the holder."


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
            "enrollment": study_column("For which study it was issued (clause 7.1-з).", plain=_FACT),
            "number": study_column(
                "By which whoever holds the paper checks it.",
                plain="A random number, which stands on the paper and names nobody.",
            ),
            "holder": study_column("Whose it is, as the paper says it.", category=Category.IDENTITY),
            "course_key": study_column("Which course was finished.", plain=_FACT),
            "course_title": study_column("How the course was called then.", plain=_FACT),
            "hours": study_column("How long the course takes.", plain=_FACT),
            "mark": study_column("What was reached, of 100.", plain=_FACT),
            "language": study_column("In which language the paper is written.", plain=_FACT),
            "site": study_column("Which site issued it (clause 3.4).", plain=_FACT),
            "issued_at": study_column("When it was issued, as the paper says.", plain="A moment; it names nobody."),
            "digest": study_column("By which a changed file is told from the one that was issued.", plain=_FACT),
            "paper": study_column(
                "The file itself, so that it is the same whenever it is downloaded.",
                free_text="The very paper that was issued; it goes with its certificate.",
                secret=_AS_A_FILE,
            ),
            "is_shown": study_column("Whether whoever has the number may see it.", plain=_FACT),
            "part": study_column("Where it stands in the list of revoked badges.", plain=_FACT),
            "place": study_column("Where it stands in the list of revoked badges.", plain=_FACT),
            "revoked_at": study_column("Since when it no longer stands.", plain="A moment; it names nobody."),
            "reason": study_column("Why it no longer stands.", plain="A word of a closed list."),
        },
    ),
)
