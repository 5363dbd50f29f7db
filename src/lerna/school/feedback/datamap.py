"""What this room holds of people: what they write where others read it, for their studies and for nothing else (7.1-з).

Another reader is no other purpose: whoever looks, the row is read for its author's own studies, by the permission that
the author gave, and vanishes with it (docs/adr/0011). Requests see no word of it and may delete it, where its removal
is demanded (law 94-V, art. 6).
"""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table
from lerna.school.feedback.models import Comment, CourseReview, DisplayName, Report, Subscription

_MOMENT = "A moment; it names nobody."
_NUMBER = "A number that leads to what is taught or written and names nobody."
_WORD = "A word of a closed list, which names nobody."
_FREE = "Whatever else people write there ends with the post; it is never searched, counted or copied."


def _column(why: str, plain: str = "", *, category: Category = Category.APPEALS, free_text: str = "") -> Column:
    return Column(
        category=category,
        purposes=(Purpose.LEARNING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
    )


NOTHING_PERSONAL = {
    "ReaderReport": "Which post, why and when; of the reader who said so nothing is kept, not even that it was one.",
}
_POSTED = {
    "enrollment": _column("As a learner of which run it was written.", _NUMBER),
    "text": _column("What the author wants others to read (clauses 5.4-в, 8.1-г).", free_text=_FREE),
    "posted_at": _column("In which order it stands.", _MOMENT),
    "edited_at": _column("That its words were changed later.", _MOMENT),
    "state": _column("Whether others see it.", _WORD),
    "reason": _column("Why it was hidden, for its author to read.", _WORD),
    "decided_at": _column("When a moderator decided.", _MOMENT),
    "decided_by": _column("Which member of staff decided.", _NUMBER),
    "answer": _column("What the school answered under it.", free_text="Written by the staff, and gone with the post."),
    "answered_at": _column("When the school answered.", _MOMENT),
    "answered_by": _column("Which member of staff answered.", _NUMBER),
}
_REQUESTS = (Purpose.REQUESTS,)
_REMOVING = (Purpose.LEARNING, Purpose.REQUESTS)

DATA_MAP = (
    Table(
        DisplayName,
        subject="subject",
        columns={
            "name": _column("By what name others see the author (clause 8.1-г).", category=Category.IDENTITY),
            "chosen_at": _column("Since when the name is theirs.", _MOMENT),
        },
        frame_for=_REQUESTS,
        deletes=_REMOVING,
    ),
    Table(
        Comment,
        subject="subject",
        columns={
            "lesson": _column("Under which lesson it stands.", _NUMBER),
            "block": _column("In which discussion of the lesson it stands.", "An author's key, which names nobody."),
            "thread": _column("Below which comment it was said.", _NUMBER),
            **_POSTED,
        },
        frame_for=_REQUESTS,
        deletes=_REMOVING,
    ),
    Table(
        CourseReview,
        subject="subject",
        columns={
            "course": _column("Which course it is about.", _NUMBER),
            "stars": _column("What the course is worth to the author.", "A mark from 1 to 5, which names nobody."),
            **_POSTED,
        },
        frame_for=_REQUESTS,
        deletes=_REMOVING,
    ),
    Table(
        Subscription,
        subject="subject",
        columns={
            "enrollment": _column("As a learner of which run they follow it.", _NUMBER),
            "lesson": _column("Under which lesson they follow the talk.", _NUMBER),
            "language": _column("In which language to write to them.", _WORD),
            "since": _column("Since when they follow it.", _MOMENT),
            "told_at": _column("When they last got a letter about it.", _MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
    Table(
        Report,
        subject="subject",
        columns={
            "about": _column("Whether a comment or a review is reported.", _WORD),
            "target": _column("Which one is reported.", _NUMBER),
            "reason": _column("What the person says is wrong with it.", _WORD),
            "reported_at": _column("When it was reported.", _MOMENT),
            "settled_at": _column("When a moderator decided.", _MOMENT),
        },
    ),
)
