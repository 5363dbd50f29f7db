"""Blind indexes: a keyed hash of a value's one spelling, so that it is found again without being readable.

Equal values of one company's people hash alike; that much the index tells whoever has the database, and no more without
the key, which stands outside it. Each column has a key of its own, so that columns can't be compared.
"""

import hmac
import re
import unicodedata
from collections.abc import Callable

from lerna.kit.emails import EmailError, parse_email
from lerna.kit.identity_numbers import IdentityNumberError, parse_iin
from lerna.kit.phones import PhoneError, parse_phone
from lerna.privacy.subjects.crypto.providers import key_provider

Normalize = Callable[[str], tuple[str, ...]]

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)


def blind(value: str, *, slug: str, column: str) -> bytes:
    """HMAC-SHA256 of a normal spelling under the company's key for this column (`table.column`); KeyProviderError."""
    return blinding(slug=slug, column=column)(value)


def blinding(*, slug: str, column: str) -> Callable[[str], bytes]:
    """The same for many values of one column: its key is made once. KeyProviderError."""
    index_key = key_provider().read(slug).index
    column_key = hmac.digest(index_key, column.encode(), "sha256")
    return lambda value: hmac.digest(column_key, value.encode(), "sha256")


def email_key(text: str) -> tuple[str, ...]:
    """The one spelling of an e-mail address; none for what is no address."""
    try:
        return (parse_email(text).key,)
    except EmailError:
        return ()


def phone_key(text: str) -> tuple[str, ...]:
    """The one spelling of a phone number (E.164); none for what is no number."""
    try:
        return (parse_phone(text, kazakh_only=False).e164,)
    except PhoneError:
        return ()


def iin_key(text: str) -> tuple[str, ...]:
    """The twelve digits; none for what is no IIN."""
    try:
        return (parse_iin(text).digits,)
    except IdentityNumberError:
        return ()


def name_tokens(text: str) -> tuple[str, ...]:
    """Each word of a name in lower case, once and in order; ё is е, as people type; Kazakh letters stay their own."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return tuple(dict.fromkeys(_WORD.findall(folded)))
