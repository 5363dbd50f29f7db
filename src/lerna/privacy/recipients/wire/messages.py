"""What goes to a partner, and what comes back: claims of a JSON Web Token (RFC 7519), each for one message alone.

`txn` names the message: however often it arrives, it is one (RFC 8417, 2.2). `sub` is the name by which the partner
alone knows the person. `act` says what is asked of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from uuid import UUID, uuid4

from joserfc.jwk import ECKey

from lerna.kit.clock import to_local
from lerna.privacy.recipients.wire.jose import PublicKey, UntrustedError, encrypt, read_unverified, sign, verify

LIFE = timedelta(minutes=5)
_SKEW = timedelta(minutes=1)  # of two clocks

Data = Mapping[str, list[dict[str, object]]]  # `subjects.profile` → rows → column → value


class Ask(StrEnum):
    """What a message asks of a partner (clause 9.4)."""

    RECEIVE = "receive"
    CORRECT = "correct"
    STOP = "stop"  # the consent to these purposes ended
    BLOCK = "block"
    UNBLOCK = "unblock"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `issuer` is our company's BIN, `audience` the recipient's key, `purposes` what it is about."""

    id: UUID
    issuer: str
    audience: str
    subject: UUID
    ask: Ask
    purposes: tuple[str, ...]
    data: Data = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message as it goes over the wire, and the hash by which a receipt names it."""

    body: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose word is taken: a recipient by its key in the register, by its pinned keys, speaking to this BIN."""

    name: str
    keys: tuple[PublicKey, ...]
    company_bin: str


def seal_message(message: Message, *, signing: ECKey, encryption: PublicKey, now: datetime) -> Sealed:
    """Signed by us and encrypted for the partner; good for five minutes, and new each time it is sent."""
    claims = {
        "iss": message.issuer,
        "aud": message.audience,
        "sub": str(message.subject),
        "iat": _seconds(now),
        "exp": _seconds(now + LIFE),
        "jti": str(uuid4()),
        "txn": str(message.id),
        "act": message.ask.value,
        "purposes": list(message.purposes),
        "data": message.data,
    }
    body = encrypt(sign(json.dumps(claims, ensure_ascii=False).encode(), signing), encryption)
    return Sealed(body, hash_body(body))


def read_receipt(signed: str, *, sender: Sender, message: UUID, now: datetime) -> str:
    """The SHA-256 of the body that the partner says it took in; UntrustedError for another's, an old or a wrong one."""
    claims = _read_claims(signed, sender, now)
    if claims.get("txn") != str(message):
        raise UntrustedError("The receipt is of another message.")
    digest = claims.get("digest")
    if not isinstance(digest, str):
        raise UntrustedError("The receipt doesn't say of what it is.")
    return digest


def read_request(signed: str, *, sender: Sender, method: str, path: str, now: datetime) -> UUID:
    """The number of a partner's signed request, good once (after RFC 9449, 4.2); UntrustedError.

    It is for this method and path alone, of this company.
    """
    claims = _read_claims(signed, sender, now)
    if (claims.get("htm"), claims.get("htu")) != (method, path):
        raise UntrustedError("The request is signed for something else.")
    try:
        return UUID(str(claims.get("jti")))
    except ValueError:
        raise UntrustedError("The request has no number.") from None


def read_sender(signed: str) -> tuple[str, str]:
    """(`iss`, `aud`) of a token that nobody has verified yet: by whose keys to verify it. UntrustedError."""
    try:
        claims = json.loads(read_unverified(signed))
        return str(claims["iss"]), str(claims["aud"])
    except (ValueError, KeyError, TypeError):
        raise UntrustedError("It is no token.") from None


def hash_body(body: str) -> str:
    """SHA-256 of what goes over the wire, as 64 hexadecimal digits."""
    return sha256(body.encode()).hexdigest()


def _read_claims(signed: str, sender: Sender, now: datetime) -> Mapping[str, object]:
    try:
        claims = json.loads(verify(signed, sender.keys))
    except ValueError:
        raise UntrustedError("It isn't JSON.") from None
    if not isinstance(claims, dict) or claims.get("iss") != sender.name or claims.get("aud") != sender.company_bin:
        raise UntrustedError("It is of another sender, or for somebody else.")
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int) or not isinstance(expires, int):
        raise UntrustedError("It doesn't say how long it is good.")
    is_current = issued <= _seconds(now + _SKEW) and _seconds(now - _SKEW) < expires
    if not is_current or expires - issued > LIFE.total_seconds():
        raise UntrustedError("It is too old, too new, or good for too long.")
    return claims


def _seconds(moment: datetime) -> int:
    return int(to_local(moment).timestamp())
