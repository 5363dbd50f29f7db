"""What this room holds of people: what they were told of their studies, for their studies alone (7.1-з)."""

from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.declarations import Table
from lerna.school.learning.declaring import MOMENT, NUMBER, WORD, study_column
from lerna.school.learning.news.models import Notice, SiteOnly

DATA_MAP = (
    Table(
        Notice,
        subject="subject",
        columns={
            "enrollment": study_column("Which studies it is about.", NUMBER),
            "lesson": study_column("Which lesson it is about.", NUMBER),
            "block": study_column("Which work it is about.", WORD),
            "kind": study_column("What the person is told.", WORD),
            "due_on": study_column("The last day that it speaks of.", "A day; it names nobody."),
            "told_at": study_column("When the person was told.", MOMENT),
            "read_at": study_column("So that what is new is told from what was seen.", MOMENT),
        },
    ),
    Table(
        SiteOnly,
        subject="subject",
        columns={
            "kind": study_column("What the person doesn't want by letter.", WORD),
            "chosen_at": study_column("When the person chose so.", MOMENT),
        },
        deletes=(Purpose.LEARNING,),
    ),
)
