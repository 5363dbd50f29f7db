"""An authenticator in software with the browser around it, written from the standard (W3C WebAuthn level 3).

It shares no code with what checks it: CBOR (RFC 8949), COSE keys (RFC 9053) and the bytes of sections 6.1 and 6.5 are
spelled here once more. A test bends one thing at a time by the arguments.
"""

import base64
import json
import secrets
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40  # flags, section 6.1
ES256 = -7
Cbor = int | bytes | str | dict["int | str", "Cbor"]


def encode(value: Cbor) -> bytes:
    """Of CBOR what is needed: whole numbers, bytes, texts and maps, in the order given."""
    match value:
        case bool():
            raise TypeError("no flags here")
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case dict():
            return _head(5, len(value)) + b"".join(encode(key) + encode(item) for key, item in value.items())


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for extra, pattern in ((24, ">B"), (25, ">H"), (26, ">I")):
        if number < 1 << 8 * struct.calcsize(pattern):
            return bytes([major << 5 | extra]) + struct.pack(pattern, number)
    raise OverflowError


def to_text(content: bytes) -> str:
    """Base64url without padding (section 3)."""
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(slots=True)
class Authenticator:
    """A device with one passkey at most, and the page that a browser shows beside it."""

    origin: str
    counter: int = 0
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def create(self, options: Mapping[str, Any], *, algorithm: int = ES256, **bent: Any) -> str:  # noqa: ANN401
        """What the browser gives back for these options of a new passkey, as JSON."""
        numbers = self.key.public_key().public_numbers()
        cose: Cbor = {
            1: 2, 3: algorithm, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")
        }  # fmt: skip
        made = b"\xaa" * 16 + struct.pack(">H", len(self.id)) + self.id + encode(cose)
        data = self._data(options["rp"]["id"], PRESENT | VERIFIED | ATTESTED, made, bent)
        client = self._client("webauthn.create", options, bent)
        attestation = encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(bent, clientDataJSON=client, attestationObject=attestation)

    def get(self, options: Mapping[str, Any], **bent: Any) -> str:  # noqa: ANN401
        """What the browser gives back when the passkey is shown, as JSON."""
        data = self._data(options["rpId"], PRESENT | VERIFIED, b"", bent)
        client = self._client("webauthn.get", options, bent)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        handle = {"userHandle": bent["handle"]} if "handle" in bent else {}
        return self._answer(
            bent, clientDataJSON=client, authenticatorData=data, signature=bent.get("signature", signature), **handle
        )

    def _data(self, host: str, flags: int, made: bytes, bent: Mapping[str, Any]) -> bytes:
        """Authenticator data, section 6.1."""
        self.counter += self.counts
        host_hash = sha256(bent.get("host", host).encode()).digest()
        return host_hash + struct.pack(">BI", bent.get("flags", flags), bent.get("counter", self.counter)) + made

    def _client(self, kind: str, options: Mapping[str, Any], bent: Mapping[str, Any]) -> bytes:
        """Client data, section 5.8.1."""
        said = {
            "type": bent.get("kind", kind),
            "challenge": bent.get("challenge", options["challenge"]),
            "origin": bent.get("origin", self.origin),
            "crossOrigin": bent.get("cross", False),
        }
        return json.dumps(said).encode()

    def _answer(self, bent: Mapping[str, Any], **response: bytes) -> str:
        name = to_text(bent.get("id", self.id))
        said = {key: to_text(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
