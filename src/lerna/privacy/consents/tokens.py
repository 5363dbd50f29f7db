"""The signed name of one act of consent: who has it may see what was agreed to then, and take it back, and no more."""

from uuid import UUID

from django.core import signing

_signer = signing.Signer(salt="lerna.consents.act")


class WrongTokenError(ValueError):
    """The token isn't one of ours."""


def sign_act(act: UUID) -> str:
    """The token, for an address; no personal value, and no end, since a consent can be withdrawn any day."""
    return _signer.sign(act.hex)


def read_act(token: str) -> UUID:
    """The act that `sign_act` signed; WrongTokenError for anything else."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise WrongTokenError("The token isn't one of ours.") from None
