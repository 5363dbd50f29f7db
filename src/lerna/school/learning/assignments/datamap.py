"""What this room holds of people: the works that they handed in, and what was said of them (7.1-з).

The bytes of files lie in the storage and not in a table: sealed under the person's key, which goes with the person,
taken away with their archive, and swept away once their row is gone (`files`).
"""

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.declarations import Stored, Table
from lerna.school.learning.assignments.models import CONTENT, Review, Submission, SubmittedFile, file_path
from lerna.school.learning.declaring import MEASURE, MOMENT, NUMBER, WORD, study_column

_OWN_WORDS = "The learner's own work, whatever stands in it: sealed, for its curators, and gone with the learner."
_SAID = "What a curator says of the work: sealed, for its learner, and gone with the learner."

NOTHING_PERSONAL = {
    "LooseFile": "Random numbers of files that belong to nobody yet or any more.",
    "Phrase": "Words that a curator says of any work; `owner` is an account's number, which names nobody alone.",
}


DATA_MAP = (
    Table(
        Submission,
        subject="subject",
        columns={
            "enrollment": study_column("In which run it was handed in.", NUMBER),
            "lesson": study_column("In which lesson the work was set.", NUMBER),
            "block": study_column("Which work of the lesson it is.", WORD),
            "number": study_column("Which version of the work it is.", NUMBER),
            "state": study_column("Whether it is written, waits, came back or is accepted.", WORD),
            "text": study_column("What the person handed in.", free_text=_OWN_WORDS),
            "link": study_column("Where the person's work is to be seen."),
            "saved_at": study_column("When the person last wrote on it.", MOMENT),
            "handed_in_at": study_column("Whether it came in time.", MOMENT),
            "promised_at": study_column("By when it is checked.", MOMENT),
            "late_days": study_column("What a late work loses of its mark.", MEASURE),
            "claimed_by": study_column("So that no two curators check one work.", NUMBER),
            "claimed_until": study_column("So that a work that was left is taken up again.", MOMENT),
        },
    ),
    Table(
        SubmittedFile,
        subject="subject",
        columns={
            "submission": study_column("With which version it came.", NUMBER),
            "name": study_column("How the person called the file."),
            "size": study_column("How long it takes to load.", MEASURE),
            "added_at": study_column("When the person added it.", MOMENT),
        },
        deletes=(Purpose.LEARNING,),
        stored=Stored(path=file_path, sealed_as=CONTENT, name="name"),
    ),
    Table(
        Review,
        subject="subject",
        columns={
            "submission": study_column("Which version it is about.", NUMBER),
            "decision": study_column("Whether the work was accepted.", WORD),
            "points": study_column(
                "What each part of the work was worth.",
                MEASURE,
                free_text="Nobody writes here: the software keeps points by the author's keys of criteria.",
            ),
            "earned": study_column("What the work was worth.", MEASURE),
            "possible": study_column("What could be reached.", MEASURE),
            "comment": study_column("What the curator said of the work.", free_text=_SAID),
            "reviewed_by": study_column("Who of the staff answers for it.", NUMBER),
            "reviewed_at": study_column("When the curator said it.", MOMENT),
        },
    ),
)
