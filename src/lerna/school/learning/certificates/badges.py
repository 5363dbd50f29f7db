"""A certificate as an Open Badge 3.0 credential (1EdTech, JWT form), checked by anybody without asking us more than
who signs and what is revoked: `did:web` of the site and a Bitstring Status List (W3C).

What can be said of a certificate is said by the kept library; the signature comes from the key provider, which never
gives the secret half away.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from openbadgeslib.ob3 import Achievement, IdentityObject, Issuer, OpenBadgeCredential
from openbadgeslib.ob3.did import build_did_document
from openbadgeslib.ob3.status_list import DEFAULT_SIZE_BITS, build_status_list_credential, status_entry

from lerna.privacy.evidence.seal.keys import FileKeys, KeyProvider

PART = DEFAULT_SIZE_BITS  # so many certificates stand in one part of the list
LIST_VALID = timedelta(days=7)  # an older copy of the list is refused by whoever checks
_PURPOSE = "revocation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """What the credential says. `host` is the site's own; `part` and `place` are where it stands in the status list."""

    company: str
    issuer_name: str
    host: str
    number: str
    holder: str = field(repr=False)
    course_key: str
    course_title: str
    summary: str
    results: tuple[str, ...]
    issued_at: datetime
    part: int
    place: int


def badge_keys() -> KeyProvider:
    """Who holds the keys that sign badges: other keys than those of the evidence, which sign nothing else."""
    return FileKeys(Path(settings.LERNA_VAR) / "secrets" / "badges")


def sign_badge(badge: Badge, keys: KeyProvider) -> str:
    """The credential as a compact JWT. KeyFileError."""
    origin = f"https://{badge.host}"
    credential = OpenBadgeCredential(
        id=f"{origin}/certificates/{badge.number}/",
        issuer=Issuer(id=name_issuer(badge.host), name=badge.issuer_name, url=f"{origin}/"),
        recipient_id=None,
        # In words, as on the paper: whoever is shown the badge compares it with the person before them.
        identifiers=[IdentityObject(identity_hash=badge.holder, identity_type="name", hashed=False)],
        achievement=Achievement(
            id=f"{origin}/courses/{badge.course_key}/",
            name=badge.course_title,
            description=badge.summary or badge.course_title,
            criteria_narrative="\n".join(badge.results) or badge.course_title,
            achievement_type="Certificate",
        ),
        issuance_date=badge.issued_at,
        credential_status=[status_entry(list_address(badge.host, badge.part), _PURPOSE, badge.place)],
    )
    return _sign(credential.to_jwt_payload(), badge.company, badge.host, keys)


def sign_list(  # noqa: PLR0913 -- whose list it is, and what stands in it
    *, company: str, host: str, part: int, revoked: Iterable[int], now: datetime, keys: KeyProvider
) -> str:
    """A part of the company's status list as a compact JWT: the places of its certificates that are revoked."""
    address, issuer = list_address(host, part), name_issuer(host)
    listed = build_status_list_credential(issuer, address, _PURPOSE, revoked, issued=now, valid_until=now + LIST_VALID)
    claims = {"iss": issuer, "jti": address, "nbf": int(now.timestamp())}
    return _sign({**listed, **claims}, company, host, keys)


def describe_issuer(*, company: str, host: str, keys: KeyProvider) -> dict[str, Any]:
    """The document of `did:web:HOST`, which names the key."""
    key = keys.public_key(company)
    return build_did_document(name_issuer(host), [(_name_key(key), _write_key(key))])


def name_issuer(host: str) -> str:
    """The site as an issuer."""
    return f"did:web:{host}"


def list_address(host: str, part: int) -> str:
    """Where a part of the status list of a site's company is."""
    return f"https://{host}/certificates/status/{part}/"


def _sign(payload: dict[str, Any], company: str, host: str, keys: KeyProvider) -> str:
    """JWS compact serialization (RFC 7515, 7.1) by Ed25519 (RFC 8037)."""
    key = keys.public_key(company)
    header = {"alg": "EdDSA", "typ": "JWT", "kid": f"{name_issuer(host)}#{_name_key(key)}", "jwk": _write_key(key)}
    signed = f"{_encode(_json(header))}.{_encode(_json(payload))}"
    return f"{signed}.{_encode(keys.sign(company, signed.encode(), key))}"


def _name_key(key: bytes) -> str:
    return f"key-{key.hex()[:16]}"


def _write_key(key: bytes) -> dict[str, str]:
    return {"kty": "OKP", "crv": "Ed25519", "x": _encode(key)}


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
