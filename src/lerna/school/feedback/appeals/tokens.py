"""The signed name of a complaint, for addresses: numbers are counted up, so nobody may come in by one."""

from uuid import UUID

from django.core import signing

from lerna.companies.models import Site
from lerna.privacy.letters.wire.addresses import build_home
from lerna.privacy.requests.tokens import WrongTokenError

PATH = "complaint/{token}/"
_signer = signing.Signer(salt="lerna.complaints")


def sign_complaint(complaint_id: UUID) -> str:
    """The token; it has no end, because its holder may come back for the answer, and it says nothing of the person."""
    return _signer.sign(complaint_id.hex)


def read_complaint(token: str) -> UUID:
    """The number that `sign_complaint` signed; WrongTokenError for anything else."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise WrongTokenError("The token isn't one of ours.") from None


def build_link(complaint_id: UUID, site: Site, language: str) -> str:
    """The page where the holder of the link follows the complaint."""
    return build_home(site, language) + PATH.format(token=sign_complaint(complaint_id))
