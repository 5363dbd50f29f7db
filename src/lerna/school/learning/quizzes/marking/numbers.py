"""Numbers as people type them, exact."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?(?:[eE][+-]?\d{1,2})?", re.ASCII)
_SPACES = str.maketrans("", "", " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t")


def read_number(text: str) -> Decimal | None:
    """`9,81`, `9.81`, `−5`, `300 000`, `6.02e23`; None where it is no number. Infinity and the like are none."""
    plain = text.translate(_SPACES).replace("\N{MINUS SIGN}", "-")
    return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
