"""What this room holds of people: how they log in, and from where they did. All of it serves their data's safety."""

from lerna.accounts.models import Ceremony, Code, Factor, Look, SignIn, User
from lerna.privacy.policy.purposes import Category, Purpose
from lerna.privacy.subjects.declarations import Column, Destroy, Table

_MOMENT = "A moment; it names nobody."
_WORD = "One word of a short list; it names nobody."
_NUMBER = "A number without a meaning of its own; it names nobody."
_STOLEN = "Whoever steals the person's archive could log in by it, or guess what opens it."


def _technical(why: str, plain: str = "", secret: str = "") -> Column:
    return Column(
        category=Category.TECHNICAL,
        purposes=(Purpose.SECURITY,),
        erasure=Destroy(),
        why=why,
        plain=plain,
        secret=secret,
    )


DATA_MAP = (
    Table(
        User,
        subject="subject",
        columns={
            "password": _technical(
                "To know the person by what only they know.", "A salted Argon2 hash, as made.", _STOLEN
            ),
            "role": _technical("What a member of staff may do (clause 8.3).", "A key of policies/roles.toml."),
            "joined_at": _technical("Since when there is an account.", _MOMENT),
            "confirmed_at": _technical("Whether the address is the person's own.", _MOMENT),
        },
    ),
    Table(
        Code,
        subject="subject",
        columns={
            "kind": _technical("What the code brings into force.", _WORD),
            "digest": _technical(
                "To know the code again.", "A keyed hash; the key stands outside of the database.", _STOLEN
            ),
            "password": _technical("Waits for the code to come into force.", "A salted Argon2 hash, as made.", _STOLEN),
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
            "token": _technical(
                "To know the browser again.", "SHA-256 of a random token that the browser keeps.", _STOLEN
            ),
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
            "kind": _technical("By what the second step is made.", _WORD),
            "name": _technical("So that the person knows their factors apart."),
            "secret": _technical("To check the code that a program shows, or what a passkey signs.", secret=_STOLEN),
            "host": _technical("A passkey works on the site where it was made.", _WORD),
            "digest": _technical(
                "So that a passkey is added once.", "SHA-256 of a number that the passkey drew.", _STOLEN
            ),
            "counter": _technical("So that nothing counts twice, and a copy is noticed.", _NUMBER),
            "added_at": _technical("Since when the factor is there.", _MOMENT),
            "used_at": _technical("Whether the factor is still in use.", _MOMENT),
        },
        deletes=(Purpose.SECURITY,),
    ),
    Table(
        Ceremony,
        subject="subject",
        columns={
            "sign_in": _technical("Only the log-in that began it may finish it.", _NUMBER),
            "kind": _technical("What this answer would finish.", _WORD),
            "secret": _technical("The key or the challenge that was given out, to be answered once.", secret=_STOLEN),
            "expires_at": _technical("Until when it may be answered.", _MOMENT),
        },
        deletes=(Purpose.SECURITY,),
    ),
    Table(
        Look,
        subject="subject",
        append_only=True,
        columns={
            "actor_id": _technical("Which account of the staff looked (clause 8.3).", _NUMBER),
            "role": _technical("As what they work here, for the person to read.", _WORD),
            "purpose": _technical("For what they looked, and so what they saw.", _WORD),
            "reason": _technical("Why they looked, of the list (clause 8.3).", _WORD),
            "words": _technical("Why they looked, in their own words."),
            "opened_at": _technical("When they looked (clause 8.3).", _MOMENT),
            "expires_at": _technical("Until when the reason counted.", _MOMENT),
        },
        deletes=(Purpose.SECURITY,),
    ),
)

NOTHING_PERSONAL = {
    "Throttle": "A count for minutes by the keyed hash of an address or a login, whose key stands elsewhere.",
}
