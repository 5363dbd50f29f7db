"""E-mail addresses: syntax, and the one spelling under which two of them are the same."""

import unicodedata
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets

_has_syntax = EmailValidator(allowlist=[])  # without `localhost`: letters go out to the world


class EmailError(ValueError):
    """Why this is no address; `sentence` is for the person who typed it and never repeats the address."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Email:
    """`address` is where letters go, its local part as typed; `key` is for comparing and indexing.

    Both are kept out of `repr` and `str`, so that no log line shows them.
    """

    address: str = field(repr=False)
    key: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.address[0]}•••@{self.address.rpartition('@')[2]}"


def parse_email(text: str) -> Email:
    """The address in `text`, with white space around it forgiven; EmailError for anything that letters can't reach.

    The key is in lower case whole: RFC 5321 lets a server tell `Vera@` from `vera@`, and none that people use does.
    """
    address = unicodedata.normalize("NFC", text.strip())
    if any(letter.isspace() for letter in address):
        raise EmailError(_("There is a space inside the e-mail address. Please take it out."))
    try:
        _has_syntax(address)
    except ValidationError as error:
        raise EmailError(_("This isn't an e-mail address. Write it like name@example.kz.")) from error
    if len(address) > LONGEST:
        raise EmailError(_("The e-mail address is too long."))
    local, _at, domain = address.rpartition("@")
    try:
        domain = domain.lower().encode("idna").decode("ascii")
    except UnicodeError as error:
        raise EmailError(_("This isn't an e-mail address. Write it like name@example.kz.")) from error
    return Email(f"{local}@{domain}", f"{local}@{domain}".casefold())
