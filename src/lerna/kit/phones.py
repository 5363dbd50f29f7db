"""Phone numbers as people in Kazakhstan type them, by Google's numbering plans (`phonenumbers`)."""

from dataclasses import dataclass, field

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

REGION = "KZ"
COUNTRY_CODE = 7  # shared with Russia
SHOWN_DIGITS = 2

_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class PhoneError(ValueError):
    """Why this number won't do; `sentence` is for the person who typed it and never repeats the number."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number. `e164`, such as `+77011234567`, is its one spelling: store, compare and index that.

    It is kept out of `repr` and `str`, so that no log line shows it.
    """

    e164: str = field(repr=False)
    is_mobile: bool
    is_kazakh: bool

    def __str__(self) -> str:
        return "•" * (len(self.e164) - SHOWN_DIGITS) + self.e164[-SHOWN_DIGITS:]


def parse_phone(text: str, *, mobile_only: bool = False, kazakh_only: bool = True) -> Phone:
    """The number in `text`: `8 701…`, `+7 701…`, `7-701…` and `701…` are all the same one.

    A number without a country is taken as Kazakhstan's; a foreign one, where allowed, needs its `+`. Raises PhoneError.
    """
    try:
        number = phonenumbers.parse(text, REGION)
    except NumberParseException as error:
        raise PhoneError(_("This isn't a phone number. Write it like +7 701 123 45 67.")) from error
    if number.extension:
        raise PhoneError(_("Please give the number without an extension."))
    # Asked of Kazakhstan first: 8 800 belongs to both countries, and the plans list it under Russia.
    is_kazakh = phonenumbers.is_valid_number_for_region(number, REGION)
    if not phonenumbers.is_valid_number(number) and not is_kazakh:
        raise PhoneError(_("There is no such phone number. Please check the digits."))
    if kazakh_only and not is_kazakh:
        if number.country_code == COUNTRY_CODE:
            raise PhoneError(
                _("This is a Russian number. Please give a number of Kazakhstan, such as +7 701 123 45 67.")
            )
        raise PhoneError(_("Please give a number of Kazakhstan, such as +7 701 123 45 67."))
    is_mobile = phonenumbers.number_type(number) in _MOBILE
    if mobile_only and not is_mobile:
        raise PhoneError(_("Please give a mobile number, such as +7 701 123 45 67."))
    return Phone(phonenumbers.format_number(number, PhoneNumberFormat.E164), is_mobile, is_kazakh)


def format_phone(phone: Phone) -> str:
    """The number for reading, never broken over two lines: `+7 701 123 45 67`, others as their country writes them."""
    number = phonenumbers.parse(phone.e164)
    pretty = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    digits = str(number.national_number)
    if number.country_code == COUNTRY_CODE and phone.is_mobile:
        # The plans write 701 123 4567; on paper in Kazakhstan the last four stand in pairs.
        pretty = f"+{COUNTRY_CODE} {digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"
    return pretty.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
