"""What this room holds of people: how they answered the questions of quizzes, for their studies alone (7.1-з)."""

from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.declaring import MEASURE, MOMENT, NUMBER, WORD, study_column
from lerna.school.learning.quizzes.models import AnswerStep, Attempt

_OURS = "Nobody writes here: the software keeps numbers by the author's keys of questions."


DATA_MAP = (
    Table(
        Attempt,
        subject="subject",
        columns={
            "enrollment": study_column(
                "In which run it was.", "A number that leads to an enrollment and names nobody."
            ),
            "lesson": study_column("In which lesson it was.", NUMBER),
            "block": study_column("Which quiz of the lesson it was.", WORD),
            "revision": study_column("Which questions the person was asked, word for word.", NUMBER),
            "drawn": study_column("Which of the questions were drawn for them.", WORD),
            "started_at": study_column("From when the time counts.", MOMENT),
            "due_at": study_column("Until when the person may answer.", MOMENT),
            "finished_at": study_column("When the attempt ended.", MOMENT),
            "settled_at": study_column("Until when answers given in time may arrive.", MOMENT),
            "ended_by": study_column("Whether the person ended it or the time did.", WORD),
            "earned": study_column("What the answers were worth.", MEASURE),
            "possible": study_column("What could be reached.", MEASURE),
            "marks": study_column("What each answer was worth.", MEASURE, free_text=_OURS),
        },
    ),
    Table(
        AnswerStep,
        subject="subject",
        columns={
            "attempt": study_column("To which attempt the answer belongs.", "A number; it names nobody."),
            "question": study_column("Which question was answered.", WORD),
            "step": study_column(
                "So that an answer that arrives twice is kept once.", "A random number of the browser's."
            ),
            "choice": study_column(
                "What the person chose of what the author offers.", "Numbers of an author's choices.", free_text=_OURS
            ),
            "words": study_column(
                "What the person typed as their answer.",
                free_text="It is asked for a word, a number or a formula; whatever else stands there goes with it.",
            ),
            "hint": study_column("Which hints the person has seen.", "A small number; it names nobody."),
            "given_at": study_column("In which order the answers were given.", MOMENT),
            "received_at": study_column("By whose clock the time counts.", MOMENT),
            "is_delayed": study_column(
                "Whether it came after the time, from a browser without network.", "Yes or no; it names nobody."
            ),
        },
        append_only=True,
    ),
)
