"""Our own keys toward partners: a company's signing key, the next one while they change, and its client certificate.

Files that nobody else reads, as other secrets of one machine are kept; the public halves go to partners by
`./lerna recipients keys`.
"""

import json
import os
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

JsonKey = dict[str, str | list[str]]
_OTHERS = 0o077
_CERTIFICATE_DAYS = 1095


class OwnKeyError(Exception):
    """A company's keys toward partners can't be used; the sentence says why and what to do, never the key."""


@dataclass(frozen=True, slots=True)
class SigningKeys:
    """The key that signs now, and the one that partners may already know for later."""

    current: ECKey
    following: ECKey | None

    def public_set(self) -> dict[str, object]:
        """Both public halves as a JWK set (RFC 7517), for partners to pin."""
        keys = [self.current, *([self.following] if self.following else [])]
        return {"keys": [key.as_dict(private=False) for key in keys]}


def signing_keys(slug: str) -> SigningKeys:
    """The company's, made at the first call. OwnKeyError."""
    path = _folder() / f"{slug}.jwks"
    if not path.exists():
        _write_new(path, json.dumps({"keys": [_generate()]}).encode())
    _check(path)
    try:
        keys = [ECKey.import_key(key) for key in json.loads(path.read_text())["keys"]]
    except (ValueError, KeyError, TypeError, JoseError):
        raise OwnKeyError(f"{path} is damaged; put it back from the backup of the secrets.") from None
    return SigningKeys(keys[0], keys[1] if len(keys) > 1 else None)


def prepare_next_key(slug: str) -> SigningKeys:
    """A second key beside the present one, for partners to pin; the same again until it is taken up. OwnKeyError."""
    keys = signing_keys(slug)
    if keys.following is None:
        _replace(slug, [keys.current.as_dict(private=True), _generate()])
    return signing_keys(slug)


def take_up_next_key(slug: str) -> SigningKeys:
    """Signs with the next key from now on; the old one is forgotten. OwnKeyError where there is no next one."""
    keys = signing_keys(slug)
    if keys.following is None:
        raise OwnKeyError(f"{slug} has no next key: prepare one, and let the partners pin it first.")
    _replace(slug, [keys.following.as_dict(private=True)])
    return signing_keys(slug)


def client_certificate(slug: str, *, now: datetime) -> Path:
    """The file of the certificate that the company shows to partners' servers, with its key; made at the first call.

    The certificate is its own issuer: partners pin it. OwnKeyError.
    """
    path = _folder() / f"{slug}.client.pem"
    if not path.exists():
        key = ec.generate_private_key(ec.SECP256R1())
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        _write_new(path, secret + _certify(slug, key, now).public_bytes(Encoding.PEM))
    _check(path)
    return path


def _certify(slug: str, key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"lerna {slug}")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=_CERTIFICATE_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _generate() -> JsonKey:
    key = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256", "kid": uuid4().hex[:16]})
    return key.as_dict(private=True)


def _folder() -> Path:
    return Path(settings.LERNA_VAR) / "secrets" / "partners"


def _check(path: Path) -> None:
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_mode & _OTHERS or status.st_uid not in {os.geteuid(), 0}:
        raise OwnKeyError(f"{path} must be a plain file of our own that nobody else can read: chmod 600 it.")


def _replace(slug: str, keys: list[JsonKey]) -> None:
    path = _folder() / f"{slug}.jwks"
    _write_draft(path, json.dumps({"keys": keys}).encode()).replace(path)


def _write_new(path: Path, content: bytes) -> None:
    """Writes a file that isn't there; where another process was first, its file rules."""
    draft = _write_draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _write_draft(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft
