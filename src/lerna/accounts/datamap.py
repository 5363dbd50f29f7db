"""What this room holds of people: how they log in, and from where they did. All of it serves their data's safety."""

from lerna.accounts.models import Code, Factor, SignIn, User
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table

_MOMENT = "A moment; it names nobody."


def _technical(why: str, plain: str = "") -> Column:
    return Column(category=Category.TECHNICAL, purposes=(Purpose.SECURITY,), erasure=Destroy(), why=why, plain=plain)


DATA_MAP = (
    Table(
        User,
        subject="subject",
        columns={
            "password": _technical("To know the person by what only they know.", "A salted Argon2 hash, as made."),
            "role": _technical("What a member of staff may do (clause 8.3).", "A key of policies/roles.toml."),
            "joined_at": _technical("Since when there is an account.", _MOMENT),
            "confirmed_at": _technical("Whether the address is the person's own.", _MOMENT),
        },
    ),
    Table(
        Code,
        subject="subject",
        columns={
            "kind": _technical("What the code brings into force.", "One word of a list of three; it names nobody."),
            "digest": _technical("To know the code again.", "A keyed hash; the key stands outside of the database."),
            "password": _technical("Waits for the code to come into force.", "A salted Argon2 hash, as made."),
            "email": Column(
                category=Category.CONTACT,
                purposes=(Purpose.SECURITY,),
                erasure=Destroy(),
                why="A new address waits for the code that was sent there.",
            ),
            "expires_at": _technical("Until when the code works.", _MOMENT),
            "tries": _technical("So that nobody tries all of them.", "A small number; it names nobody."),
        },
        deletes=(Purpose.SECURITY,),
    ),
    Table(
        SignIn,
        subject="subject",
        columns={
            "token": _technical("To know the browser again.", "SHA-256 of a random token that the browser keeps."),
            "device": _technical("So that the person knows their own log-ins from a stranger's."),
            "created_at": _technical("The log of log-ins (clause 8.3).", _MOMENT),
            "seen_at": _technical("Which log-ins are still in use.", _MOMENT),
            "expires_at": _technical("A forgotten browser is logged out.", _MOMENT),
            "proven_at": _technical("Whether the second factor was shown.", _MOMENT),
            "ended_at": _technical("Logged out; the token works no more.", _MOMENT),
        },
        deletes=(Purpose.SECURITY,),
    ),
    Table(
        Factor,
        subject="subject",
        columns={
            "secret": _technical("To compute the code that the person's program shows."),
            "step": _technical("So that no code works twice.", "A number of half-minutes; it names nobody."),
            "added_at": _technical("Since when the factor is there.", _MOMENT),
            "confirmed_at": _technical("Whether it was ever shown to work.", _MOMENT),
        },
        deletes=(Purpose.SECURITY,),
    ),
)

NOTHING_PERSONAL = {
    "Throttle": "A count for minutes by the keyed hash of an address or a login, whose key stands elsewhere.",
}
