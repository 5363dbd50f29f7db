"""What this room holds of people: messages, for as long as they permit; complaints, which a law has answered."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Keep, Table
from lerna.school.feedback.appeals.models import Complaint, Message

# Whoever has no account agreed to be answered; a learner is answered by the contract. To mend the site by what was
# written needs a consent of its own, and neither name nor address.
_ANSWERING = (Purpose.CONSULTING, Purpose.LEARNING)
_MENDING = (*_ANSWERING, Purpose.SITE_QUALITY)
_KEPT = Keep(
    law="Law No 274-IV on consumer protection, article 42-4: a claim is answered, and that this was in time is proven",
    purpose=Purpose.REQUESTS,
)
_WORD = "A word of a closed list or a number, which names nobody without the profile."
_MOMENT = "A moment; it names nobody."


def _message(
    category: Category, why: str, *, readers: tuple[Purpose, ...] = _ANSWERING, plain: str = "", free_text: str = ""
) -> Column:
    return Column(
        category=category, purposes=readers, writes=_ANSWERING, erasure=Destroy(), why=why, plain=plain,
        free_text=free_text,
    )  # fmt: skip


def _complaint(category: Category, why: str, *, plain: str = "", free_text: str = "") -> Column:
    return Column(
        category=category, purposes=(Purpose.REQUESTS,), erasure=_KEPT, why=why, plain=plain, free_text=free_text
    )


_APPEALS, _IDENTITY, _CONTACT = Category.APPEALS, Category.IDENTITY, Category.CONTACT

DATA_MAP = (
    Table(
        Message,
        subject="subject",
        columns={
            "purpose": _message(_APPEALS, "On what ground it was taken (clauses 7.1-а, 7.1-з).", plain=_WORD),
            "topic": _message(_APPEALS, "Who of the staff should answer it.", readers=_MENDING, plain=_WORD),
            "text": _message(
                _APPEALS,
                "What the person wrote by the feedback form (clause 5.4-в).",
                readers=_MENDING,
                free_text="Whatever else people write there ends with the message; nobody searches or copies it.",
            ),
            "name": _message(_IDENTITY, "How to address whoever wrote (clause 4.1)."),
            "email": _message(_CONTACT, "Where the answer goes (clause 4.1)."),
            "site": _message(_APPEALS, "Which site it concerns (clause 3.4).", readers=_MENDING, plain=_WORD),
            "language": _message(_APPEALS, "In which language to answer.", readers=_MENDING, plain=_WORD),
            "act": _message(_APPEALS, "Which consents came with it (clause 4.1).", plain=_WORD),
            "received_at": _message(_APPEALS, "Since when they wait.", readers=_MENDING, plain=_MOMENT),
            "answer": _message(
                _APPEALS,
                "What the staff answered, for the person to read again.",
                free_text="Written by the staff to this person, and gone with the rest.",
            ),
            "answered_at": _message(_APPEALS, "When it was answered.", plain=_MOMENT),
            "answered_by": _message(_APPEALS, "Who of the staff answered.", plain=_WORD),
        },
    ),
    Table(
        Complaint,
        subject="subject",
        columns={
            "number": _complaint(_APPEALS, "By what the person and the staff name the complaint.", plain=_WORD),
            "matter": _complaint(_APPEALS, "What the school has to look into.", plain=_WORD),
            "text": _complaint(
                _APPEALS,
                "What happened and what the person wants, in their own words (clause 5.4-в).",
                free_text="Whatever else people write there serves the answer alone; nobody searches or copies it.",
            ),
            "name": _complaint(_IDENTITY, "Who complains, as they stated it."),
            "email": _complaint(_CONTACT, "Where the written answer goes, as they stated it."),
            "site": _complaint(_APPEALS, "Which site it concerns (clause 3.4).", plain=_WORD),
            "language": _complaint(_APPEALS, "In which language to answer.", plain=_WORD),
            "received_at": _complaint(_APPEALS, "From when the term is counted.", plain=_MOMENT),
            "due_at": _complaint(_APPEALS, "When the answer is late (law 274-IV, art. 42-4).", plain=_MOMENT),
            "reminded_at": _complaint(_APPEALS, "When the staff were reminded.", plain=_MOMENT),
            "escalated_at": _complaint(_APPEALS, "When the head heard that it is late.", plain=_MOMENT),
            "answer": _complaint(
                _APPEALS,
                "What the staff answered, which proves that they did.",
                free_text="Written by the staff to this person; it proves the answer.",
            ),
            "answered_at": _complaint(_APPEALS, "That the answer was in time.", plain=_MOMENT),
            "answered_by": _complaint(_APPEALS, "Who of the staff answered.", plain=_WORD),
            "letter": _complaint(_APPEALS, "Which letter took the answer.", plain=_WORD),
        },
    ),
)
