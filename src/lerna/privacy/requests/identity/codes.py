"""A code to the address on file: who reads it there is the person (clause 6.8). It works once, for few tries."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from lerna.privacy.requests.kinds.rules import load_rules
from lerna.privacy.requests.models import Request, RequestCode

DIGITS = 6
_DAY = timedelta(days=1)


class WrongCodeError(Exception):
    """Not this code, or no longer; nobody is told which."""


class NoMoreCodesError(Exception):
    """So many codes were sent for this request that somebody is being flooded."""


def make_code(*, request: Request, now: datetime) -> tuple[str, datetime]:
    """A new code and until when it works; an earlier one works no more. In the block of the requests' purpose.

    NoMoreCodesError after as many as the rules allow until a day without one.
    """
    times = load_rules().times
    code, expires_at = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", now + timedelta(minutes=times.code_minutes)
    with transaction.atomic():
        known = list(RequestCode.objects.select_for_update(of=("self",)).filter(request=request))
        row = known[0] if known else RequestCode(subject_id=request.subject_id, request=request, expires_at=now)
        if not known or row.expires_at <= now - _DAY:
            row.sent = 0
        if row.sent >= times.codes:
            raise NoMoreCodesError
        row.sent, row.tries, row.expires_at, row.digest = row.sent + 1, 0, expires_at, _digest(request, code)
        row.save()
    return code, expires_at


def use_code(*, request: Request, typed: str, now: datetime) -> None:
    """Takes the code, which then works no more. WrongCodeError for a wrong, used, expired or unknown one.

    The try must be counted also then: let the transaction live. In the block of the requests' purpose.
    """
    usable = RequestCode.objects.filter(request=request, expires_at__gt=now, tries__lt=load_rules().times.tries)
    found = list(usable.select_for_update(of=("self",)))
    digits = "".join(letter for letter in typed if letter.isdecimal())
    if not found or not hmac.compare_digest(bytes(found[0].digest), _digest(request, digits)):
        RequestCode.objects.filter(request=request).update(tries=F("tries") + 1)
        raise WrongCodeError
    RequestCode.objects.filter(request=request).update(expires_at=now)


def _digest(request: Request, code: str) -> bytes:
    """A million codes are soon tried, so the hash has a key that doesn't stand in the database."""
    return salted_hmac("lerna.requests.code", f"{request.pk}:{code}", algorithm="sha256").digest()
