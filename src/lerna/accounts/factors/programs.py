"""Codes that change each half-minute, shown by an authenticator program (TOTP, RFC 6238; HOTP, RFC 4226)."""

import base64
import hmac
import secrets
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.db import transaction

from lerna.accounts.factors.ceremonies import begin, look_up, take
from lerna.accounts.factors.keeping import WrongSecondError, check_may_add, keep_factor, note_use
from lerna.accounts.limits import SECOND, count_try, forget_tries
from lerna.accounts.models import CeremonyKind, Factor, FactorKind
from lerna.accounts.queries import Account
from lerna.privacy.policy.purposes import Purpose
from lerna.privacy.subjects.processing import processing

STEP = 30  # seconds
DIGITS = 6
LIFE = timedelta(hours=1)  # of a key that was shown and not yet put to use
_KEY_BYTES = 20  # RFC 4226, section 4: 160 bits
_DRIFT = (0, -1, 1)  # steps that a telephone's clock may be off


def begin_program(*, account: Account, now: datetime) -> str:
    """A key in base32 to be put into the person's program, for this log-in alone. NotProvenError.

    For a while it stays the same, so that a page loaded twice shows one key.
    """
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        check_may_add(account)
        known = look_up(account, CeremonyKind.NEW_PROGRAM, now=now)
        if known:
            return known
        secret = base64.b32encode(secrets.token_bytes(_KEY_BYTES)).decode()
        begin(account=account, kind=CeremonyKind.NEW_PROGRAM, secret=secret, life=LIFE, now=now)
        return secret


def add_program(*, account: Account, name: str, typed: str, now: datetime) -> None:
    """Adds the program that shows the right code, which proves this log-in too.

    WrongSecondError, TooOftenError, NotProvenError; then no program is added, and the key is as it was.
    """
    who = str(account.subject.pk)
    count_try(SECOND, who, now=now)
    with transaction.atomic(), processing(Purpose.SECURITY, company=account.subject.company, reason="a second factor"):
        check_may_add(account)
        secret = look_up(account, CeremonyKind.NEW_PROGRAM, now=now)
        step = _find_step(secret, typed, now, after=0) if secret else None
        if step is None:
            raise WrongSecondError
        take(account=account, kind=CeremonyKind.NEW_PROGRAM, now=now)
        keep_factor(account, Factor(kind=FactorKind.PROGRAM, secret=secret, counter=step), name=name, now=now)
    forget_tries(SECOND, who)


def enter_second(*, account: Account, typed: str, now: datetime) -> None:
    """Proves this log-in by the code of this moment. Each code counts once. WrongSecondError, TooOftenError."""
    who = str(account.subject.pk)
    count_try(SECOND, who, now=now)
    company = account.subject.company
    with transaction.atomic(), processing(Purpose.SECURITY, company=company, reason="a second factor is shown"):
        programs = Factor.objects.filter(subject=account.subject, kind=FactorKind.PROGRAM).order_by("pk")
        for factor in programs.select_for_update(of=("self",)):
            step = _find_step(str(factor.secret), typed, now, after=factor.counter)
            if step is not None:
                note_use(account, factor, counter=step, now=now)
                break
        else:
            raise WrongSecondError
    forget_tries(SECOND, who)


def make_address(secret: str, *, issuer: str) -> str:
    """The key as authenticator programs read it from a QR code; it names the site and nobody."""
    return f"otpauth://totp/{quote(issuer)}?{urlencode({'secret': secret, 'issuer': issuer})}"


def compute_code(secret: str, step: int) -> str:
    """The code of one half-minute, counted from 1970."""
    # RFC 6238 names SHA-1 and programs know no other; its collisions don't matter to HMAC.
    return HOTP(base64.b32decode(secret), DIGITS, SHA1()).generate(step).decode()  # noqa: S303


def _find_step(secret: str, typed: str, now: datetime, *, after: int) -> int | None:
    digits = "".join(letter for letter in typed if letter.isdecimal()).encode()  # decimals of any script, not all ASCII
    current = int(now.timestamp()) // STEP
    for step in (current + drift for drift in _DRIFT):
        if step > after and hmac.compare_digest(compute_code(secret, step).encode(), digits):
            return step
    return None
