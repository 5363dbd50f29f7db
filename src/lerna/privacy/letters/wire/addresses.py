"""Addresses that carry a letter's number, so that an answer to it finds its letter: of returns, and of stopping."""

import hmac
from base64 import b32decode, b32encode
from uuid import UUID

from django.conf import settings
from django.core import signing

from lerna.companies.models import Site

STOP_PATH = "letters/stop/{token}/"
_MARK = "+b."
_PROOF_BYTES = 10
_NUMBER_LETTERS, _PROOF_LETTERS = 26, 16  # in base32, without its padding
_stop_signer = signing.Signer(salt="lerna.letters.stop")


class WrongTokenError(ValueError):
    """This is no link of ours, or not whole."""


def return_address(letter: UUID, sender: str) -> str:
    """Where mail servers return this letter to (VERP): the sender's box with the letter's number and a proof of ours.

    Needs a server that delivers `info+anything@` to `info@` (RFC 5233).
    """
    local, _, domain = sender.rpartition("@")
    return f"{local}{_MARK}{_encode(letter.bytes)}.{_prove_return(letter)}@{domain}"


def find_returned(address: str) -> UUID | None:
    """The letter whose return address this is; None for any other, so that nobody can report a return that wasn't."""
    mark, _, rest = address.rpartition("@")[0].lower().rpartition(_MARK)
    number, _, proof = rest.partition(".")
    if not mark or len(number) != _NUMBER_LETTERS or len(proof) != _PROOF_LETTERS:
        return None
    try:
        letter = UUID(bytes=b32decode(number.upper() + "======"))
    except ValueError:
        return None
    return letter if hmac.compare_digest(proof.encode(), _prove_return(letter).encode()) else None


def make_stop_token(letter: UUID, company: int) -> str:
    """What the link below a letter carries: signed, without an end, and saying nothing of the person."""
    return _stop_signer.sign(f"{company}.{letter.hex}")


def read_stop_token(token: str) -> tuple[UUID, int]:
    """The letter and the number of the company. WrongTokenError."""
    try:
        company, _, letter = _stop_signer.unsign(token).partition(".")
        return UUID(hex=letter), int(company)
    except (signing.BadSignature, ValueError):
        raise WrongTokenError("This is no link out of one of our letters, or not the whole of it.") from None


def build_stop_link(letter: UUID, site: Site, language: str) -> str:
    """The page where the consent behind this letter is withdrawn."""
    return build_home(site, language) + STOP_PATH.format(token=make_stop_token(letter, site.company_id))


def build_home(site: Site, language: str) -> str:
    """The site's front page in this language; Russian stands without a prefix."""
    return f"{build_origin(site)}/" + ("" if language == settings.LANGUAGE_CODE else f"{language}/")


def build_origin(site: Site) -> str:
    """`https://lerna.kz`; where development hosts are on, `http://lerna.localhost:8000`."""
    if settings.LERNA_DEVELOPMENT_HOSTS:
        return f"http://{site.host.split('.')[0]}.localhost:{settings.LERNA_PORT}"
    return f"https://{site.host}"


def _encode(content: bytes) -> str:
    return b32encode(content).decode().rstrip("=").lower()


def _prove_return(letter: UUID) -> str:
    key = settings.SECRET_KEY.encode()
    return _encode(hmac.digest(key, b"lerna.letters.return:" + letter.bytes, "sha256")[:_PROOF_BYTES])
