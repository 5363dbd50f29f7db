"""Letters that come back: reads a server's delivery report (RFC 3464) and says which letter it is about."""

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from uuid import UUID

from lerna.privacy.letters.wire.addresses import find_returned

LARGEST = 2_000_000  # bytes; a report with the whole letter in it is far smaller

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ADDRESS = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
_ADDRESSED_BY = ("To", "Delivered-To", "X-Original-To", "Envelope-To")


class NoReportError(ValueError):
    """This is no delivery report about a letter of ours; the message repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says: of which letter, whether for good, and the status code (RFC 3463)."""

    letter: UUID
    for_good: bool
    status: str


def read_report(content: bytes) -> Report:
    """The report in this message. NoReportError for anything else.

    Which letter it is about is taken from the address that the report came to, never from its text: that address is
    signed, so nobody can make letters to others count as returned.
    """
    if len(content) > LARGEST:
        raise NoReportError("The message is too large to be a delivery report.")
    message = email.message_from_bytes(content, policy=default)
    letter = _find_letter(message)
    if letter is None:
        raise NoReportError("The message didn't come to the return address of a letter of ours.")
    fields = _find_fields(message)
    if fields is None:
        raise NoReportError("The message holds no delivery report.")
    found = _STATUS.search(str(fields.get("Status", "")))
    status = found[0] if found else "unknown"
    for_good = str(fields.get("Action", "")).strip().lower() == "failed" and not status.startswith(("2", "4"))
    return Report(letter, for_good, status)


def _find_letter(message: Message) -> UUID | None:
    for name in _ADDRESSED_BY:
        for value in message.get_all(name, []):
            for address in _ADDRESS.findall(str(value)):
                letter = find_returned(address)
                if letter is not None:
                    return letter
    return None


def _find_fields(message: Message) -> Message | None:
    """The fields of the first recipient: our letters have one recipient each."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            blocks = [block for block in part.get_payload() if isinstance(block, Message)]
            return next((block for block in blocks if "Action" in block or "Status" in block), None)
    return None
