"""Partners' keys: pinned by somebody who compared their SHA-256 with the partner, two of a use while they change."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, OKPKey, thumbprint

from lerna.privacy.evidence.operations import record
from lerna.privacy.evidence.vocabulary import Actor, Operation
from lerna.privacy.recipients.models import PartnerKey, Recipient, Use
from lerna.privacy.recipients.wire.jose import PublicKey

MOST = 2  # of one use: the present one and the next
# Which curves each use may have (RFC 7518, 3.4 and 4.6; RFC 8037).
_CURVES = {Use.SIGN: {"P-256", "Ed25519"}, Use.ENCRYPT: {"P-256", "P-384", "P-521", "X25519"}}
_KEY_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")


class PinError(Exception):
    """These keys can't be pinned; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One key as a partner sent it. `digest` is what somebody compares with the partner."""

    use: Use
    key_id: str
    material: str
    digest: str


def read_offer(text: str) -> tuple[Offered, ...]:
    """The keys of a JWK set (RFC 7517), or the certificates of a PEM file; PinError for anything else.

    A secret half is refused: whoever sent it has given it away, and needs another key.
    """
    offered = tuple(_read_certificates(text) if "BEGIN CERTIFICATE" in text else _read_set(text))
    if not offered:
        raise PinError("There is no key in this file.")
    return offered


def pin_keys(*, recipient: Recipient, offered: tuple[Offered, ...], now: datetime) -> tuple[PartnerKey, ...]:
    """Trusts these keys from now on, and gives those that are new.

    PinError where a known key id comes with another key, or where more than two of one use would stand: retire one.
    """
    with transaction.atomic():
        Recipient.objects.select_for_update().get(pk=recipient.pk)
        known = {(key.use, key.key_id): key for key in PartnerKey.objects.filter(recipient=recipient)}
        new = []
        for one in offered:
            same = known.get((one.use, one.key_id))
            if same is None:
                new.append(
                    PartnerKey(
                        recipient=recipient,
                        use=one.use,
                        key_id=one.key_id,
                        material=one.material,
                        sha256=one.digest,
                        pinned_at=now,
                    )
                )
            elif same.sha256 != one.digest or same.retired_at is not None:
                raise PinError(f"The key {one.key_id} was pinned before, and is another one or retired.")
        for use in Use:
            active = [key for key in (*known.values(), *new) if key.use == use and key.retired_at is None]
            if len(active) > MOST:
                raise PinError(f"More than {MOST} keys of the use “{use}” would stand; retire an old one first.")
        for key in new:
            key.save(force_insert=True)
            _record(recipient, key, Operation.ACCESS_GRANTED, now)
        return tuple(new)


def retire_key(*, recipient: Recipient, key_id: str, now: datetime) -> None:
    """Trusts the key no longer. PinError for one that isn't trusted anyway."""
    with transaction.atomic():
        found = list(PartnerKey.objects.filter(recipient=recipient, key_id=key_id, retired_at=None).select_for_update())
        if not found:
            raise PinError(f"No key {key_id} is trusted.")
        for key in found:
            key.retired_at = now
            key.save(update_fields=["retired_at"])
            _record(recipient, key, Operation.ACCESS_REVOKED, now)


def list_pinned(recipient: Recipient, use: Use) -> tuple[PublicKey, ...]:
    """The keys that are trusted for this use, the newest first. One query."""
    return tuple(_import(json.loads(key.material)) for key in _active(recipient, use))


def list_certificates(recipient: Recipient) -> tuple[str, ...]:
    """The certificates that the recipient's server may show, as PEM. One query."""
    return tuple(key.material for key in _active(recipient, Use.SERVER))


def _active(recipient: Recipient, use: Use) -> Iterator[PartnerKey]:
    yield from PartnerKey.objects.filter(recipient=recipient, use=use, retired_at=None).order_by("-pinned_at", "-pk")


def _read_set(text: str) -> Iterator[Offered]:
    try:
        keys = json.loads(text)["keys"]
    except (ValueError, KeyError, TypeError):
        keys = None
    if not isinstance(keys, list) or not all(isinstance(key, dict) for key in keys):
        raise PinError("This is neither a JWK set nor a certificate.")
    for written in keys:
        yield _read_key(written)


def _read_key(written: dict[str, object]) -> Offered:
    key_id = written.get("kid")
    if not isinstance(key_id, str) or not _KEY_ID.fullmatch(key_id):
        raise PinError("Each key needs a “kid” of Latin letters, digits and . _ : -")
    if "d" in written or "k" in written:
        raise PinError(f"The key {key_id} has its secret half with it; it is lost, ask for another one.")
    use = next((use for use in _CURVES if use == written.get("use")), None)
    if use is None or written.get("crv") not in _CURVES[use]:
        raise PinError(f"The key {key_id} needs “use” sig or enc, and a curve that we accept for it.")
    try:
        key = _import(written)
        digest = thumbprint(key.as_dict(private=False))
    except (JoseError, ValueError, TypeError, KeyError):
        raise PinError(f"The key {key_id} is no key.") from None
    material = json.dumps(key.as_dict(private=False), sort_keys=True)
    return Offered(use, key_id, material, _to_hex(digest))


def _import(written: dict[str, object]) -> PublicKey:
    key = JWKRegistry.import_key(written)  # type: ignore[arg-type]  # its own values are checked there
    if not isinstance(key, ECKey | OKPKey):
        raise TypeError
    return key


def _read_certificates(text: str) -> Iterator[Offered]:
    try:
        certificates = x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise PinError("The certificate can't be read.") from None
    for certificate in certificates:
        digest = sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
        pem = certificate.public_bytes(Encoding.PEM).decode()
        yield Offered(Use.SERVER, digest[:16], pem, digest)


def _to_hex(digest: str) -> str:
    """A thumbprint as RFC 7638 writes it, in hexadecimal digits."""
    return base64.urlsafe_b64decode(digest + "=" * (-len(digest) % 4)).hex()


def _record(recipient: Recipient, key: PartnerKey, operation: Operation, now: datetime) -> None:
    record(
        company=recipient.company, operation=operation, clause="9.4", actor=Actor.OPERATOR, now=now,
        target=("partner-key", key.pk), details={"recipient": recipient.key, "key": key.sha256},
    )  # fmt: skip
