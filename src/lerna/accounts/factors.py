"""The second factor of staff: codes that change each half-minute (TOTP, RFC 6238; HOTP, RFC 4226)."""

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.db import transaction

from lerna.accounts.limits import SECOND, count_try, forget_tries
from lerna.accounts.models import Factor, SignIn
from lerna.accounts.queries import Account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

STEP = 30  # seconds
DIGITS = 6
_KEY_BYTES = 20  # RFC 4226, section 4: 160 bits
_DRIFT = (0, -1, 1)  # steps that a telephone's clock may be off


class WrongSecondError(Exception):
    """Not the code of this moment, or one that was used already."""


def begin_factor(*, account: Account, now: datetime) -> str | None:
    """The key in base32 to be put into the person's program; None where one was confirmed already.

    Until it is confirmed the key stays the same, so that a page loaded twice shows one key.
    """
    subject = account.subject
    with transaction.atomic(), processing(Purpose.SECURITY, company=subject.company, reason="a second factor"):
        known = list(Factor.objects.filter(subject=subject))
        if known:
            return None if known[0].confirmed_at else str(known[0].secret)
        secret = base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode()
        Factor(subject=subject, company=subject.company, secret=secret, added_at=now).save(force_insert=True)
        return secret


def enter_second(*, account: Account, typed: str, now: datetime) -> None:
    """Proves this log-in by the code of this moment; the first one also confirms the factor. Each code counts once.

    WrongSecondError, TooOftenError.
    """
    who = str(account.subject.pk)
    count_try(SECOND, who, now=now)
    company = account.subject.company
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a second factor is shown"):
        found = list(Factor.objects.select_for_update(of=("self",)).filter(subject=account.subject))
        step = _find_step(found[0], typed, now) if found else None
        if step is None:
            raise WrongSecondError
        Factor.objects.filter(pk=found[0].pk).update(step=step, confirmed_at=found[0].confirmed_at or now)
        SignIn.objects.filter(pk=account.sign_in.pk).update(proven_at=now)
    forget_tries(SECOND, who)


def make_address(secret: str, *, issuer: str) -> str:
    """The key as authenticator programs read it from a QR code; it names the site and nobody."""
    return f"otpauth://totp/{quote(issuer)}?{urlencode({'secret': secret, 'issuer': issuer})}"


def compute_code(secret: str, step: int) -> str:
    """The code of one half-minute, counted from 1970."""
    # RFC 6238 names SHA-1 and programs know no other; its collisions don't matter to HMAC.
    return HOTP(base64.b32decode(secret), DIGITS, SHA1()).generate(step).decode()  # noqa: S303


def _find_step(factor: Factor, typed: str, now: datetime) -> int | None:
    digits = "".join(letter for letter in typed if letter.isdecimal())
    current = int(now.timestamp()) // STEP
    for step in (current + drift for drift in _DRIFT):
        if step > factor.step and hmac.compare_digest(compute_code(str(factor.secret), step), digits):
            return step
    return None
