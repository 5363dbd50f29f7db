"""What this room holds of people: what they demanded, how it was answered, and every step between."""

from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.requests.models import Request, RequestCode, Step
from lerna.privacy.subjects.declarations import Column, Destroy, Keep, Table

_READERS = (Purpose.REQUESTS,)
_LAW = "Law No 94-V, articles 24 and 25(2): the controller proves that it answered, and in time"
_KEPT = Keep(law=_LAW, purpose=Purpose.REQUESTS)
_WORD = "A word of a closed list or a number, which names nobody without the profile."
_MOMENT = "A moment; it names nobody."


def _column(category: Category, why: str, *, plain: str = "", free_text: str = "") -> Column:
    return Column(category=category, purposes=_READERS, erasure=_KEPT, why=why, plain=plain, free_text=free_text)


def _appeal(why: str, *, plain: str = "", free_text: str = "") -> Column:
    return _column(Category.APPEALS, why, plain=plain, free_text=free_text)


NOTHING_PERSONAL = {"Counter": "How many requests a company got in a year; nobody's."}

COMPANY_WALLS = ("Counter",)

DATA_MAP = (
    Table(
        Request,
        subject="subject",
        columns={
            "number": _appeal("By what the person and the staff name the request (clause 6.4).", plain=_WORD),
            "kind": _appeal("Which right is exercised (clause 6.2).", plain=_WORD),
            "state": _appeal("How far it has come.", plain=_WORD),
            "channel": _appeal("By what way it came (clause 6.4).", plain=_WORD),
            "hand": _appeal("Whether a representative asks (clause 8.1-а).", plain=_WORD),
            "site": _appeal("Which site it concerns (clauses 3.4, 6.4).", plain=_WORD),
            "language": _appeal("In which language to answer.", plain=_WORD),
            "demand": _appeal("What the person demands, in their own words (clause 6.4)."),
            "wish": _appeal(
                "The purposes to withdraw from, or the values to put right.",
                free_text="JSON of the software; only fields of the form are in it, each with a limit of its own.",
            ),
            "name": _column(Category.IDENTITY, "Who asks, as the request stated it (clause 6.4)."),
            "email": _column(Category.CONTACT, "Where the sender is reached, as stated (clause 6.4)."),
            "phone": _column(Category.CONTACT, "Where the sender is reached, as stated (clause 6.4)."),
            "on_behalf_of": _column(Category.IDENTITY, "For whom a representative asks (clause 8.1-а)."),
            "against": _appeal("Which answer a complaint is about (clause 6.2).", plain=_WORD),
            "received_at": _appeal("From when the terms are counted.", plain=_MOMENT),
            "asked_at": _appeal("Since when identity was awaited (clause 6.8).", plain=_MOMENT),
            "verified_at": _appeal("Since when it is known who asks (clause 6.8).", plain=_MOMENT),
            "proof": _appeal("By what that was seen (clause 6.8).", plain=_WORD),
            "blocked_at": _appeal("Since when the data were blocked for it (law 94-V, 25(2)(8)).", plain=_MOMENT),
            "due_at": _appeal("Until when it has to be done.", plain=_MOMENT),
            "assigned_to": _appeal("Who of the staff works on it.", plain="A pseudonymous number of an account."),
            "reminded_at": _appeal("When the staff were reminded of it.", plain=_MOMENT),
            "escalated_at": _appeal("When the head was told that it is late.", plain=_MOMENT),
            "answered_at": _appeal("When it was answered, to prove that in time.", plain=_MOMENT),
            "outcome": _appeal("What came of the request.", plain=_WORD),
            "ground": _appeal("On what ground it was refused (clause 6.8).", plain=_WORD),
            "answer": _appeal(
                "The words of the answer, which its letter doesn't keep.",
                free_text="Written by the software or by the staff to this person; sealed, and kept as their answer.",
            ),
            "letter": _appeal("Which letter brought the answer.", plain=_WORD),
            "run": _appeal("Which erasure it led to, and so which act of destruction.", plain=_WORD),
            "closed_at": _appeal("From when its own term of keeping is counted.", plain=_MOMENT),
        },
    ),
    Table(
        Step,
        subject="subject",
        append_only=True,
        columns={
            "request": _appeal("Whose timeline it belongs to.", plain=_WORD),
            "place": _appeal("In which order it happened.", plain=_WORD),
            "happening": _appeal("What was done about it.", plain=_WORD),
            "at": _appeal("When the step was done.", plain=_MOMENT),
            "actor": _appeal("Whether the person, the staff or the software did it.", plain=_WORD),
            "actor_id": _appeal("Which account of the staff did it.", plain="A pseudonymous number of an account."),
            "letter": _appeal("Which letter went out with it.", plain=_WORD),
            "note": _appeal("What the staff noted, or why they decided so."),
        },
    ),
    Table(
        RequestCode,
        subject="subject",
        deletes=_READERS,
        columns={
            name: Column(category=Category.CONTACT, purposes=_READERS, erasure=Destroy(), why=why, plain=plain)
            for name, why, plain in (
                ("request", "Which request the code belongs to.", _WORD),
                (
                    "digest",
                    "Knows the code again when it is typed in.",
                    "A keyed hash; the key is outside of the database.",
                ),
                ("sent", "How many codes were sent, so that nobody is flooded.", "A small number; it names nobody."),
                ("tries", "How often a code was tried, so that nobody guesses it.", "A small number; it names nobody."),
                ("expires_at", "Until when the code works.", _MOMENT),
            )
        },
    ),
)
