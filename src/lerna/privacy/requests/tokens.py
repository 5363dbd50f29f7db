"""The signed name of a request, for addresses: numbers are counted up, so nobody may come in by one."""

from uuid import UUID

from django.core import signing

from lerna.companies.models import Site
from lerna.privacy.letters.wire.addresses import build_home

PATH = "requests/{token}/"
_signer = signing.Signer(salt="lerna.requests")


class WrongTokenError(ValueError):
    """The token isn't one of ours."""


def sign_request(request_id: UUID) -> str:
    """The token; it has no end, because its holder may come back for the answer, and it says nothing of the person."""
    return _signer.sign(request_id.hex)


def read_request(token: str) -> UUID:
    """The number that `sign_request` signed; WrongTokenError for anything else."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise WrongTokenError("The token isn't one of ours.") from None


def build_link(request_id: UUID, site: Site, language: str) -> str:
    """The page where the holder of the link follows the request."""
    return build_home(site, language) + PATH.format(token=sign_request(request_id))
