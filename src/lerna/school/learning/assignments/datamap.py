"""What this room holds of people: the works that they handed in, and what was said of them (7.1-з).

The bytes of files lie in the storage and not in a table: sealed under the person's key, which goes with the person, and
swept away once their row is gone (`files`).
"""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.assignments.models import Review, Submission, SubmittedFile

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that names nobody."
_WORD = "A word of a closed list, or an author's key, which names nobody."
_MEASURE = "A measure of studies, which names nobody without the profile."
_OWN_WORDS = "The learner's own work, whatever stands in it: sealed, for its curators, and gone with the learner."
_SAID = "What a curator says of the work: sealed, for its learner, and gone with the learner."

NOTHING_PERSONAL = {
    "LooseFile": "Random numbers of files that belong to nobody yet or any more.",
    "Phrase": "Words that a curator says of any work; `owner` is an account's number, which names nobody alone.",
}


def _column(why: str, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=Category.LEARNING,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
    )


DATA_MAP = (
    Table(
        Submission,
        subject="subject",
        columns={
            "enrollment": _column("In which run it was handed in.", _NUMBER),
            "lesson": _column("In which lesson the work was set.", _NUMBER),
            "block": _column("Which work of the lesson it is.", _WORD),
            "number": _column("Which version of the work it is.", _NUMBER),
            "state": _column("Whether it is written, waits, came back or is accepted.", _WORD),
            "text": _column("What the person handed in.", free_text=_OWN_WORDS),
            "link": _column("Where the person's work is to be seen."),
            "saved_at": _column("When the person last wrote on it.", _MOMENT),
            "handed_in_at": _column("Whether it came in time.", _MOMENT),
            "promised_at": _column("By when it is checked.", _MOMENT),
            "late_days": _column("What a late work loses of its mark.", _MEASURE),
            "claimed_by": _column("So that no two curators check one work.", _NUMBER),
            "claimed_until": _column("So that a work that was left is taken up again.", _MOMENT),
        },
    ),
    Table(
        SubmittedFile,
        subject="subject",
        columns={
            "submission": _column("With which version it came.", _NUMBER),
            "name": _column("How the person called the file."),
            "size": _column("How long it takes to load.", _MEASURE),
            "added_at": _column("When the person added it.", _MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
    Table(
        Review,
        subject="subject",
        columns={
            "submission": _column("Which version it is about.", _NUMBER),
            "decision": _column("Whether the work was accepted.", _WORD),
            "points": _column(
                "What each part of the work was worth.",
                _MEASURE,
                free_text="Nobody writes here: the software keeps points by the author's keys of criteria.",
            ),
            "earned": _column("What the work was worth.", _MEASURE),
            "possible": _column("What could be reached.", _MEASURE),
            "comment": _column("What the curator said of the work.", free_text=_SAID),
            "reviewed_by": _column("Who of the staff answers for it.", _NUMBER),
            "reviewed_at": _column("When the curator said it.", _MOMENT),
        },
    ),
)
