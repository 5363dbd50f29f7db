"""Signing, encrypting and verifying by a short list of algorithms; everything else is refused (RFC 7515, 7516, 7518).

Signed first and encrypted around: nobody on the way sees who signed, and nobody can put a signature of their own.
"""

from collections.abc import Iterable

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OKPKey

SIGNATURES = ("ES256", "Ed25519")  # RFC 7518, 3.4; RFC 9864, 2.2, which retires the name EdDSA
AGREEMENT = "ECDH-ES+A256KW"  # RFC 7518, 4.6
CONTENT = "A256GCM"  # RFC 7518, 5.3
MOST_CHARACTERS = 100_000  # of what is taken from outside; a receipt has hundreds

PublicKey = ECKey | OKPKey


class UntrustedError(Exception):
    """What came from outside isn't signed as agreed; the sentence says how, and never repeats it."""


def sign(payload: bytes, key: ECKey) -> str:
    """A compact JWS by ES256, naming the key."""
    return jws.serialize_compact({"alg": "ES256", "kid": key.kid}, payload, key, algorithms=["ES256"])


def encrypt(signed: str, key: PublicKey) -> str:
    """A compact JWE around a JWS, for the one who holds the key's secret half."""
    header = {"alg": AGREEMENT, "enc": CONTENT, "cty": "JWT", "kid": key.kid}
    return jwe.encrypt_compact(header, signed, key, algorithms=[AGREEMENT, CONTENT])


def verify(signed: str, keys: Iterable[PublicKey]) -> bytes:
    """What a compact JWS says, if one of these keys signed it by an algorithm of ours; UntrustedError."""
    known = KeySet(list(keys))
    if not known:
        raise UntrustedError("No key is pinned to check the signature by.")
    if len(signed) > MOST_CHARACTERS:
        raise UntrustedError("It is too long.")
    try:
        return jws.deserialize_compact(signed, known, algorithms=SIGNATURES).payload
    except (JoseError, ValueError):
        raise UntrustedError("It isn't signed by a pinned key in a way that we accept.") from None


def read_unverified(signed: str) -> bytes:
    """What a compact JWS says, whoever signed it: for nothing but finding the keys to verify it by. UntrustedError."""
    if len(signed) > MOST_CHARACTERS:
        raise UntrustedError("It is too long.")
    try:
        return jws.extract_compact(signed.encode()).payload
    except (JoseError, ValueError):
        raise UntrustedError("It isn't signed at all.") from None
