"""The number of a certificate. Whoever holds it may check the certificate, so nobody can guess one."""

import re
import secrets

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no letter that is taken for another
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_LENGTH = 12  # 60 bits
_GROUP = 4
_NUMBER = re.compile(rf"[{_LETTERS}]{{{_LENGTH}}}")


def make_number() -> str:
    """A new one, such as `7K3M-9QX4-0VBT`."""
    return _group("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)))


def read_number(typed: str) -> str | None:
    """The number as it is kept, in whatever letters and dashes it was typed, with O for 0; None for no number."""
    letters = re.sub(r"[\W_]+", "", typed).upper().translate(_READ_AS)
    return _group(letters) if _NUMBER.fullmatch(letters) else None


def _group(letters: str) -> str:
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
