"""What this room holds of people: where they study and how far they have come, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.declaring import MEASURE, MOMENT, NUMBER, WORD, study_column
from lerna.school.learning.models import BlockCompletion, Enrollment, LessonProgress, Note, PollAnswer, Result

_ENROLLMENT = study_column("In which run it was.", "A number that leads to an enrollment and names nobody.")
_LESSON = study_column("In which lesson it was.", NUMBER)
_BLOCK = study_column("At which place of the lesson it was.", WORD)

DATA_MAP = (
    Table(
        Enrollment,
        subject="subject",
        columns={
            "run": study_column("What the person studies, and when.", NUMBER),
            "state": study_column("Whether they study, have finished or left.", WORD),
            "origin": study_column("By whose hand they were enrolled.", WORD),
            "enrolled_at": study_column("Since when they are enrolled.", MOMENT),
            "opens_at": study_column("From when the course is open to them.", MOMENT),
            "ends_at": study_column("Until when the course is open to them.", MOMENT),
            "finished_at": study_column("When they finished the course.", MOMENT),
        },
    ),
    Table(
        LessonProgress,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "opened_at": study_column("What the person has begun.", MOMENT),
            "seen_at": study_column("Where to go on from when the person comes back.", MOMENT),
            "completed_at": study_column("What the person has done.", MOMENT),
            "place": study_column("To open the lesson where the person left it.", MEASURE),
            "video": study_column(
                "To go on with a video where the person left it.",
                MEASURE,
                free_text="Nobody writes here: the software keeps seconds by the author's keys of videos.",
            ),
        },
    ),
    Table(
        BlockCompletion,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "block": _BLOCK,
            "done_at": study_column("When the person did what was asked.", MOMENT),
        },
    ),
    Table(
        Result,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "block": _BLOCK,
            "part": study_column("Which part of the final mark it counts for.", WORD),
            "earned": study_column("What the person's work was worth.", MEASURE),
            "possible": study_column("What could be reached.", MEASURE),
            "noted_at": study_column("When the person was given it.", MOMENT),
        },
    ),
    Table(
        PollAnswer,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "block": _BLOCK,
            "choice": study_column("What the person chose, shown to others as a number of many.", MEASURE),
            "answered_at": study_column("When the person answered.", MOMENT),
        },
    ),
    Table(
        Note,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "text": study_column("What the person wrote for themselves; nobody else is shown it."),
            "changed_at": study_column("When the person wrote it last.", MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
