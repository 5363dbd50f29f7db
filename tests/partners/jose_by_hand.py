"""What a partner does with JOSE, written from the RFCs upon `cryptography` alone: it shares nothing with our client.

JWE by ECDH-ES+A256KW with A256GCM (RFC 7516; RFC 7518, 4.6 and 5.3), JWS by ES256 and Ed25519 (RFC 7515, 7518, 9864).
"""

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

_HALF = 32  # bytes of each half of an ES256 signature


class RefusedError(Exception):
    """The token isn't what was agreed on."""


def encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decrypt(token: str, secret: x25519.X25519PrivateKey, key_id: str) -> str:
    """The text inside of a compact JWE."""
    head, wrapped, nonce, content, tag = token.split(".")
    header = json.loads(decode(head))
    if (header["alg"], header["enc"], header["kid"]) != ("ECDH-ES+A256KW", "A256GCM", key_id):
        raise RefusedError("encrypted in another way, or for another key")
    shared = secret.exchange(x25519.X25519PublicKey.from_public_bytes(decode(header["epk"]["x"])))
    try:
        key = aes_key_unwrap(_derive(shared, header["alg"].encode(), 256), decode(wrapped))
        return AESGCM(key).decrypt(decode(nonce), decode(content) + decode(tag), head.encode()).decode()
    except (InvalidUnwrap, InvalidTag):
        raise RefusedError("doesn't open") from None


def _derive(shared: bytes, algorithm: bytes, bits: int) -> bytes:
    """Concat KDF, with the algorithm's name, two empty parties and the length (RFC 7518, 4.6.2)."""
    nobody = (0).to_bytes(4, "big")
    info = len(algorithm).to_bytes(4, "big") + algorithm + nobody + nobody + bits.to_bytes(4, "big")
    return ConcatKDFHash(hashes.SHA256(), bits // 8, info).derive(shared)


def verify(token: str, keys: list[dict[str, Any]]) -> dict[str, Any]:
    """The claims of a compact JWS that one of these public JWKs signed by ES256."""
    head, payload, signature = token.split(".")
    header = json.loads(decode(head))
    known = [key for key in keys if key["kid"] == header.get("kid")]
    if header.get("alg") != "ES256" or not known:
        raise RefusedError("signed in another way, or by somebody else")
    numbers = (int.from_bytes(decode(known[0][axis]), "big") for axis in ("x", "y"))
    public = ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()
    raw = decode(signature)
    pair = encode_dss_signature(int.from_bytes(raw[:_HALF], "big"), int.from_bytes(raw[_HALF:], "big"))
    try:
        public.verify(pair, f"{head}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        raise RefusedError("the signature isn't of this") from None
    return dict(json.loads(decode(payload)))


def sign(claims: dict[str, Any], secret: ed25519.Ed25519PrivateKey, key_id: str) -> str:
    """A compact JWS by Ed25519 (RFC 9864)."""
    head = encode(json.dumps({"alg": "Ed25519", "kid": key_id}).encode())
    body = f"{head}.{encode(json.dumps(claims).encode())}"
    return f"{body}.{encode(secret.sign(body.encode()))}"
