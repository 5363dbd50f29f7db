"""A letter as it was read. No bytes make the reader raise: what can't be read is said to be so."""

import email
import hashlib
import hmac
from dataclasses import dataclass, field
from email.message import Message
from email.policy import compat32
from uuid import UUID

from lerna.privacy.requests.intake.reading.bodies import Body, read_body
from lerna.privacy.requests.intake.reading.decoding import decode_header
from lerna.privacy.requests.intake.reading.senders import is_proven, read_sender
from lerna.privacy.requests.intake.reading.traffic import Nature, find_answered, tell_nature

LARGEST = 2_000_000  # bytes that are read of one letter; the rest is an attachment's
_LONGEST_SUBJECT = 500
_NAMED = ("message-id", "from", "date", "subject")  # what stays the same by whatever way a letter comes
# Python's reader raises these, and not only where its pages say so, on what no standard knows.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class Letter:
    """`text` holds everything but what was forwarded as a message; `proven` None where our server says nothing."""

    nature: Nature
    name: str = field(repr=False)
    address: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    attachments: int = 0
    forwards: bool = False
    proven: bool | None = None
    answers: UUID | None = None
    is_readable: bool = True


@dataclass(frozen=True, slots=True)
class Ours:
    """What is our own: the addresses that we write from with the hosts of our Message-IDs, all small, and the name by
    which our mail server signs its findings; empty where none is set.
    """

    marks: frozenset[str] = frozenset()
    authority: str = ""


def read_letter(content: bytes, ours: Ours = Ours()) -> Letter:
    """The letter in these bytes, of which only the first LARGEST count."""
    try:
        message = email.message_from_bytes(content[:LARGEST], policy=compat32)
        return _read(message, ours)
    except _UNREADABLE:
        return Letter(Nature.PERSON, "", "", "", "", is_readable=False)


def fingerprint(content: bytes, key: bytes) -> bytes:
    """32 bytes by which the letter is known again, in whatever folder and by whatever way it came a second time.

    Keyed, because a Message-ID can be guessed. The text counts too, so that nobody can make another's letter pass for
    one that was taken by using its Message-ID.
    """
    whole = content[:LARGEST].replace(b"\r\n", b"\n")
    head, parted, body = whole.partition(b"\n\n")
    lines = head.replace(b"\n ", b" ").replace(b"\n\t", b" ").split(b"\n")
    named = sorted(line for line in lines if line.partition(b":")[0].strip().lower().decode("latin-1") in _NAMED)
    return hmac.digest(key, b"\n".join((*named, hashlib.sha256(body if parted else whole).digest())), "sha256")


def _read(message: Message, ours: Ours) -> Letter:
    raw = [(name.lower(), str(value)) for name, value in message.raw_items()]

    def headers(name: str) -> list[str]:
        return [value for own, value in raw if own == name.lower()]

    def first(name: str) -> str:
        return next((decode_header(value) for value in headers(name)), "")

    # Taken apart before it is decoded: an encoded name may look like an address.
    name, address = read_sender(next(iter(headers("From")), ""))
    body = _read_body(message)
    return Letter(
        nature=tell_nature(headers, address, message.get_content_type(), ours.marks),
        name=decode_header(name),
        address=address,
        subject=first("Subject")[:_LONGEST_SUBJECT],
        text=body.text,
        attachments=body.attachments,
        forwards=body.forwards,
        proven=is_proven(headers("Authentication-Results"), ours.authority, address),
        answers=find_answered(headers, ours.marks),
        is_readable=any(headers(name) for name in _NAMED),  # what has none of them is no letter
    )


def _read_body(message: Message) -> Body:
    """Of a message whose parts are broken the head still says from whom it is."""
    try:
        return read_body(message)
    except _UNREADABLE:
        return Body("", 0, forwards=False)
