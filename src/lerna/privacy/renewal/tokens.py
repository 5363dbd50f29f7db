"""The signed name of a person, for the link in their letter: who has it may read what changed, agree anew, and stop
everything; and do nothing else.
"""

from uuid import UUID

from django.core import signing

PATH = "changes/{token}/"
_signer = signing.Signer(salt="lerna.renewal.person")


class WrongTokenError(ValueError):
    """The token isn't one of ours."""


def sign_person(subject: UUID) -> str:
    """The token: a pseudonymous number, signed. It has no end: what has changed may be read on any day."""
    return _signer.sign(subject.hex)


def read_person(token: str) -> UUID:
    """The person that `sign_person` signed; WrongTokenError for anything else."""
    try:
        return UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        raise WrongTokenError("The token isn't one of ours.") from None
