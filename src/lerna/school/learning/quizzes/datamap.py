"""What this room holds of people: how they answered the questions of quizzes, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.learning.quizzes.models import AnswerStep, Attempt

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that leads to what is taught and names nobody."
_WORD = "A word of a closed list, or an author's key, which names nobody."
_MEASURE = "A measure of studies, which names nobody without the profile."
_OURS = "Nobody writes here: the software keeps numbers by the author's keys of questions."


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
        Attempt,
        subject="subject",
        columns={
            "enrollment": _column("In which run it was.", "A number that leads to an enrollment and names nobody."),
            "lesson": _column("In which lesson it was.", _NUMBER),
            "block": _column("Which quiz of the lesson it was.", _WORD),
            "revision": _column("Which questions the person was asked, word for word.", _NUMBER),
            "drawn": _column("Which of the questions were drawn for them.", _WORD),
            "started_at": _column("From when the time counts.", _MOMENT),
            "due_at": _column("Until when the person may answer.", _MOMENT),
            "finished_at": _column("When the attempt ended.", _MOMENT),
            "settled_at": _column("Until when answers given in time may arrive.", _MOMENT),
            "ended_by": _column("Whether the person ended it or the time did.", _WORD),
            "earned": _column("What the answers were worth.", _MEASURE),
            "possible": _column("What could be reached.", _MEASURE),
            "marks": _column("What each answer was worth.", _MEASURE, free_text=_OURS),
        },
    ),
    Table(
        AnswerStep,
        subject="subject",
        columns={
            "attempt": _column("To which attempt the answer belongs.", "A number; it names nobody."),
            "question": _column("Which question was answered.", _WORD),
            "step": _column("So that an answer that arrives twice is kept once.", "A random number of the browser's."),
            "choice": _column(
                "What the person chose of what the author offers.", "Numbers of an author's choices.", free_text=_OURS
            ),
            "words": _column(
                "What the person typed as their answer.",
                free_text="It is asked for a word, a number or a formula; whatever else stands there goes with it.",
            ),
            "hint": _column("Which hints the person has seen.", "A small number; it names nobody."),
            "given_at": _column("In which order the answers were given.", _MOMENT),
            "received_at": _column("By whose clock the time counts.", _MOMENT),
            "is_delayed": _column(
                "Whether it came after the time, from a browser without network.", "Yes or no; it names nobody."
            ),
        },
        append_only=True,
    ),
)
