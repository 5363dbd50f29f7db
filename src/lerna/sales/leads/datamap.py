"""What this room holds of people: their applications, for consultation and for nothing else."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Depersonalize, Destroy, Table
from lerna.sales.leads.models import Lead

_WORD = "A word of a closed list, which names nobody without the profile."


def _column(category: Category, why: str, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=category,
        purposes=(Purpose.CONSULTING,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        free_text=free_text,
    )


def _counted(why: str) -> Column:
    return Column(
        category=Category.APPEALS, purposes=(Purpose.CONSULTING,), erasure=Depersonalize(), why=why, plain=_WORD
    )


DATA_MAP = (
    Table(
        Lead,
        subject="subject",
        columns={
            "name": _column(Category.IDENTITY, "How to address whoever applied (clause 4.1)."),
            "surname": _column(Category.IDENTITY, "Given by choice (clauses 4.1, 5.3-а)."),
            "email": _column(Category.CONTACT, "Where the answer goes (clause 4.1)."),
            "phone": _column(Category.CONTACT, "Where to call back (clause 4.1)."),
            "comment": _column(
                Category.APPEALS,
                "What the person wants to know (clause 5.4-в).",
                free_text="Whatever people write there ends with the application; nobody searches or copies it.",
            ),
            "direction": _counted("What the person wants to learn."),
            "course_key": _counted("Which course the person asked about."),
            "site": _counted("On which site they applied (clause 3.4)."),
            "language": _counted("In which language to answer."),
            "act": _column(Category.APPEALS, "Which consents came with it (clause 4.1).", plain=_WORD),
            "received_at": _column(
                Category.APPEALS, "Since when they wait for an answer.", plain="A moment; it names nobody."
            ),
        },
        counted_on="received_at",
    ),
)
