"""What this room holds of people: where they study and how far they have come, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.models import BlockCompletion, Enrollment, LessonProgress, Note, PollAnswer, Result

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that leads to what is taught and names nobody."
_WORD = "A word of a closed list, or an author's key, which names nobody."
_MEASURE = "A measure of studies, which names nobody without the profile."


def _column(why: str, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=Category.LEARNING,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
    )


_ENROLLMENT = _column("In which run it was.", "A number that leads to an enrollment and names nobody.")
_LESSON = _column("In which lesson it was.", _NUMBER)
_BLOCK = _column("At which place of the lesson it was.", _WORD)

DATA_MAP = (
    Table(
        Enrollment,
        subject="subject",
        columns={
            "run": _column("What the person studies, and when.", _NUMBER),
            "state": _column("Whether they study, have finished or left.", _WORD),
            "origin": _column("By whose hand they were enrolled.", _WORD),
            "enrolled_at": _column("Since when they are enrolled.", _MOMENT),
            "opens_at": _column("From when the course is open to them.", _MOMENT),
            "ends_at": _column("Until when the course is open to them.", _MOMENT),
            "finished_at": _column("When they finished the course.", _MOMENT),
        },
    ),
    Table(
        LessonProgress,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "opened_at": _column("What the person has begun.", _MOMENT),
            "seen_at": _column("Where to go on from when the person comes back.", _MOMENT),
            "completed_at": _column("What the person has done.", _MOMENT),
            "place": _column("To open the lesson where the person left it.", _MEASURE),
            "video": _column(
                "To go on with a video where the person left it.",
                _MEASURE,
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
            "done_at": _column("When the person did what was asked.", _MOMENT),
        },
    ),
    Table(
        Result,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "block": _BLOCK,
            "part": _column("Which part of the final mark it counts for.", _WORD),
            "earned": _column("What the person's work was worth.", _MEASURE),
            "possible": _column("What could be reached.", _MEASURE),
            "noted_at": _column("When the person was given it.", _MOMENT),
        },
    ),
    Table(
        PollAnswer,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "block": _BLOCK,
            "choice": _column("What the person chose, shown to others as a number of many.", _MEASURE),
            "answered_at": _column("When the person answered.", _MOMENT),
        },
    ),
    Table(
        Note,
        subject="subject",
        columns={
            "enrollment": _ENROLLMENT,
            "lesson": _LESSON,
            "text": _column("What the person wrote for themselves; nobody else is shown it."),
            "changed_at": _column("When the person wrote it last.", _MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
