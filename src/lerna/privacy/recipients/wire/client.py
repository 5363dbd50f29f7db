"""One attempt to hand a message to a partner's interface: HTTPS with certificates on both sides, both pinned.

The answer is a word, never the partner's own: it might quote what was sent. Redirects are not followed.
"""

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

SECONDS_TO_WAIT = 15
_LARGEST_RECEIPT = 16_384  # bytes
_FOR_GOOD = {400, 401, 403, 404, 405, 410, 413, 415, 422}
_TAKEN = {200, 201, 202}


class End(StrEnum):
    """How an attempt ended."""

    TAKEN = "taken"
    LATER = "later"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended, with a word for the operator; `receipt` is what a partner that took it signed.

    `reached`: whether anything may have left. A connection that never stood carried nothing.
    """

    end: End
    word: str = ""
    receipt: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True)
class Partner:
    """Where a partner answers, which certificates its server may show, and the one that we show."""

    url: str
    certificates: tuple[str, ...]
    ours: Path


Post = Callable[[Partner, UUID, str], Answer]


def post(partner: Partner, message: UUID, body: str) -> Answer:
    """Hands the body over; `message` is its idempotency key, by which a partner knows a repetition."""
    if not partner.certificates:
        return Answer(End.LATER, "no-certificate", reached=False)
    parts = urlsplit(partner.url)
    context = build_context(partner)
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port or 443, timeout=SECONDS_TO_WAIT, context=context
    )
    try:
        connection.connect()
    except ssl.SSLError:
        return Answer(End.LATER, "wrong-certificate", reached=False)
    except OSError:
        return Answer(End.LATER, "no-connection", reached=False)
    try:
        return _hand_over(connection, f"{parts.path.rstrip('/')}/messages", message, body)
    finally:
        connection.close()


def build_context(partner: Partner) -> ssl.SSLContext:
    """TLS 1.3, trusting nothing but the pinned certificates: no authority that the machine knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata="".join(partner.certificates))
    context.load_cert_chain(partner.ours)
    return context


def _hand_over(connection: http.client.HTTPSConnection, path: str, message: UUID, body: str) -> Answer:
    headers = {"Content-Type": "application/jose", "Accept": "application/jose", "Idempotency-Key": str(message)}
    try:
        connection.request("POST", path, body.encode("ascii"), headers)
        response = connection.getresponse()
        content = response.read(_LARGEST_RECEIPT + 1)
    except (TimeoutError, OSError, http.client.HTTPException):
        return Answer(End.LATER, "no-answer")
    if response.status in _TAKEN and len(content) <= _LARGEST_RECEIPT:
        return Answer(End.TAKEN, receipt=content.decode("ascii", "replace").strip())
    end = End.NEVER if response.status in _FOR_GOOD else End.LATER
    return Answer(end, f"http-{response.status}")
