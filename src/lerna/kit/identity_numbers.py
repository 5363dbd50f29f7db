"""IIN and BIN, the 12-digit numbers of people and organizations in Kazakhstan: parse, check, show masked.

Written here because no kept library has both right: python-stdnum has no Kazakhstan, and the small packages that know
the IIN leave out the BIN. Structure and check digit: Government decree No 406 of 22 May 2007.

The check digit finds every single wrong digit but two sorts: the eleventh, whose weight in the first round is 11, that
is 0 modulo 11; and a change between a number of the first round and one of the second, when both happen to agree.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FIRST_ROUND = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
SECOND_ROUND = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
MODULUS = 11
LENGTH = 12
SHOWN_DIGITS = 4

# Century and sex by the seventh digit; 0 is given to some foreigners and tells neither
# (from memory: no source was found that says so).
CENTURIES = {1: 1800, 2: 1800, 3: 1900, 4: 1900, 5: 2000, 6: 2000}
BIN_CENTURY = 2000  # a BIN is dated by the registration, which for old firms is before 2000
BIN_LATEST_SHORT_YEAR = 69  # a two-digit year above it is of the 1900s

_SEPARATORS = re.compile(r"[\s-]+")
_DIGITS = re.compile(r"[0-9]{12}")


class IdentityNumberError(ValueError):
    """Why a number can't be an IIN or a BIN; `sentence` is for the person who typed it and never repeats the number."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class BinType(IntEnum):
    """Fifth digit of a BIN: whose number it is."""

    RESIDENT = 4
    NON_RESIDENT = 5
    JOINT_ENTREPRENEUR = 6


class BinKind(IntEnum):
    """Sixth digit of a BIN: which part of the organization."""

    HEAD = 0
    BRANCH = 1
    REPRESENTATION = 2
    FARM = 3


@dataclass(frozen=True, slots=True)
class Iin:
    """A person's number. Its digits are kept out of `repr` and `str`, so that no log line shows them.

    `dated` is what the digits say and no proof of a birthday: since 2013 (decree No 853) they need not agree with a
    person's papers.
    """

    digits: str = field(repr=False)
    dated: date | None
    sex: Literal["male", "female"] | None

    def __str__(self) -> str:
        return mask_number(self.digits)


@dataclass(frozen=True, slots=True)
class Bin:
    """An organization's number, which is public; `month` is the first day of the month of its registration."""

    digits: str
    month: date
    type: BinType
    kind: BinKind

    def __str__(self) -> str:
        return self.digits


def parse_iin(text: str) -> Iin:
    """The IIN in `text`, where spaces and hyphens do no harm; IdentityNumberError for what can't be one."""
    digits = _read_digits(text)
    mark = int(digits[6])
    if mark > max(CENTURIES):
        raise IdentityNumberError(_("The seventh digit of an IIN is 0 to 6. Please check the number."))
    dated = _read_date(digits, CENTURIES.get(mark))
    _check_digit(digits)
    if mark not in CENTURIES:
        return Iin(digits, None, None)
    return Iin(digits, dated, "male" if mark % 2 else "female")


def parse_bin(text: str) -> Bin:
    """The BIN in `text`, where spaces and hyphens do no harm; IdentityNumberError for what can't be one."""
    digits = _read_digits(text)
    short_year, month, kind_of_owner, kind = int(digits[:2]), int(digits[2:4]), int(digits[4]), int(digits[5])
    century = BIN_CENTURY if short_year <= BIN_LATEST_SHORT_YEAR else BIN_CENTURY - 100
    try:
        registered = date(century + short_year, month, 1)
    except ValueError as error:
        raise IdentityNumberError(_("The third and fourth digits of a BIN are a month, 01 to 12.")) from error
    if kind_of_owner not in set(BinType):
        raise IdentityNumberError(_("The fifth digit of a BIN is 4, 5 or 6. A person's number is an IIN."))
    if kind not in set(BinKind):
        raise IdentityNumberError(_("The sixth digit of a BIN is 0 to 3."))
    _check_digit(digits)
    return Bin(digits, registered, BinType(kind_of_owner), BinKind(kind))


def find_check_digit(digits: str) -> int | None:
    """The twelfth digit for the first eleven of `digits`, or None where no number may begin with them."""
    for weights in (FIRST_ROUND, SECOND_ROUND):
        remainder = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=False)) % MODULUS
        if remainder < MODULUS - 1:
            return remainder
    return None


def mask_number(digits: str) -> str:
    """The number for showing: dots, and its last four digits as they are."""
    return "•" * (len(digits) - SHOWN_DIGITS) + digits[-SHOWN_DIGITS:]


def _read_digits(text: str) -> str:
    digits = _SEPARATORS.sub("", text)
    if not _DIGITS.fullmatch(digits):
        raise IdentityNumberError(_("The number has 12 digits and nothing else. Please check it."))
    return digits


def _read_date(digits: str, century: int | None) -> date:
    # Where the century is unknown any will do, if it has a 29 February.
    year = int(digits[:2]) + (2000 if century is None else century)
    try:
        return date(year, int(digits[2:4]), int(digits[4:6]))
    except ValueError as error:
        raise IdentityNumberError(
            _("An IIN begins with a date: year, month, day. This one has no such day.")
        ) from error


def _check_digit(digits: str) -> None:
    if find_check_digit(digits) != int(digits[-1]):
        raise IdentityNumberError(_("The last digit doesn't fit the others. One digit is mistyped."))
