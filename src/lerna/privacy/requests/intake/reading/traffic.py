"""What no person wrote, or not to us: answers of machines, lists, returns, our own letters (RFC 3834)."""

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from uuid import UUID

Headers = Callable[[str], list[str]]

_OURS = re.compile(r"<letter-([0-9a-f-]{36})@([\w.-]+)>", re.IGNORECASE)
_LISTS = ("List-Id", "List-Unsubscribe", "List-Post", "Feedback-ID")
_MACHINES = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Loop")
_POSTMEN = {"mailer-daemon", "postmaster", "mail-daemon"}


class Nature(StrEnum):
    """By whom a letter was written."""

    PERSON = "person"
    MACHINE = "machine"  # an automatic answer, a notice of absence
    LIST = "list"  # to many at once
    RETURN = "return"  # a mail server about a letter
    OWN = "own"  # by ourselves


def tell_nature(headers: Headers, sender: str, kind: str, own: Collection[str]) -> Nature:
    """`kind` is the message's content type, `own` the addresses that we write from and the hosts in our Message-IDs."""
    local = sender.rpartition("@")[0].lower()
    if sender.lower() in own or any(host in own for _, host in _find_ours(headers("Message-ID"))):
        return Nature.OWN
    if (
        kind == "multipart/report"
        or local in _POSTMEN
        or any(value.strip() == "<>" for value in headers("Return-Path"))
    ):
        return Nature.RETURN
    precedence = {value.strip().lower() for value in headers("Precedence")}
    if precedence & {"bulk", "list", "junk"} or any(headers(name) for name in _LISTS):
        return Nature.LIST
    submitted = {value.partition(";")[0].strip().lower() for value in headers("Auto-Submitted")}
    if submitted - {"no", ""} or "auto_reply" in precedence or any(headers(name) for name in _MACHINES):
        return Nature.MACHINE
    return Nature.PERSON


def find_answered(headers: Headers, own: Collection[str]) -> UUID | None:
    """The letter of ours that this one answers; the latest where it names several."""
    values = headers("In-Reply-To") + headers("References")
    found = [number for number, host in _find_ours(values) if host in own]
    return found[-1] if found else None


def _find_ours(values: Collection[str]) -> list[tuple[UUID, str]]:
    found = []
    for number, host in _OURS.findall(" ".join(values)):
        try:
            found.append((UUID(number), host.lower()))
        except ValueError:
            continue
    return found
