"""What this room holds of people: longer last days, and their calendars' addresses, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.deadlines.models import Extension, FeedAddress
from lerna.school.learning.declaring import MOMENT, NUMBER, study_column

_STOLEN = "Whoever steals the person's archive could follow their calendar by it."


DATA_MAP = (
    Table(
        Extension,
        subject="subject",
        columns={
            "enrollment": study_column("Whose studies it is about.", NUMBER),
            "lesson": study_column("In which lesson the work stands.", NUMBER),
            "block": study_column("Which work it is about.", "An author's key, which names nobody."),
            "due_on": study_column("Until when the person may hand it in.", "A day; it names nobody."),
            "reason": study_column("Why a curator gave longer; the person reads it."),
            "given_by": study_column("Who of the staff answers for it.", NUMBER),
            "given_at": study_column("When the curator gave it.", MOMENT),
        },
    ),
    Table(
        FeedAddress,
        subject="subject",
        columns={
            "token": study_column("To show the person the address of their calendar again.", secret=_STOLEN),
            "digest": study_column(
                "To find whose calendar is asked for.", "SHA-256 of a random token.", secret=_STOLEN
            ),
            "made_at": study_column("Since when the address works.", MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
